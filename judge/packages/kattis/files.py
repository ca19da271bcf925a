"""A package's files. Names that begin with a dot or a dash don't exist, and no link leads out of the package."""

from pathlib import Path

import yaml

from judge.packages.archive import inside
from judge.packages.package import PackageError

MOST_TEXT = 2**20  # bytes of a configuration or statement
MOST_PROGRAM_FILE = 16 * 2**20
IGNORED = ("__pycache__", "__MACOSX", "Thumbs.db")


class Files:
    def __init__(self, root: Path):
        self.root = root.resolve()

    def entries(self, folder: str | Path) -> list[Path]:
        """By name; nothing when there is no such folder."""
        path = self.root / folder
        if not path.is_dir():
            return []
        inside(self.root, path)
        names = (entry for entry in path.iterdir() if not entry.name.startswith((".", "-")))
        return sorted((inside(self.root, entry) for entry in names if entry.name not in IGNORED), key=by_name)

    def below(self, folder: Path) -> list[Path]:
        """All files in the folder and the folders in it."""
        found: list[Path] = []
        for entry in self.entries(folder):
            found += self.below(entry) if entry.is_dir() and not entry.is_symlink() else [entry]
        return [path for path in found if path.is_file()]

    def has(self, name: str) -> bool:
        return (self.root / name).is_file()

    def is_inside(self, path: Path) -> bool:
        """A regular file of the package, wherever a name in a file of it may lead."""
        return path.is_file() and path.resolve().is_relative_to(self.root)

    def name_of(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def bytes(self, path: str | Path, most: int = MOST_PROGRAM_FILE) -> bytes:
        path = inside(self.root, self.root / path)
        if path.stat().st_size > most:
            raise PackageError(f"{self.name_of(path)} is larger than {most // 2**20} MiB")
        return path.read_bytes()

    def text(self, path: str | Path) -> str:
        """UTF-8 as the format says; old packages come in Latin-1."""
        data = self.bytes(path, MOST_TEXT)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        return storable(text)

    def mapping(self, path: str | Path) -> dict:
        """What a YAML file says; nothing when it isn't there."""
        if not (self.root / path).is_file():
            return {}
        try:
            found = yaml.safe_load(self.text(path))
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise PackageError(f"{path} isn't YAML that can be read: {first_line(error)}") from error
        if not isinstance(found, dict | None):
            raise PackageError(f"{path} isn't a mapping")
        return {str(key): value for key, value in (found or {}).items()}


def by_name(path: Path) -> str:
    return path.name


def first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def words(value: object) -> tuple[str, ...]:
    """A string of words, or a list of them, each of which may hold white space that matters."""
    if isinstance(value, list):
        return tuple(storable(str(item)) for item in value if isinstance(item, str | int | float))
    return tuple(line(value).split())


def storable(text: str) -> str:
    """Without what neither UTF-8 nor a database takes; YAML has escapes for it."""
    return text.encode(errors="ignore").decode().replace("\0", "")


def line(value: object) -> str:
    """Text that can be shown and stored, whatever escapes YAML had in it; nothing for what isn't text."""
    found = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return "".join(filter(str.isprintable, found))
