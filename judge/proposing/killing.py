"""Which wrong solutions do the tests catch? Those that were named, and those that the draft has already."""

import time
from collections.abc import Callable, Iterator

from judge import freezing, judging, programs
from judge.checking import CheckerError
from judge.compiling import CompileError
from judge.languages import installed
from judge.models import ProblemVersion
from judge.models.version import Test
from judge.proposing.imagining import Imagined
from judge.proposing.report import Kill, Report
from judge.proposing.suite import Suite
from judge.verdict import Verdict
from judge.wishes import Impossible

KILLS = 5  # tests that it fails, after which a wrong solution isn't run on
SLOW_KILLS = 2  # each takes its whole time
PATIENCE = 300.0  # seconds for all of them, after which the rest isn't counted


def measure(imagined: Imagined, suite: Suite, report: Report, tell: Callable[..., None]) -> None:
    """Raises Impossible."""
    version = freezing.frozen(imagined.problem, imagined.draft)
    tests, wrong = version.all_tests(), list(wrong_ones(imagined, suite))
    began = time.monotonic()
    for done, (name, program, own) in enumerate(wrong, 1):
        tell("strength", done=done, goal=len(wrong))
        if time.monotonic() - began > PATIENCE:
            break
        if found := killed(program, version, tests):
            report.kills.append(Kill(name, *found, own))
    tell(
        "strength",
        is_over=True,
        is_fine=not report.survivors,
        words=f"{report.killed} of {len(report.kills)} wrong solutions caught",
    )


def wrong_ones(imagined: Imagined, suite: Suite) -> Iterator[tuple[str, dict, bool]]:
    """Those of this proposal first: they are few."""
    for piece in suite.wrong:
        if piece in imagined.programs:
            yield piece.name, imagined.programs[piece], False
    for program in imagined.real.programs("solution"):
        expected = program["expected"]
        if expected and Verdict.ACCEPTED not in expected and program["language"] in installed():
            yield program["path"], program, True


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
