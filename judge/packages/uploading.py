"""Packages that are imported later, by a job on whatever machine."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from judge import blobs
from judge.models import Problem, Upload, User
from judge.packages.importing import Brought, Imported, bring, import_package
from judge.packages.package import PackageError
from judge.packages.reading import beside, name_of


def receive(path: Path, author: User | None = None) -> Upload:
    """A folder or a zip archive. Nothing in it is looked at yet."""
    if path.is_dir():
        with tempfile.TemporaryDirectory(prefix="upload-") as folder:
            return keep(name_of(path), zipped(path, Path(folder)).read_bytes(), author)
    if path.is_file():
        return keep(name_of(path), path.read_bytes(), author)
    raise PackageError(f"{path.name}: no such folder or archive")


def keep(name: str, data: bytes, author: User | None = None) -> Upload:
    if len(data) > Upload.MOST:
        raise PackageError(f"{name} has {len(data):,} bytes; at most {Upload.MOST:,} are taken")
    return Upload.objects.create(name=name[:200], archive_id=blobs.put(data), author=author)


def keep_file(problem: Problem, name: str, file: BinaryIO, author: User) -> Upload:
    """What becomes that problem's draft."""
    return Upload.objects.create(problem=problem, name=name[:200], archive_id=blobs.put_file(file), author=author)


def bring_upload(upload: Upload) -> Brought:
    with unpacked(upload) as archive:
        return bring(archive)


def zipped(folder: Path, into: Path) -> Path:
    archive = into / "package.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
        for path, name in [
            *files_below(folder),
            *(found for other in beside(folder) for found in files_below(other, 1)),
        ]:
            file.write(path, name)
    return archive


def files_below(folder: Path, above: int = 0) -> list[tuple[Path, Path]]:
    """With their names in an archive, in which so many of the folders above are."""
    base = folder.parents[above - 1] if above else folder
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [(path, path.relative_to(base)) for path in files]


def import_upload(upload: Upload) -> Imported:
    """Twice is once: the same content is the same version."""
    with unpacked(upload) as archive:
        return import_package(archive, upload.author)


@contextmanager
def unpacked(upload: Upload) -> Iterator[Path]:
    """The archive under its own name."""
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        archive = Path(folder) / f"{Path(upload.name).name}.zip"
        shutil.copyfile(blobs.path(upload.archive_id), archive)
        yield archive
