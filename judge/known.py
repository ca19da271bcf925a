"""What earlier work has found out of tests, by the keys under which it is true still."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from judge import keys
from judge.models import Revision
from judge.testsets import Row


@dataclass
class Known:
    valid_key: str
    reference_key: str
    made: dict[str, Row] = field(default_factory=dict)
    valid: set[str] = field(default_factory=set)  # inputs
    answers: dict[str, Row] = field(default_factory=dict)  # by input

    def learn(self, rows: Iterable[Row]) -> "Known":
        for row in rows:
            if row.made:
                self.made[row.made] = row
            if row.valid == self.valid_key:
                self.valid.add(row.input)
            if row.answer and keys.is_by(row.answered, self.reference_key):
                self.answers.setdefault(row.input, row)
        return self


def known_of(draft: Revision, rows: Iterable[Row]) -> Known:
    reference = draft.reference
    by = keys.answered(reference, draft.document["limits"]) if reference else "none"
    return Known(keys.valid(draft.programs("validator")), by).learn(rows)
