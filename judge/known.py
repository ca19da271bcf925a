"""What earlier work has found out of tests, by the keys under which it is true still."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from judge import keys
from judge.languages import installed
from judge.models import Revision
from judge.testsets import Row


@dataclass
class Known:
    valid_key: Callable[[str], str]  # of the test of a name
    reference_key: str
    agreed_key: str
    made: dict[str, Row] = field(default_factory=dict)
    valid: set[tuple[str, str]] = field(default_factory=set)  # keys and inputs
    answers: dict[str, Row] = field(default_factory=dict)  # of the reference, by input
    agreed: dict[str, Row] = field(default_factory=dict)  # those of all, likewise

    def learn(self, rows: Iterable[Row]) -> "Known":
        for row in rows:
            if row.made:
                self.made[row.made] = row
            if row.valid:
                self.valid.add((row.valid, row.input))
            if row.answer and keys.is_by(row.answered, self.reference_key):
                self.answers.setdefault(row.input, row)
            if row.answer and row.answered == self.agreed_key:
                self.agreed.setdefault(row.input, row)
        return self


def others_of(draft: Revision) -> list[dict]:
    """The right solutions beside the reference that can be run here."""
    right = [p for p in draft.programs("solution") if p["expected"] == ["AC"] and not p["reference"]]
    return [program for program in right if program["language"] in installed()]


def agreed_key(draft: Revision) -> str:
    assert draft.reference is not None
    return keys.agreed(draft.reference, draft.document["limits"], others_of(draft), draft.document["checker"])


def known_of(draft: Revision, rows: Iterable[Row]) -> Known:
    reference, validators = draft.reference, keys.valid_keys(draft.programs("validator"))
    if not reference:
        return Known(validators, "none", "none").learn(rows)
    return Known(validators, keys.answered(reference, draft.document["limits"]), agreed_key(draft)).learn(rows)
