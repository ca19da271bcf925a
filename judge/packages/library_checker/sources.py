"""A program's files: its source, the headers that it includes, and those that stand between us and testlib."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from judge.packages.kattis.files import Files
from judge.packages.library_checker.info import Info
from judge.packages.library_checker.layout import HEADERS, LIBRARY
from judge.packages.package import PackageError

INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*"([^"\n]{1,200})"', re.MULTILINE)
PARAMS = "params.h"
ADAPTERS = Path(__file__).with_name("adapters")
MOST_FILES = 100
MOST_FILE = 2**20  # bytes
MOST_BYTES = 4 * 2**20


class Sources:
    """`files` are the problem's own, `library` are those that its repository's problems share."""

    def __init__(self, files: Files, library: Files | None, info: Info):
        self.files, self.library = files, library
        self.params = params_header(info)

    def of(self, paths: Iterable[str], folders: tuple[str, ...] = ()) -> dict[str, bytes]:
        """Those files, and all that they include, each where it is found from. `folders`: where the compiler looks."""
        found: dict[str, bytes] = {}
        waiting = list(paths)
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            found[path] = self.contents(path)
            for name in included(found[path]):
                waiting += self.resolved(path, name, folders, found)
            refuse_large(found)
        return found

    def resolved(self, path: str, name: str, folders: tuple[str, ...], found: dict[str, bytes]) -> Iterator[str]:
        """What an include means. A file that isn't beside the one that includes it gets there one that names it: a
        package has no list of the folders where a compiler looks."""
        folder = posixpath.dirname(path)
        near = posixpath.normpath(posixpath.join(folder, name))
        elsewhere = [posixpath.normpath(posixpath.join(other, name)) for other in (*folders, LIBRARY, "")]
        if self.has(near):
            yield near
        elif far := next(filter(self.has, elsewhere), None):
            if not near.startswith(".."):
                found[near] = f'#include "{posixpath.relpath(far, posixpath.dirname(near) or ".")}"\n'.encode()
            yield far
        elif posixpath.basename(name) in HEADERS:
            raise PackageError(
                f"{path} includes {name}, which isn't there: the archive must hold the repository's folder "
                f"{LIBRARY}/, beside the problem's folder or in it"
            )

    def has(self, path: str) -> bool:
        if path.startswith(("..", "/")):
            return False
        return path == PARAMS or self.in_library(path) is not None or self.is_own(path)

    def is_own(self, path: str) -> bool:
        return self.files.is_inside(self.files.root / path)

    def in_library(self, path: str) -> Path | None:
        """The problem's own folder of that name, if it has one, doesn't count."""
        if self.library and path.startswith(f"{LIBRARY}/"):
            real = self.library.root / path.removeprefix(f"{LIBRARY}/")
            return real if self.library.is_inside(real) else None
        return None

    def contents(self, path: str) -> bytes:
        if path == PARAMS:
            return self.params
        if self.library and (shared := self.in_library(path)):
            return self.library.bytes(shared, MOST_FILE)
        if not self.is_own(path):
            raise PackageError(f"there is no {path}")
        return self.files.bytes(path, MOST_FILE)


def included(source: bytes) -> list[str]:
    return [name.decode(errors="replace") for name in INCLUDE.findall(source)]


def refuse_large(found: dict[str, bytes]) -> None:
    if len(found) > 2 * MOST_FILES or sum(map(len, found.values())) > MOST_BYTES:
        first = next(iter(found))
        raise PackageError(f"{first} includes more than {MOST_FILES} files or {MOST_BYTES // 2**20} MiB")


def params_header(info: Info) -> bytes:
    """As generate.py writes it."""
    return "".join(f"#define {name} {constant(value)}\n" for name, value in info.params.items()).encode()


def constant(value: int | float | str) -> str:
    if isinstance(value, int):
        return f"(long long){value}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def adapter(name: str) -> dict[str, bytes]:
    """What makes a program with testlib's habits one with a package's."""
    return {name: (ADAPTERS / name).read_bytes()}
