"""Which wrong solutions do the tests catch? Those that were named, and those that the draft has already."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from judge import freezing, judging, programs
from judge.checking import CheckerError
from judge.compiling import CompileError
from judge.languages import installed
from judge.models import ProblemVersion
from judge.models.version import Test
from judge.proposing.imagining import Imagined
from judge.proposing.placing import should_fail
from judge.proposing.report import Kill, Report
from judge.proposing.suite import Suite
from judge.verdict import Verdict
from judge.wishes import Impossible

KILLS = 5  # tests that it fails, after which a wrong solution isn't run on
SLOW_KILLS = 2  # each takes its whole time
PATIENCE = 300.0  # seconds for all of them, after which the rest isn't counted


@dataclass(frozen=True, eq=False)
class Wrong:
    """`own`: it was in the draft before."""

    name: str
    program: dict
    own: bool

    @property
    def is_slow(self) -> bool:
        return self.program["expected"] == [Verdict.TIME_LIMIT]


def measure(imagined: Imagined, suite: Suite, report: Report, tell: Callable[..., None]) -> None:
    """Into the report. Raises Impossible."""
    version = freezing.frozen(imagined.problem, imagined.draft)
    tests, wrong = version.all_tests(), list(wrong_ones(imagined, suite))
    began = time.monotonic()
    for done, one in enumerate(wrong, 1):
        tell("strength", done=done, goal=len(wrong))
        if time.monotonic() - began > PATIENCE:
            break
        if found := killed(one.program, version, tests):
            report.kills.append(Kill(one.name, *found, one.own))
    words = f"{report.killed} of {len(report.kills)} wrong solutions caught"
    tell("strength", is_over=True, is_fine=not report.survivors, words=words)


def survivors(imagined: Imagined, suite: Suite, report: Report) -> list[Wrong]:
    left = {(kill.name, kill.own) for kill in report.survivors}
    return [one for one in wrong_ones(imagined, suite) if (one.name, one.own) in left]


def wrong_ones(imagined: Imagined, suite: Suite) -> Iterator[Wrong]:
    """Those of this proposal first: they are few."""
    new = [piece for piece in suite.wrong if piece in imagined.programs]
    for piece in new:
        yield Wrong(piece.name, imagined.programs[piece], False)
    known = [imagined.programs[piece] for piece in new]
    for program in imagined.draft.programs("solution"):
        if program not in known and should_fail(program) and program["language"] in installed():
            yield Wrong(program["path"], program, True)


def killed(program: dict, version: ProblemVersion, tests: list[Test]) -> tuple[str, int] | None:
    """Its verdict, and how many tests it fails, as far as it is run. None: it isn't run, so it says nothing."""
    verdict, failed, slow = Verdict.ACCEPTED, 0, 0
    try:
        for run in judging.runs(programs.compiled(program), version, tests):
            if run.verdict.is_failure and run.verdict is not Verdict.JUDGE_ERROR:
                verdict = verdict if failed else run.verdict
                failed, slow = failed + 1, slow + (run.verdict is Verdict.TIME_LIMIT)
            if failed >= KILLS or slow >= SLOW_KILLS:
                break
    except CompileError:
        return None
    except CheckerError as error:
        raise Impossible(f"The checker can’t be used: {error}") from error
    return verdict.value, failed
