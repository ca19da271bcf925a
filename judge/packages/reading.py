"""Which format a package is in, and what it says."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from judge.packages import archive, kattis, library_checker
from judge.packages.package import Package, PackageError


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """A folder or an archive; the files that the package names are there for as long as the context lasts."""
    with archive.opened(path) as root, tempfile.TemporaryDirectory(prefix="package-") as scratch:
        folder = package_folder(root) if path.is_file() else root
        yield read(folder, name_of(path), Path(scratch), root if path.is_file() else None)


def read(folder: Path, name: str, scratch: Path, root: Path | None) -> Package:
    """Nothing above `root` is looked at; none: the folder is its owner's, who may have more beside it."""
    if not is_library_checkers(folder):
        return kattis.read(folder, name, scratch)
    library = library_checker.library_of(folder, root)
    return library_checker.read(folder, name if folder == root else folder.name, library)


def is_library_checkers(folder: Path) -> bool:
    return (folder / library_checker.FILE).is_file() and not (folder / "problem.yaml").exists()


def package_folder(root: Path) -> Path:
    """An archive holds the package's files, or a folder that holds them."""
    inner = [entry for entry in root.iterdir() if entry.is_dir() and entry.name != "__MACOSX"]
    for folder in (root, *inner) if len(inner) == 1 else (root,):
        if (folder / "problem.yaml").exists():
            return folder
    if problem := library_checker.within(root):
        return problem
    raise PackageError("the archive has no problem.yaml, neither at its top nor in a single folder")


def name_of(path: Path) -> str:
    path = path.absolute()
    return path.name if path.is_dir() else path.stem


def beside(folder: Path) -> list[Path]:
    """Folders that belong to the package and are not in it."""
    library = library_checker.library_of(folder) if is_library_checkers(folder) else None
    return [library] if library and not library.is_relative_to(folder) else []
