"""Sources become a program that can be run, once for all who bring the same sources."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from django.conf import settings

from judge import entries, sandbox
from judge.languages import LANGUAGES, Language
from judge.sandbox import GIB, KIB, MIB, Command, Container, Ending, Limits, NotStarted, Result

LIMITS = Limits(cpu=30, wall=60, memory=2 * GIB, output=64 * MIB, stderr=64 * KIB, processes=128)
MESSAGE = 64 * KIB
NO_SOURCE = "No source file to start from was found."
NO_MAIN = "No class with a main method was found: public static void main(String[] args) is where a program starts."
CACHE_BYTES = 4 * GIB
BLOCK = 4 * KIB
GOING = ".going-"
GROWTH, LOOKS = ".growth", 16  # builds are looked at whenever a 16th of the room has filled
IN_USE = 3600  # seconds since the last use in which a build is not thrown away


class CompileError(Exception):
    """Why the sources aren't a program, in the compiler's words or ours."""

    def __init__(self, message: str):
        super().__init__(message[:MESSAGE])


@dataclass(frozen=True)
class Executable:
    """A compiled program: `folder` is seen as /box by `args`, which may leave {heap} and {stack} open."""

    folder: Path
    args: tuple[str, ...]
    language: str

    def container(self, memory: int | None = None, **options) -> AbstractContextManager[Container]:
        """As sandbox.container(); `memory` is the most that a program may ask for itself."""
        language = LANGUAGES[self.language]
        most = memory and memory + language.memory_beside
        return sandbox.container({"/box": self.folder}, managed=language.managed, memory=most, **options)

    def command(self, limits: Limits, *args: str, **options) -> Command:
        """The limits are the program's own: what its run-time system takes comes on top."""
        room = {"heap": str(limits.memory // MIB), "stack": str(limits.stack_bytes * 3 // 4 // KIB)}
        real = replace(limits, memory=limits.memory + LANGUAGES[self.language].memory_beside)
        words = tuple(fill(word, room) for word in self.args)
        return Command(args=(*words, *args), limits=real, **options)


def compiled(
    language: str, files: Mapping[str, bytes], entry: str | None = None, *, cache: Path | None = None
) -> Executable:
    """The program, from the cache when the same sources were compiled before."""
    spoken = LANGUAGES[language]
    if not spoken.is_installed:
        raise CompileError(f"{spoken.name} is not installed here.")
    sources = entries.named(spoken, files)
    start = entry or entries.entry(spoken, sources)
    if not start:
        raise CompileError(NO_MAIN if sources and spoken.entry == "class" else NO_SOURCE)
    if spoken.entry != "class" and start not in sources:
        raise CompileError(f"There is no file {start} to start from.")
    folder = (cache or settings.BUILDS) / key(spoken, sources, start)
    try:
        os.utime(folder)
    except FileNotFoundError:
        keep(folder, build(spoken, sources, start))
    return Executable(folder, tuple(fill(word, {"entry": start}) for word in spoken.run), language)


def fill(word: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        word = word.replace(f"{{{name}}}", value)
    return word


def key(language: Language, sources: Mapping[str, bytes], entry: str) -> str:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(sources.items())}
    how = [language.key, language.compile, language.keep, language.toolchain, entry, hashes]
    return hashlib.sha256(json.dumps(how).encode("utf-8", "surrogateescape")).hexdigest()


def build(language: Language, sources: Mapping[str, bytes], entry: str) -> Mapping[str, bytes]:
    """What running the program needs, by name."""
    command = Command(
        args=tuple(compiler_words(language, sources, entry)),
        limits=LIMITS,
        files=sources,
        collect=() if language.keep == ("*",) else language.keep,
    )
    try:
        with sandbox.container(managed=language.managed) as box:
            result = box.run(command)
    except NotStarted as error:
        raise CompileError(f"These files can't be compiled: {error}") from error
    if complaint := what_went_wrong(result):
        raise CompileError(complaint)
    if language.keep == ("*",):
        return sources
    if not result.files or result.files_truncated:
        raise CompileError("The compiler made no program, or one that is too big.")
    return result.files


def compiler_words(language: Language, sources: Mapping[str, bytes], entry: str) -> list[str]:
    words: list[str] = []
    for word in language.compile:
        words += entries.to_compile(language, sources) if word == "{sources}" else [fill(word, {"entry": entry})]
    return words


def what_went_wrong(result: Result) -> str:
    said = (result.stderr + result.stdout).replace(b"\0", b"").decode("utf-8", "replace")  # no database takes NUL
    match result.ending:
        case Ending.EXITED:
            return (said or f"The compiler ended with code {result.exit_code}.") if result.exit_code else ""
        case Ending.CPU_LIMIT | Ending.WALL_LIMIT:
            return f"Compiling took longer than {LIMITS.cpu:g} s and was stopped.\n{said}"
        case Ending.MEMORY_LIMIT:
            return f"Compiling needed more than {LIMITS.memory // MIB} MiB of memory and was stopped.\n{said}"
        case Ending.OUTPUT_LIMIT:
            return f"Compiling wrote more than {LIMITS.output // MIB} MiB and was stopped.\n{said}"
        case Ending.SIGNALLED:
            return f"The compiler crashed (signal {result.signal}).\n{said}"


def keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """Appear whole or not at all; when another worker was faster, its build stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if has_grown(folder.parent, sum(BLOCK + len(content) for content in files.values())):
        make_room(folder.parent)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as temporary:
        made = Path(temporary) / "build"
        made.mkdir()
        for name, content in files.items():
            path = made / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        open_to_all(made)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def open_to_all(folder: Path) -> None:
    """The container's users are nobody out here, whatever the umask says."""
    for parent, _, names in os.walk(folder):
        os.chmod(parent, 0o755)
        for name in names:
            os.chmod(Path(parent) / name, 0o755)


def has_grown(cache: Path, size: int) -> bool:
    """Looking at all builds takes time, so it is done when many have come: each leaves its size in a file, in blocks,
    as that file's own length, since any number of workers can add to it at once."""
    with (cache / GROWTH).open("ab") as growth:
        growth.write(bytes(-(-size // BLOCK)))
        grown = growth.tell() * BLOCK > CACHE_BYTES // LOOKS
        if grown:
            growth.truncate(0)
    return grown


def make_room(cache: Path) -> None:
    """Throw away what was not used for longest, but nothing that a container may still look at."""
    builds = sorted(build for path in cache.iterdir() if path.is_dir() and (build := used_and_size(path)))
    excess = sum(size for _, size, _ in builds) - CACHE_BYTES * (LOOKS - 1) // LOOKS
    for used, size, path in builds:
        if excess <= 0 or used > time.time() - IN_USE:
            return
        excess -= size
        throw_away(path)


def throw_away(build: Path) -> None:
    """Gone at once for whoever looks for it, not file by file. Another worker may be throwing away the same."""
    going = build.with_name(f"{GOING}{build.name.removeprefix(GOING)}")
    with contextlib.suppress(OSError):
        build.rename(going)
    shutil.rmtree(going, ignore_errors=True)


def used_and_size(build: Path) -> tuple[float, int, Path] | None:
    """What a killed worker left half written counts too. None when another worker has just thrown it away."""
    try:
        size = sum(path.lstat().st_blocks * 512 for path in (build, *build.rglob("*")))
        return build.stat().st_mtime, size, build
    except FileNotFoundError:
        return None
