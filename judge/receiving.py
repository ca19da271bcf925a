"""Tests that come as files: pairs of *.in and *.ans or *.out, one by one or in zip archives."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from judge import script, testsets
from judge.editing import Refused, checked_name, refuse_too_many
from judge.packages import archive
from judge.packages.package import PackageError
from judge.packages.storing import hashes
from judge.testsets import Row

MOST_UPLOAD = 128 * 2**20  # bytes of a request
MOST_UNPACKED = 512 * 2**20
MOST_FILE = 64 * 2**20
INPUT, ANSWERS, ARCHIVE = ".in", (".ans", ".out"), ".zip"
SAMPLE = "sample"  # the folder that packages keep them in
WRAPPERS = ("data",)  # folders around all tests that say nothing
SHOWN = 5  # reasons, or names


@dataclass(frozen=True)
class File:
    name: PurePosixPath
    path: Path


@dataclass
class Pair:
    input: File | None = None
    answer: File | None = None


def received(files: Sequence[tuple[str, Path]], group: str = "") -> tuple[list[Row], list[str]]:
    """The tests, their bytes stored, and the names of files that are none. Raises Refused, with nothing stored."""
    with ExitStack() as folders:
        found = [file for name, path in files for file in opened(PurePosixPath(name), path, folders)]
        pairs, others = paired(found)
        refuse(pairs)
        return rows(pairs, group), others


def opened(name: PurePosixPath, path: Path, folders: ExitStack) -> Iterator[File]:
    if name.suffix.lower() != ARCHIVE:
        yield File(PurePosixPath(name.name), path)
        return
    folder = Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="tests-")))
    try:
        archive.unpack(path, folder, MOST_UNPACKED)
    except PackageError as error:
        raise Refused(f"{name}: {error}.") from error
    for inside in sorted(folder.rglob("*")):
        if inside.is_file():
            yield File(without_wrapper(PurePosixPath(inside.relative_to(folder))), inside)


def without_wrapper(name: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(*name.parts[1:]) if len(name.parts) > 1 and name.parts[0] in WRAPPERS else name


def paired(files: Iterable[File]) -> tuple[dict[str, Pair], list[str]]:
    pairs: dict[str, Pair] = {}
    others, reasons = [], []
    for file in files:
        side = {INPUT: "input", **dict.fromkeys(ANSWERS, "answer")}.get(file.name.suffix.lower())
        if side is None:
            others.append(str(file.name))
            continue
        pair = pairs.setdefault(str(file.name.with_suffix("")), Pair())
        if getattr(pair, side) is not None:
            reasons.append(f"{file.name.with_suffix('')} has two files for its {side}.")
        setattr(pair, side, file)
    if reasons:
        raise Refused(*first(reasons))
    return pairs, others


def refuse(pairs: dict[str, Pair]) -> None:
    refuse_too_many(len(pairs))
    reasons = [reason for name, pair in pairs.items() if (reason := complaint(name, pair))]
    if not pairs:
        reasons = ["No test was found: an input ends with .in, its answer with .ans or .out, and they share a name."]
    if reasons:
        raise Refused(*first(reasons))


def complaint(name: str, pair: Pair) -> str | None:
    if pair.input is None:
        return f"There is an answer {name}, and no {name}.in."
    try:
        checked_name(name)
    except script.LineError as error:
        return str(error)
    for file in filter(None, (pair.input, pair.answer)):
        if (size := file.path.stat().st_size) > MOST_FILE:
            return f"{file.name} has {size:,} bytes; at most {MOST_FILE:,} are taken."
    return None


def first(reasons: Sequence[str]) -> list[str]:
    more = len(reasons) - SHOWN
    return [*reasons[:SHOWN], f"And {more} more."] if more > 0 else list(reasons)


def rows(pairs: dict[str, Pair], group: str) -> list[Row]:
    inputs = [pair.input.path for pair in pairs.values() if pair.input]
    answers = {name: pair.answer.path for name, pair in pairs.items() if pair.answer}
    by_name = dict(zip(answers, hashes(answers.values()), strict=True))
    found = []
    for name, path, sha in zip(pairs, inputs, hashes(inputs), strict=True):
        row = Row(name=name, input=sha, input_bytes=path.stat().st_size, origin="file", line=f"{name}{INPUT}")
        folder = name.rpartition("/")[0]
        row = replace(row, group=group or folder, sample=int(SAMPLE in folder.split("/")))
        if name in answers:
            row = replace(row, answer=by_name[name], answer_bytes=answers[name].stat().st_size)
        found.append(row)
    return testsets.samples_first(found)
