"""Programs of a package: a file, or a folder of files."""

import re
from collections import Counter
from pathlib import Path, PurePosixPath

from judge.languages import detect
from judge.packages.kattis.files import Files
from judge.packages.package import PackageError, Program

# What packages are written in beside our own languages, so that a report can name it.
OTHERS = {
    "ada": "adb ads",
    "awk": "awk",
    "bash": "sh bash",
    "crystal": "cr",
    "csharp": "cs",
    "d": "d",
    "dart": "dart",
    "elixir": "ex exs",
    "erlang": "erl",
    "fortran": "f90 f95",
    "fsharp": "fs",
    "go": "go",
    "haskell": "hs lhs",
    "julia": "jl",
    "kotlin": "kt",
    "lisp": "lisp cl",
    "lua": "lua",
    "nim": "nim",
    "ocaml": "ml",
    "pascal": "pas p pp",
    "perl": "pl pm",
    "php": "php",
    "prolog": "plg",
    "python2": "py2",
    "r": "R r",
    "racket": "rkt",
    "ruby": "rb",
    "rust": "rs",
    "scala": "scala",
    "swift": "swift",
    "typescript": "ts",
    "visualbasic": "vb",
    "zig": "zig",
}
NAMES = {extension: name for name, extensions in OTHERS.items() for extension in extensions.split()}
PROLOG = re.compile(rb"^[^#$;]*:-", re.MULTILINE)  # shares its extension with Perl
PRINT = re.compile(rb"^[ \t]*print (?:[\"']|\w+(?:\[.*\])?[ \t]*$)", re.MULTILINE)  # as a statement
CONSTANT = re.compile(r"\{\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)?)\}\}")
MOST_FILES = 200


def programs(files: Files, folder: str, constants: dict[str, str]) -> list[Program]:
    return [program(files, path, constants) for path in files.entries(folder)]


def program(files: Files, path: Path, constants: dict[str, str]) -> Program:
    """`path` is within the package. A folder's files keep their path below it."""
    found = files.below(path) if path.is_dir() else [path]
    if len(found) > MOST_FILES:
        raise PackageError(f"{files.name_of(path)} has more than {MOST_FILES} files")
    base = path if path.is_dir() else path.parent
    contents = {file.relative_to(base).as_posix(): replaced(files.bytes(file), constants) for file in found}
    entry = "__main__.py" if "__main__.py" in contents else None
    return Program(path=files.name_of(path), files=contents, language=language(contents), entry=entry)


def language(contents: dict[str, bytes]) -> str:
    """Empty when no file looks like a program."""
    if found := detect(contents):
        is_older = found.key == "python3" and any(is_python2(data) for data in contents.values())
        is_prolog = found.key == "perl" and any(PROLOG.search(data) for data in contents.values())
        return "python2" if is_older else "prolog" if is_prolog else found.key
    known = Counter(NAMES[suffix] for name in contents if (suffix := extension(name)) in NAMES)
    return known.most_common(1)[0][0] if known else ""


def is_python2(source: bytes) -> bool:
    """Both go by .py in old packages: the first line says which, or the source does."""
    first_line = source.partition(b"\n")[0]
    return b"python2" in first_line if first_line.startswith(b"#!") else bool(PRINT.search(source))


def extension(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".")


def replaced(data: bytes, constants: dict[str, str]) -> bytes:
    """With the package's {{constants}} in place; what isn't text, and names that aren't defined, stay as they are."""
    if not constants or b"{{" not in data:
        return data
    try:
        return with_constants(data.decode(), constants).encode()
    except UnicodeDecodeError:
        return data


def with_constants(text: str, constants: dict[str, str]) -> str:
    return CONSTANT.sub(lambda match: constants.get(match[1], match[0]), text)
