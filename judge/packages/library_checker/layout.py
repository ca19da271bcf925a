"""Where a problem lies among the files that were brought, and the headers that all problems of its repository share."""

import os
from pathlib import Path

from judge.packages.package import PackageError

FILE = "info.toml"
LIBRARY = "common"  # testlib.h, random.h, fastio.h
HEADERS = ("testlib.h", "random.h")
DEEPEST = 4  # folders above info.toml in an archive
MOST_NAMED = 3


def within(root: Path) -> Path | None:
    """The folder of the only problem there; none when there is no info.toml."""
    found = sorted(candidates(root))
    if len(found) > 1:
        names = ", ".join(folder.name for folder in found[:MOST_NAMED])
        raise PackageError(f"the archive holds {len(found)} problems ({names} …): bring one, and common/ beside it")
    return found[0] if found else None


def candidates(root: Path) -> list[Path]:
    """Folders with an info.toml. No link is followed."""
    found = []
    for parent, folders, files in os.walk(root):
        depth = len(Path(parent).relative_to(root).parts)
        folders[:] = [name for name in folders if depth < DEEPEST and not name.startswith((".", "__MACOSX"))]
        if FILE in files:
            found.append(Path(parent))
    return found


def library_of(folder: Path, root: Path | None = None) -> Path | None:
    """In the problem's folder, beside it, or beside its category's; and not above `root`."""
    for parent in (folder, folder.parent, folder.parent.parent):
        library = parent / LIBRARY
        if any((library / header).is_file() for header in HEADERS):
            return library
        if parent == root:
            break
    return None
