"""Opens a package that anybody may have made: nothing is written outside, and nothing grows beyond a limit."""

import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from lzma import LZMAError
from pathlib import Path, PurePosixPath

from judge.packages.package import PackageError

MOST_ENTRIES = 20_000
MOST_BYTES = 4 * 2**30  # unpacked, all together
MOST_FILE = 2**30
MOST_RATIO = 1000  # unpacked bytes for a packed one, of an entry of some size
RATIO_COUNTS_FROM = 16 * 2**20  # bytes; a small file may be as regular as it likes
LONGEST_PATH = 400  # characters
DEEPEST = 16  # folders
PIECE = 2**20
MOST_LISTING = 16 * 2**20
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
UNREADABLE = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, NotImplementedError)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder that was brought, or that holds what an archive does, for as long as the context lasts."""
    if path.is_dir():
        survey(path)
        yield path
    elif path.is_file():
        with tempfile.TemporaryDirectory(prefix="package-") as folder:
            unpack(path, Path(folder))
            yield Path(folder)
    else:
        raise PackageError(f"{path.name}: no such folder or archive")


# Archives


class Careful(FileIO):
    """Doesn't let the list of entries, which is read at once, be as long as it says."""

    def read(self, size=-1):
        if size > MOST_LISTING:
            raise PackageError(f"the archive's list of entries is longer than {MOST_LISTING // 2**20} MiB")
        return super().read(size)


def unpack(archive: Path, folder: Path, most: int | None = None) -> None:
    try:
        with Careful(archive) as file, zipfile.ZipFile(file) as zipped:
            entries = safe_entries(zipped)
            left = MOST_BYTES if most is None else most
            for entry, inside in entries.items():
                left -= write_entry(zipped, inside, folder / entry, left)
    except UNREADABLE as error:
        raise PackageError(f"the archive can't be read: {error}") from error


def safe_entries(zipped: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The files, by where they go. What an entry claims is checked here, what it does while it is written."""
    infos = zipped.infolist()
    if len(infos) > MOST_ENTRIES:
        raise PackageError(f"the archive has {len(infos)} entries; at most {MOST_ENTRIES} are taken")
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for info in infos:
        path = safe_path(info)
        if info.is_dir():
            continue
        if path in found:
            raise PackageError(f"the archive has two entries of the name {shown(info)}")
        found[path] = info
    refuse_file_as_folder(found)
    return found


def refuse_file_as_folder(found: dict[PurePosixPath, zipfile.ZipInfo]) -> None:
    for path, info in found.items():
        if clash := next((parent for parent in path.parents if parent in found), None):
            raise PackageError(f"the entry {shown(info)} lies in {clash}, which is a file")


def safe_path(info: zipfile.ZipInfo) -> PurePosixPath:
    name, path = info.orig_filename, PurePosixPath(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if "\\" in name or ":" in name or any(ord(letter) < 32 or 0xDC80 <= ord(letter) <= 0xDCFF for letter in name):
        raise PackageError(f"the entry {shown(info)} has a name that isn't taken")
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise PackageError(f"the entry {shown(info)} leads out of the archive")
    if len(name) > LONGEST_PATH or len(path.parts) > DEEPEST or any(len(p.encode()) > 255 for p in path.parts):
        raise PackageError(f"the entry {shown(info)} has too long a name")
    if kind == stat.S_IFLNK:
        raise PackageError(f"the entry {shown(info)} is a link; links in archives aren't taken")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PackageError(f"the entry {shown(info)} is a special file")
    if info.flag_bits & 0x1:
        raise PackageError(f"the entry {shown(info)} is encrypted")
    if info.compress_type not in READABLE:
        raise PackageError(f"the entry {shown(info)} is compressed in a way that isn't taken")
    if info.file_size > MOST_FILE:
        raise PackageError(f"the entry {shown(info)} is larger than {MOST_FILE // 2**20} MiB")
    return path


def write_entry(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Counts the bytes that come out, whatever the entry claims. Returns them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written, packed = 0, max(info.compress_size, 1)
    with zipped.open(info) as source, target.open("xb") as file:
        while piece := source.read(PIECE):
            written += len(piece)
            if written > left or written > MOST_FILE:
                raise PackageError(f"the entry {shown(info)} unpacks to too much data")
            if written > RATIO_COUNTS_FROM and written > MOST_RATIO * packed:
                raise PackageError(f"the entry {shown(info)} is a bomb: over {MOST_RATIO} bytes for each packed one")
            file.write(piece)
    if info.external_attr >> 16 & stat.S_IXUSR:
        target.chmod(0o755)
    return written


def shown(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    return ascii(name if len(name) <= 100 else f"{name[:100]}…")


# Folders


def survey(folder: Path) -> None:
    """Looks at every entry without following a link. A link may point to a file of the package, or is never followed:
    who reads it through `inside` hears of it then."""
    count = size = 0
    for parent, folders, files in os.walk(folder):
        count += len(folders) + len(files)
        if count > MOST_ENTRIES:
            raise PackageError(f"the folder has more than {MOST_ENTRIES} entries")
        for name in files:
            path = Path(parent, name)
            mode, bytes_ = (status := path.lstat()).st_mode, status.st_size
            if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
                raise PackageError(f"{path.relative_to(folder)} is a special file")
            if not name.isprintable():
                raise PackageError(f"{ascii(name)} is no name for a file")
            size += bytes_
        if size > MOST_BYTES:
            raise PackageError(f"the folder holds more than {MOST_BYTES // 2**30} GiB")


def inside(root: Path, path: Path) -> Path:
    """The path, when all links on its way stay within the package."""
    try:
        resolved = path.resolve(strict=True)
    except OSError as error:
        raise PackageError(f"{path.relative_to(root)} is a link that leads nowhere") from error
    if not resolved.is_relative_to(root.resolve()):
        raise PackageError(f"{path.relative_to(root)} is a link that leads out of the package")
    return path
