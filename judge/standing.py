"""How a draft's tests stand beside its programs as they are now: who is valid, whose answer counts."""

from collections.abc import Callable
from dataclasses import dataclass

from judge import keys
from judge.known import agreed_key, others_of
from judge.models import Revision
from judge.testsets import Row
from judge.wishes import Impossible, lines_of

NO, OLD, YES = "no", "old", "yes"


@dataclass(frozen=True)
class Standing:
    valid_key: Callable[[str], str]  # of the test of a name; "" when there is no validator
    reference_key: str
    agreed_key: str
    has_others: bool

    @classmethod
    def of(cls, draft: Revision) -> "Standing":
        validators = keys.valid_keys(draft.programs("validator"))
        if not (reference := draft.reference):
            return cls(validators, "", "", False)
        alone = keys.answered(reference, draft.document["limits"])
        return cls(validators, alone, agreed_key(draft), bool(others_of(draft)))

    @property
    def has_validators(self) -> bool:
        return bool(self.valid_key(""))

    def validity(self, row: Row) -> str:
        """OLD: by validators that have changed since."""
        if not row.valid:
            return NO
        return YES if row.valid == self.valid_key(row.name) else OLD

    def answer(self, row: Row) -> str:
        """ "given" by somebody; "agreed" on by all right ones; "answered" by the only one; "alone" while the others
        weren't asked; OLD by another reference; NO."""
        if row.answer is None:
            return NO
        if row.is_given:
            return "given"
        if row.answered == self.agreed_key:
            return "agreed" if self.has_others else "answered"
        return "alone" if keys.is_by(row.answered, self.reference_key) else OLD

    def is_ready(self, row: Row) -> bool:
        """An answer counts when all right solutions agree."""
        is_valid = self.validity(row) == YES or not self.valid_key(row.name)
        return is_valid and self.answer(row) in ("given", "agreed", "answered")


def all_ready(draft: Revision) -> bool | None:
    """None while there are none. From the columns alone: it is asked on every page."""
    columns = draft.columns
    if not columns["name"]:
        return None
    standing = Standing.of(draft)
    checked = zip(columns["name"], columns["valid"], strict=True)
    valid = not standing.has_validators or all(key == standing.valid_key(name) for name, key in checked)
    answers = zip(columns["answer"], columns["answered"], strict=True)
    return valid and all(sha is not None and (keys.is_given(by) or by == standing.agreed_key) for sha, by in answers)


@dataclass(frozen=True)
class Owed:
    """What the script asks for and isn't there, and what is there though it no longer asks for it."""

    missing: int = 0
    surplus: int = 0


def owed(draft: Revision) -> Owed:
    """Nothing, where the script itself is wrong."""
    try:
        wanted = {line.row.made for line in lines_of(draft)}
    except Impossible:
        return Owed()
    columns = draft.columns
    there = {made for made, origin in zip(columns["made"], columns["origin"], strict=True) if origin == "script"}
    return Owed(len(wanted - there), len(there - wanted))
