"""Runs every solution of a version, right and wrong, and compares what it gets with what it should get."""

from collections.abc import Iterator
from dataclasses import dataclass

from judge import judging
from judge.languages import installed
from judge.models import ProblemVersion
from judge.packages.kattis.expected import agrees
from judge.programs import CompileError, compiled
from judge.verdict import Verdict


@dataclass(frozen=True)
class Verified:
    path: str
    language: str
    expected: list[str]
    verdict: Verdict | None  # none: its language isn't installed
    agrees: bool | None  # none: it isn't counted
    seconds: float | None  # of CPU, on the slowest test that was run
    bytes: int | None


def verify(version: ProblemVersion) -> Iterator[Verified]:
    """One after another, so that none takes another's time."""
    for program in solutions(version):
        yield verified(version, program)


def solutions(version: ProblemVersion) -> list[dict]:
    return [program for program in version.programs if program["role"] == "solution"]


def verified(version: ProblemVersion, program: dict) -> Verified:
    found = tried(version, program)
    if found.verdict is Verdict.TIME_LIMIT and found.agrees is False and found.language == "python3":
        return faster(version, program) or found
    return found


def faster(version: ProblemVersion, program: dict) -> Verified | None:
    """A package's "Python 3" is often meant for PyPy: Kattis and DOMjudge run it so."""
    return tried(version, program | {"language": "pypy3"}) if "pypy3" in installed() else None


def tried(version: ProblemVersion, program: dict) -> Verified:
    said = {"path": program["path"], "language": program["language"], "expected": program["expected"]}
    if program["language"] not in installed():
        return Verified(**said, verdict=None, agrees=None, seconds=None, bytes=None)
    verdict, seconds, memory = outcome(version, program)
    return Verified(**said, verdict=verdict, agrees=agrees(verdict, program["expected"]), seconds=seconds, bytes=memory)


def outcome(version: ProblemVersion, program: dict) -> tuple[Verdict, float | None, int | None]:
    """The verdict is that of the first failing test: nothing after it can change it."""
    try:
        executable = compiled(program)
    except CompileError:
        return Verdict.COMPILE_ERROR, None, None
    done = []
    for run in judging.runs(executable, version, version.all_tests()):
        done.append(run)
        if run.verdict.is_failure:
            break
    return done[-1].verdict, round(max(run.cpu for run in done), 3), max(run.memory for run in done)
