"""What solutions get on tests, and where that isn't what their author expects. Pure: columns in, answers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from judge.packages.kattis.expected import agrees
from judge.verdict import Verdict

UNCOMPILED, ABSENT = "CE", "absent"


def empty(count: int) -> dict:
    return {"v": 1, "verdict": [""] * count, "cpu_ms": [0] * count, "bytes": [0] * count}


@dataclass(frozen=True, eq=False)
class Line:
    """One solution on all tests; those that haven't been run have the verdict ""."""

    program: dict
    verdicts: Sequence[str]
    cpu_ms: Sequence[int]
    bytes: Sequence[int]
    state: str = ""  # as an InvocationRow's
    said: str = ""  # by the compiler

    @classmethod
    def of(cls, program: dict, results: dict, state: str = "", said: str = "") -> "Line":
        return cls(program, results["verdict"], results["cpu_ms"], results["bytes"], state, said)

    @property
    def path(self) -> str:
        return self.program["path"]

    @property
    def expected(self) -> list[str]:
        return self.program["expected"]

    @property
    def cannot_run(self) -> bool:
        return self.state in (UNCOMPILED, ABSENT)

    @cached_property
    def done(self) -> int:
        """Cells that nothing more will come of."""
        return len(self.verdicts) if self.cannot_run else sum(map(bool, self.verdicts))

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.verdicts)

    @cached_property
    def verdict(self) -> Verdict | None:
        """That of the first failing test; none while that can't be known."""
        if self.state == UNCOMPILED:
            return Verdict.COMPILE_ERROR
        if self.state == ABSENT or not self.done:
            return None
        found = Verdict.of(Verdict(code) for code in self.verdicts if code)
        return found if found.is_failure or self.is_complete else None

    @cached_property
    def agrees(self) -> bool | None:
        """With what its author expects; none: not counted, or not known yet."""
        return None if self.verdict is None else agrees(self.verdict, self.expected)

    @property
    def should_fail(self) -> bool:
        return bool(self.expected) and Verdict.ACCEPTED not in self.expected

    @property
    def should_pass(self) -> bool:
        return self.expected == [Verdict.ACCEPTED]

    @property
    def survives(self) -> bool:
        """It should fail, and no test makes it."""
        return self.should_fail and self.verdict is Verdict.ACCEPTED

    @cached_property
    def broken(self) -> frozenset[int]:
        """The places of the cells that break its expectation: all of them, where it should fail and survives."""
        if self.agrees is not False or self.state == UNCOMPILED:
            return frozenset()
        if self.survives:
            return frozenset(range(len(self.verdicts)))
        return frozenset(place for place, code in enumerate(self.verdicts) if code and breaks(code, self.expected))

    @cached_property
    def failures(self) -> frozenset[int]:
        """The places of the tests that it fails. A checker that breaks tells nothing."""
        passed = ("", Verdict.ACCEPTED, Verdict.JUDGE_ERROR)
        return frozenset(place for place, code in enumerate(self.verdicts) if code not in passed)

    @cached_property
    def slowest(self) -> int | None:
        """The place of the test that it takes longest for."""
        return max((p for p, code in enumerate(self.verdicts) if code), key=self.cpu_ms.__getitem__, default=None)

    @property
    def slowest_ms(self) -> int | None:
        return None if self.slowest is None else self.cpu_ms[self.slowest]


def breaks(code: str, expected: Sequence[str]) -> bool:
    """Of a cell of a row that doesn't get what is expected: one that passed isn't to blame."""
    return code != Verdict.ACCEPTED and not agrees(Verdict(code), list(expected))
