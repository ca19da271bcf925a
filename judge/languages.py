"""The languages a program can be written in: how one is compiled, and how it is run. Pure data."""

import functools
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, kw_only=True)
class Language:
    """Templates know {sources} (one word each), {entry} (the file or class to start), {heap} (MiB), {stack} (KiB).

    `compile` runs in a folder that holds the sources, and leaves there what `keep` names ("*": the sources
    themselves). `run` finds that in /box. `memory_beside` is what the run-time system needs beside the program's own.
    """

    key: str
    name: str
    extensions: tuple[str, ...]
    compile: tuple[str, ...]
    keep: tuple[str, ...]
    run: tuple[str, ...]
    version: tuple[str, ...]
    managed: bool = False
    entry: str = "first"  # or "script" (main.py before others), or "class" (the one that has a main method)
    memory_beside: int = 0
    headers: tuple[str, ...] = ()

    @property
    def programs(self) -> tuple[str, ...]:
        """What must be installed for it."""
        return tuple(dict.fromkeys((self.compile[0], self.run[0], self.version[0])))

    @property
    def is_installed(self) -> bool:
        return all(os.access(program, os.X_OK) for program in self.programs if not program.startswith("/box/"))

    @property
    def toolchain(self) -> tuple[tuple[str, int, int], ...]:
        """Changes whenever another version is installed."""
        real = [os.path.realpath(program) for program in self.programs if not program.startswith("/box/")]
        return tuple((path, (status := os.stat(path)).st_size, status.st_mtime_ns) for path in real)


def python(key: str, name: str, interpreter: str, extensions: tuple[str, ...], managed: bool) -> Language:
    return Language(
        key=key,
        name=name,
        extensions=extensions,
        compile=(interpreter, "-m", "py_compile", "{sources}"),
        keep=("*",),
        run=(interpreter, "/box/{entry}"),
        version=(interpreter, "--version"),
        managed=managed,
        entry="script",
    )


TABLE = (
    Language(
        key="c",
        name="C",
        extensions=(".c",),
        compile=("/usr/bin/gcc", "-std=gnu17", "-O2", "-static", "-o", "program", "{sources}", "-lm"),
        keep=("program",),
        run=("/box/program",),
        version=("/usr/bin/gcc", "--version"),
        headers=(".h",),
    ),
    Language(
        key="cpp",
        name="C++",
        extensions=(".cpp", ".cc", ".cxx", ".c++", ".C"),
        compile=("/usr/bin/g++", "-std=gnu++20", "-O2", "-static", "-o", "program", "{sources}"),
        keep=("program",),
        run=("/box/program",),
        version=("/usr/bin/g++", "--version"),
        headers=(".h", ".hh", ".hpp", ".hxx", ".h++"),
    ),
    Language(
        key="java",
        name="Java",
        extensions=(".java",),
        compile=(
            *("/usr/bin/javac", "-J-Xmx1g", "-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1", "-J-XX:-UsePerfData"),
            *("-encoding", "UTF-8", "-d", "classes", "{sources}"),
        ),
        keep=("classes/",),
        run=(
            *("/usr/bin/java", "-Xmx{heap}m", "-Xss64m", "-XX:+UseSerialGC", "-XX:-UsePerfData"),
            *("-Dfile.encoding=UTF-8", "-cp", "/box/classes", "{entry}"),
        ),
        version=("/usr/bin/java", "--version"),
        managed=True,
        entry="class",
        memory_beside=256 * MIB,
    ),
    python("python3", "Python 3", "/usr/bin/python3", (".py", ".py3"), managed=True),
    python("pypy3", "PyPy 3", "/usr/bin/pypy3", (".py",), managed=True),
    Language(
        key="javascript",
        name="JavaScript",
        extensions=(".js", ".mjs", ".cjs"),
        compile=("/usr/bin/node", "--check", "{entry}"),
        keep=("*",),
        run=("/usr/bin/node", "--max-old-space-size={heap}", "--stack-size={stack}", "/box/{entry}"),
        version=("/usr/bin/node", "--version"),
        managed=True,
        entry="script",
        memory_beside=128 * MIB,
    ),
    Language(
        key="rust",
        name="Rust",
        extensions=(".rs",),
        compile=("/usr/bin/rustc", "--edition=2021", "-O", "-o", "program", "{entry}"),
        keep=("program",),
        run=("/box/program",),
        version=("/usr/bin/rustc", "--version"),
        entry="script",
    ),
    Language(
        key="perl",
        name="Perl",
        extensions=(".pl",),
        compile=("/usr/bin/perl", "-c", "{entry}"),
        keep=("*",),
        run=("/usr/bin/perl", "/box/{entry}"),
        version=("/usr/bin/perl", "--version"),
        entry="script",
    ),
)
LANGUAGES: dict[str, Language] = {language.key: language for language in TABLE}


@functools.cache
def installed() -> dict[str, Language]:
    return {key: language for key, language in LANGUAGES.items() if language.is_installed}


def for_extension(extension: str) -> Language | None:
    """Python 3 for ".py". Case matters: ".C" is C++."""
    return next((language for language in TABLE if extension in language.extensions), None)


def detect(files: Mapping[str, bytes] | Iterable[str]) -> Language | None:
    """The one language that the files are written in; other files, headers too, say nothing. C beside C++ is C++."""
    contents = files if isinstance(files, Mapping) else {}
    spoken = {language for name in files if (language := for_extension(os.path.splitext(name)[1]))}
    if spoken == {LANGUAGES["c"], LANGUAGES["cpp"]}:
        return LANGUAGES["cpp"]
    if spoken == {LANGUAGES["python3"]} and any(names_pypy(content) for content in contents.values()):
        return LANGUAGES["pypy3"]
    return spoken.pop() if len(spoken) == 1 else None


def names_pypy(source: bytes) -> bool:
    first_line = source.partition(b"\n")[0]
    return first_line.startswith(b"#!") and b"pypy" in first_line
