"""What the tests that were made for a problem are worth: how its known solutions fare on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from judge.verdict import Verdict
from judge.verification import Verified

NO_WORD = (None, Verdict.COMPILE_ERROR, Verdict.JUDGE_ERROR)  # about the tests
COUNTS = ("rounds", "tests", "calls", "tokens", "cost")


@dataclass
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def rate(self) -> float | None:
        return round(self.part / self.whole, 4) if self.whole else None

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}" + (f" ({100 * self.part / self.whole:.1f} %)" if self.whole else "")


@dataclass
class Score:
    right: Share = field(default_factory=Share)  # accepted
    wrong: Share = field(default_factory=Share)  # rejected
    rounds: int = 0
    tests: int = 0
    calls: int = 0
    tokens: int = 0
    cost: int = 0  # millionths of a dollar

    def document(self) -> dict:
        return {
            "tpr": self.right.rate,
            "tnr": self.wrong.rate,
            "right": {"accepted": self.right.part, "of": self.right.whole},
            "wrong": {"rejected": self.wrong.part, "of": self.wrong.whole},
            "rounds": self.rounds,
            "tests": self.tests,
            "calls": self.calls,
            "tokens": self.tokens,
            "cost": self.cost / 1e6,
        }


def total(scores: Sequence[Score]) -> Score:
    """Each solution counts the same, whatever problem it is of."""
    right, wrong = (sum((getattr(score, side) for score in scores), Share()) for side in ("right", "wrong"))
    return Score(right, wrong, **{name: sum(getattr(score, name) for score in scores) for name in COUNTS})


def is_right(expected: list[str]) -> bool:
    return expected == ["AC"]


def is_wrong(expected: list[str]) -> bool:
    """In a way that tests can show."""
    return bool(expected) and not {"AC", "CE"} & set(expected)


def is_misjudged(one: Verified) -> bool:
    if one.verdict in NO_WORD:
        return False
    return is_right(one.expected) != (one.verdict is Verdict.ACCEPTED)


def accepted(found: Sequence[Verified]) -> Share:
    """Of the right ones, those that are."""
    return judged_rightly([one for one in found if is_right(one.expected)])


def rejected(found: Sequence[Verified]) -> Share:
    return judged_rightly([one for one in found if is_wrong(one.expected)])


def judged_rightly(found: Sequence[Verified]) -> Share:
    counted = [one for one in found if one.verdict not in NO_WORD]
    return Share(sum(not is_misjudged(one) for one in counted), len(counted))
