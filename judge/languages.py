"""The languages a program can be written in: how one is compiled, and how it is run. Pure data."""

import functools
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

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
    out_of_heap: bytes = b""  # what its run-time system writes to stderr when its own heap is full

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


def script(key: str, name: str, extension: str, interpreter: str, *check: str) -> Language:
    """`check` makes the interpreter look for mistakes without running anything."""
    return Language(
        key=key,
        name=name,
        extensions=(extension,),
        compile=(interpreter, *check),
        keep=("*",),
        run=(interpreter, "/box/{entry}"),
        version=(interpreter, "--version"),
        managed=True,
        entry="script",
    )


def compiled(key: str, name: str, extensions: tuple[str, ...], compile: tuple[str, ...], **more: Any) -> Language:
    """To one file, which runs by itself."""
    language = Language(
        key=key,
        name=name,
        extensions=extensions,
        compile=compile,
        keep=("program",),
        run=("/box/program",),
        version=(compile[0], "--version"),
    )
    return replace(language, **more)


C = ("/usr/bin/gcc", "-std=gnu17", "-O2", "-static", "-o", "program", "{sources}", "-lm")
CPP = ("/usr/bin/g++", "-std=gnu++20", "-O2", "-static", "-o", "program", "{sources}")
RUST = ("/usr/bin/rustc", "--edition=2021", "-O", "-o", "program", "{entry}")
GO = ("/usr/bin/go", "build", "-buildvcs=false", "-o", "program", "{sources}")
HASKELL = ("/usr/bin/ghc", "-O2", "-o", "program", "{sources}")
PASCAL = ("/usr/bin/fpc", "-O2", "-oprogram", "{entry}")
JAVAC = ("/usr/bin/javac", "-J-Xmx1g", "-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1", "-J-XX:-UsePerfData")
JVM = ("-Xmx{heap}m", "-Xss64m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Dfile.encoding=UTF-8")
NODE_CHECK = 'for source; do /usr/bin/node --check "$source" || exit; done'  # it takes one file at a time
PY_COMPILE = ("-m", "py_compile", "{sources}")

TABLE = (
    compiled("c", "C", (".c",), C),
    compiled("cpp", "C++", (".cpp", ".cc", ".cxx", ".c++", ".C"), CPP),
    Language(
        key="java",
        name="Java",
        extensions=(".java",),
        compile=(*JAVAC, "-encoding", "UTF-8", "-d", "classes", "{sources}"),
        keep=("classes/",),
        run=("/usr/bin/java", *JVM, "-cp", "/box/classes", "{entry}"),
        version=("/usr/bin/java", "--version"),
        managed=True,
        entry="class",
        out_of_heap=b"java.lang.OutOfMemoryError: Java heap space",
        memory_beside=256 * MIB,
    ),
    script("python3", "Python 3", ".py", "/usr/bin/python3", *PY_COMPILE),
    script("pypy3", "PyPy 3", ".py", "/usr/bin/pypy3", *PY_COMPILE),
    Language(
        key="javascript",
        name="JavaScript",
        extensions=(".js", ".mjs", ".cjs"),
        compile=("/bin/sh", "-c", NODE_CHECK, "check", "{sources}"),
        keep=("*",),
        run=("/usr/bin/node", "--max-old-space-size={heap}", "--stack-size={stack}", "/box/{entry}"),
        version=("/usr/bin/node", "--version"),
        managed=True,
        entry="script",
        out_of_heap=b"JavaScript heap out of memory",
        memory_beside=128 * MIB,
    ),
    compiled("rust", "Rust", (".rs",), RUST, entry="script"),
    compiled("go", "Go", (".go",), GO, version=("/usr/bin/go", "version"), managed=True, memory_beside=64 * MIB),
    compiled("haskell", "Haskell", (".hs",), HASKELL, managed=True),
    compiled("pascal", "Pascal", (".pas",), PASCAL, version=("/usr/bin/fpc", "-h"), entry="script"),
    Language(
        key="kotlin",
        name="Kotlin",
        extensions=(".kt",),
        compile=("/usr/bin/kotlinc", "{sources}", "-include-runtime", "-d", "program.jar"),
        keep=("program.jar",),
        run=("/usr/bin/java", *JVM, "-jar", "/box/program.jar"),
        version=("/usr/bin/kotlinc", "-version"),
        managed=True,
        memory_beside=256 * MIB,
    ),
    Language(
        key="csharp",
        name="C#",
        extensions=(".cs",),
        compile=("/usr/bin/mcs", "-optimize", "-out:program.exe", "{sources}"),
        keep=("program.exe",),
        run=("/usr/bin/mono", "/box/program.exe"),
        version=("/usr/bin/mcs", "--version"),
        managed=True,
        memory_beside=64 * MIB,
    ),
    script("perl", "Perl", ".pl", "/usr/bin/perl", "-c", "{entry}"),
    script("ruby", "Ruby", ".rb", "/usr/bin/ruby", "-c", "{entry}"),
    script("php", "PHP", ".php", "/usr/bin/php", "-l", "{entry}"),
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
