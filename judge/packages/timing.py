"""The time limit that the format derives, when the package gives none: from the solutions that must fit into it."""

import math
from dataclasses import dataclass

from judge import judging
from judge.languages import installed
from judge.models import ProblemVersion
from judge.outcome import Run
from judge.packages.package import Package, PackageError, TimeRule
from judge.programs import CompileError, compiled
from judge.verdict import Verdict

LONGEST = 60  # seconds that a solution may take while the limit isn't known
PROVISIONAL = 10  # seconds, until there are tests to measure with
ENOUGH = 1e-9  # of a rounding error in multiplying


@dataclass(frozen=True)
class Rule:
    """How a format derives a limit from the slowest accepted solution, and how much longer than the limit a solution
    must take that should be too slow."""

    multiplier: float
    margin: float = 1
    resolution: float = 1

    def limit(self, slowest: float) -> float:
        """Seconds: a multiple of the resolution, at least one."""
        return max(1, math.ceil(slowest * self.multiplier / self.resolution - ENOUGH)) * self.resolution


def refuse_unknowable(package: Package) -> None:
    usable = any(program.bounds_time and program.language in installed() for program in package.solutions)
    if package.time.given is None and not usable:
        raise PackageError("no time limit is given, and no accepted solution is in a language that is installed")


def time_limit(rule: TimeRule, version: ProblemVersion) -> float:
    """Seconds: a multiple of the resolution, at least one."""
    if rule.given is not None:
        return rule.given
    slowest = max(slowest_run(version, program) for program in version.programs if program["bounds_time"])
    limit = Rule(rule.multiplier, resolution=rule.resolution).limit(slowest)
    if limit > version.LONGEST:
        raise PackageError(
            f"its slowest accepted solution takes {slowest:.3g} s, which makes a time limit of {limit:g} s; "
            f"at most {version.LONGEST} s are judged"
        )
    return limit


def slowest_run(version: ProblemVersion, program: dict) -> float:
    """Seconds of CPU; nothing for one that can't be run here."""
    if program["language"] not in installed():
        return 0
    try:
        executable = compiled(program)
    except CompileError:
        return 0
    return max(used(run, program) for run in judging.runs(executable, version, version.all_tests()))


def used(run: Run, program: dict) -> float:
    if run.verdict == Verdict.TIME_LIMIT:
        raise PackageError(f"{program['path']} should fit into the time limit, and takes longer than {LONGEST} s")
    return run.cpu
