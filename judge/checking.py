"""Is this output right? Asked once for each test; one checker answers for a whole submission."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Protocol

from judge import compiling, programs
from judge.ending import how_it_ended
from judge.models import ProblemVersion
from judge.sandbox import GIB, MIB, Container, Ending, Limits, Result
from judge.tokens import Flags, difference
from judge.verdict import Verdict

LIMITS = Limits(cpu=60, wall=120, memory=2 * GIB, output=8 * MIB)  # what the package format grants a validator
ACCEPT, REJECT = 42, 43  # exit codes; every other one is a broken checker
FEEDBACK = "feedback"
MESSAGE = f"{FEEDBACK}/judgemessage.txt"


class CheckerError(Exception):
    """The problem's own checker is broken: the judge's error, nobody's wrong answer."""


@dataclass(frozen=True)
class Checked:
    verdict: Verdict
    message: bytes = b""  # the checker's words


class Checker(Protocol):
    def compare(self, input: Path, answer: Path, output: bytes) -> Checked: ...


def open_checker(version: ProblemVersion) -> AbstractContextManager[Checker]:
    """The default comparison needs no sandbox; a program gets one container for all tests."""
    if version.checker["kind"] == "tokens":
        return tokens_checker(Flags(**version.checker["flags"]))
    return program_checker(compiled_checker(version), tuple(version.checker["args"]))


@contextmanager
def tokens_checker(flags: Flags) -> Iterator[Checker]:
    yield Tokens(flags)


@dataclass(frozen=True)
class Tokens:
    flags: Flags

    def compare(self, input: Path, answer: Path, output: bytes) -> Checked:
        """`input` is for checkers that need it."""
        with answer.open("rb") as file:
            right = mmap(file.fileno(), 0, access=ACCESS_READ) if answer.stat().st_size else b""
            found = difference(right, output, self.flags)
        return Checked(Verdict.ACCEPTED) if found is None else Checked(Verdict.WRONG_ANSWER, found.encode())


@contextmanager
def program_checker(
    program: compiling.Executable, args: tuple[str, ...], limits: Limits | None = None
) -> Iterator[Checker]:
    most = limits or LIMITS
    with program.container(memory=most.memory, processes=most.processes) as box:
        yield Program(program, args, box, limits)


@dataclass(frozen=True)
class Program:
    """`checker input answer feedback/ args… < output`"""

    program: compiling.Executable
    args: tuple[str, ...]
    box: Container
    limits: Limits | None = None  # none: what the format grants

    def compare(self, input: Path, answer: Path, output: bytes) -> Checked:
        files = {"input": input, "answer": answer, f"{FEEDBACK}/": b""}
        command = self.program.command(
            self.limits or LIMITS,
            "input",
            "answer",
            f"{FEEDBACK}/",
            *self.args,
            stdin=output,
            files=files,
            collect=(MESSAGE,),
        )
        return judged(self.box.run(command))


def judged(result: Result) -> Checked:
    message = result.files.get(MESSAGE, b"").strip()
    if result.ending is Ending.EXITED and result.exit_code == ACCEPT:
        return Checked(Verdict.ACCEPTED, message)
    if result.ending is Ending.EXITED and result.exit_code == REJECT:
        return Checked(Verdict.WRONG_ANSWER, message)
    said = (message or result.stderr)[:400].decode(errors="replace").strip()
    raise CheckerError(f"the checker {how_it_ended(result)}, which is no verdict. {said}".strip())


def compiled_checker(version: ProblemVersion) -> compiling.Executable:
    path = version.checker["path"]
    program = next(program for program in version.programs if program["path"] == path and program["role"] == "checker")
    try:
        return programs.compiled(program)
    except compiling.CompileError as error:
        raise CheckerError(f"the checker doesn't compile: {error}") from error
