"""The time limit that the package formats derive from what solutions took. Pure: lines of a matrix in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from judge.matrix import Line
from judge.packages.timing import Rule
from judge.verdict import Verdict

RULES = {"2025-09": Rule(multiplier=2, margin=1.5), "legacy": Rule(multiplier=5, margin=2)}


@dataclass(frozen=True)
class Slow:
    """A solution that should take too long, and what it was seen to take at most."""

    path: str
    seconds: float
    was_stopped: bool  # it would have taken longer

    def is_apart(self, limit: float, margin: float) -> bool | None:
        """None: it was stopped before that could be seen."""
        return True if self.seconds >= limit * margin else None if self.was_stopped else False


@dataclass(frozen=True)
class Recommendation:
    format: str
    rule: Rule
    seconds: float
    slow: tuple[Slow, ...]

    @property
    def too_near(self) -> list[Slow]:
        return [one for one in self.slow if one.is_apart(self.seconds, self.rule.margin) is False]

    @property
    def unseen(self) -> list[Slow]:
        return [one for one in self.slow if one.is_apart(self.seconds, self.rule.margin) is None]


@dataclass(frozen=True)
class Advice:
    """`slowest` and its test are those of the right solution that takes longest. None of them: why there is none."""

    why_not: str = ""
    slowest: Line | None = None
    slowest_place: int = 0  # among the lines
    each: tuple[Recommendation, ...] = ()

    @property
    def seconds(self) -> float:
        return (self.slowest and self.slowest.slowest_ms or 0) / 1000

    @property
    def test(self) -> int:
        return 1 + (self.slowest and self.slowest.slowest or 0)


def advice(lines: Sequence[Line]) -> Advice:
    right = [line for line in lines if (line.should_pass or line.program["bounds_time"]) and not line.cannot_run]
    if not right:
        return Advice("No solution that should be right has been run: the limit is derived from the slowest of them.")
    if not all(line.is_complete for line in right):
        return Advice("Not all solutions that should be right have been run on all tests yet.")
    if stopped := [line.path for line in right if Verdict.TIME_LIMIT in line.verdicts]:
        return Advice(f"{', '.join(stopped)} should fit into the limit and was stopped by it: raise it and run again.")
    slowest = max(right, key=lambda line: line.slowest_ms or 0)
    slow = tuple(slow_ones(lines))
    each = [Recommendation(name, rule, rule.limit(seconds_of(slowest)), slow) for name, rule in RULES.items()]
    return Advice(slowest=slowest, slowest_place=lines.index(slowest), each=tuple(each))


def seconds_of(line: Line) -> float:
    return (line.slowest_ms or 0) / 1000


def slow_ones(lines: Iterable[Line]) -> Iterable[Slow]:
    for line in lines:
        if Verdict.TIME_LIMIT in line.expected and line.should_fail and line.is_complete and not line.cannot_run:
            yield Slow(line.path, seconds_of(line), Verdict.TIME_LIMIT in line.verdicts)
