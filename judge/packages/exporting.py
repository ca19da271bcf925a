"""A problem leaves as a package: a folder or a zip archive, from which an import gives it back."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from judge import blobs, freezing
from judge.models import Blob, Problem, Revision
from judge.packages.archive import MOST_BYTES, MOST_ENTRIES
from judge.packages.kattis.layout import Source
from judge.packages.kattis.losses import losses
from judge.packages.kattis.writer import FORMATS, write
from judge.packages.kattis.writing import Entry
from judge.packages.package import PackageError

__all__ = [
    "FORMATS",
    "Outlook",
    "draft",
    "entries",
    "losses",
    "outlook",
    "plain",
    "published",
    "write_folder",
    "write_zip",
]

DATE = (1980, 1, 1, 0, 0, 0)  # the same content is the same archive
BATCH = 500
PIECE = 2**20


def draft(problem: Problem, revision: Revision) -> Source:
    return Source(problem.slug, problem.uuid, revision.document, revision.tests.columns, problem.title)


def published(problem: Problem) -> Source:
    """The version that people see, with what its draft knew of it."""
    if not problem.current or not problem.is_published:
        raise PackageError(f"{problem.slug} is not published")
    states = Revision.objects.with_tests().filter(problem=problem, version=problem.current)
    if revision := states.order_by("-number").first():
        return draft(problem, revision)
    document = freezing.document_of(problem, problem.current)
    return Source(problem.slug, problem.uuid, document, freezing.columns_of(problem.current), problem.title)


@dataclass(frozen=True)
class Outlook:
    """What may be known of a package before it is written."""

    format: str
    losses: list[str]
    unanswered: int  # tests, for which it can't be written
    is_large: bool  # so that it can't either


def outlook(source: Source, format: str, most: int = MOST_BYTES) -> Outlook:
    columns = source.columns
    size = sum(columns["input_bytes"]) + sum(columns["answer_bytes"])
    return Outlook(format, losses(source, format), columns["answer"].count(None), size > most)


def plain(name: str) -> str:
    """What the format calls a package: small letters and digits."""
    return re.sub("[^a-z0-9]", "", name.lower()) or "problem"


def entries(source: Source, format: str, most: int = MOST_BYTES) -> list[Entry]:
    """The files, of `most` bytes together."""
    found = list(write(source, format))
    refuse_large(found, most)
    return found


def refuse_large(found: list[Entry], most: int) -> None:
    if len(found) > MOST_ENTRIES:
        raise PackageError(f"the package would have {len(found):,} files; at most {MOST_ENTRIES:,} are taken anywhere")
    hashes = [entry.data for entry in found if isinstance(entry.data, str)]
    known = sizes(sorted(set(hashes)))
    total = sum(known[sha] for sha in hashes) + sum(len(e.data) for e in found if isinstance(e.data, bytes))
    if total > most:
        size, bound = total / 2**20, most // 2**20
        raise PackageError(f"the package would have {size:,.0f} MiB; at most {bound:,} MiB are written here")


def sizes(hashes: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(hashes), BATCH):
        rows = Blob.objects.filter(pk__in=hashes[start : start + BATCH])
        found |= dict(rows.values_list("pk", "size"))
    return found


def write_folder(found: list[Entry], folder: Path) -> None:
    """A folder that is there already must be empty: nothing is written over."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PackageError(f"{folder} is there already")
    for entry in found:
        path = folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.writelines(pieces(entry))


def write_zip(found: list[Entry], name: str, file: BinaryIO) -> None:
    """All of it in one folder, called as the format wants it."""
    name = plain(name)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in found:
            info = zipfile.ZipInfo(f"{name}/{entry.path}", DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as target:
                for piece in pieces(entry):
                    target.write(piece)


def pieces(entry: Entry) -> Iterator[bytes]:
    if isinstance(entry.data, bytes):
        yield entry.data
        return
    with blobs.path(entry.data).open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
