"""How strong tests are: which wrong solutions they kill, and which of them are needed for it. Pure: lines in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from judge.beyond import FACTOR
from judge.matrix import Line
from judge.models import ProblemVersion
from judge.verdict import Verdict


@dataclass(frozen=True)
class Kill:
    """A wrong solution that was run on all tests, and those that it fails, from 1."""

    place: int  # among the lines
    line: Line
    tests: tuple[int, ...]

    @property
    def path(self) -> str:
        return self.line.path

    @property
    def alone(self) -> int | None:
        """The only test that kills it."""
        return self.tests[0] if len(self.tests) == 1 else None


@dataclass(frozen=True)
class Slow:
    """A solution that should be too slow, and the longest that it was seen to take. Seconds."""

    path: str
    limit: float  # of its language
    seconds: float
    is_stopped: bool  # on some test
    fails: bool  # some test, by time or otherwise

    @property
    def times(self) -> float:
        """The limit."""
        return self.seconds / self.limit

    @property
    def is_apart(self) -> bool:
        return self.is_stopped and self.times >= FACTOR


@dataclass(frozen=True)
class Apart:
    """How far right solutions and those that should be too slow are from the limit. Seconds."""

    limit: float
    slowest: float | None  # of the right ones
    slow: tuple[Slow, ...]

    @property
    def room(self) -> float | None:
        """How many times the slowest right solution fits into the limit."""
        return self.limit / self.slowest if self.slowest else None


@dataclass(frozen=True)
class Strength:
    kills: tuple[Kill, ...]
    tests: int
    unknown: tuple[str, ...]  # wrong solutions that can't be counted: not run on all tests
    apart: Apart

    @property
    def killed(self) -> list[Kill]:
        return [kill for kill in self.kills if kill.tests]

    @property
    def survivors(self) -> list[Kill]:
        return [kill for kill in self.kills if not kill.tests]

    @property
    def percent(self) -> int | None:
        """Of the wrong solutions. Never 100 while one survives."""
        return 100 * len(self.killed) // len(self.kills) if self.kills else None

    @cached_property
    def by_test(self) -> Counter:
        """How many each kills."""
        return Counter(test for kill in self.kills for test in kill.tests)

    @cached_property
    def needed(self) -> dict[int, list[str]]:
        """Tests that kill what no other does."""
        found: dict[int, list[str]] = {}
        for kill in self.kills:
            if kill.alone:
                found.setdefault(kill.alone, []).append(kill.path)
        return dict(sorted(found.items()))

    @property
    def idle(self) -> list[int]:
        """Tests that kill nothing."""
        return [test for test in range(1, self.tests + 1) if not self.by_test[test]]

    @property
    def redundant(self) -> list[int]:
        """Tests that kill something, and nothing that others don't: any one of them could go."""
        return [test for test in range(1, self.tests + 1) if self.by_test[test] and test not in self.needed]


def strength(lines: Sequence[Line], tests: int, limit: float, factors: Mapping[str, float] | None = None) -> Strength:
    """`factors` of the limit, by language."""
    wrong = [(place, line) for place, line in enumerate(lines) if is_wrong(line)]
    known = [(place, line) for place, line in wrong if is_known(line)]
    return Strength(
        kills=tuple(Kill(place, line, tuple(p + 1 for p in sorted(line.failures))) for place, line in known),
        tests=tests,
        unknown=tuple(line.path for _, line in wrong if not is_known(line)),
        apart=apart(lines, limit, factors or {}),
    )


def is_wrong(line: Line) -> bool:
    """One that isn't to compile says nothing of tests."""
    return line.should_fail and Verdict.COMPILE_ERROR not in line.expected


def is_known(line: Line) -> bool:
    return line.is_complete and not line.cannot_run


def apart(lines: Iterable[Line], limit: float, factors: Mapping[str, float]) -> Apart:
    known = [line for line in lines if is_known(line)]
    right = [seconds_of(line) for line in known if line.should_pass]
    slow = [line for line in known if line.should_fail and Verdict.TIME_LIMIT in line.expected]
    each = (slow_one(line, limit * factors.get(line.program["language"], 1)) for line in slow)
    return Apart(limit, max(right, default=None), tuple(each))


def slow_one(line: Line, limit: float) -> Slow:
    limit = min(limit, ProblemVersion.LONGEST)
    return Slow(line.path, limit, seconds_of(line), Verdict.TIME_LIMIT in line.verdicts, bool(line.failures))


def seconds_of(line: Line) -> float:
    return (line.slowest_ms or 0) / 1000


def ranges(numbers: Iterable[int]) -> str:
    """1–4, 7, 9–10"""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}\N{EN DASH}{last}" if last > first else f"{first}" for first, last in runs)
