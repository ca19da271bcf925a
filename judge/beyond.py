"""How much longer than the limit a solution takes that should be too slow: it is run again, beyond the limit."""

import copy
from collections.abc import Iterator

from judge import judging
from judge.compiling import Executable
from judge.models import ProblemVersion
from judge.models.version import Test
from judge.outcome import Run
from judge.verdict import Verdict

FACTOR = 2.0  # of the limit: what takes that long is apart from it, on a machine that is twice as fast too
MOST = 3  # tests a solution is run on so, the biggest that it was stopped on


def should_be_slow(program: dict) -> bool:
    return Verdict.TIME_LIMIT in program["expected"] and Verdict.ACCEPTED not in program["expected"]


def worth_it(version: ProblemVersion, results: dict) -> list[Test]:
    """The tests on which it was stopped, as far as nothing is known beyond them. None when one has shown enough."""
    stopped = [test for test in version.all_tests() if results["verdict"][test.number - 1] == Verdict.TIME_LIMIT]
    return sorted(stopped, key=lambda test: -test.input_bytes)[:MOST]


def runs(executable: Executable, version: ProblemVersion, results: dict) -> Iterator[Run]:
    """Until one takes so long that no more need be known. All of them are too slow still, whatever they end with."""
    limit = version.time_limit_for(executable.language)
    tests = worth_it(version, results)
    if not tests or most(results) >= limit * FACTOR:
        return
    for run in judging.runs(executable, stretched(version), tests):
        yield run
        if run.cpu >= limit * FACTOR:
            return


def most(results: dict) -> float:
    return max(results["cpu_ms"], default=0) / 1000


def stretched(version: ProblemVersion) -> ProblemVersion:
    longer = copy.copy(version)
    longer.time_limit = version.time_limit * FACTOR
    return longer
