"""A piece of a proposal as its page shows it: what it is, and where it would lie in the draft."""

from dataclasses import dataclass
from functools import cached_property

from judge import blobs
from judge.lines import Difference, difference
from judge.program_names import name_of
from judge.proposing.accepting import ACCEPTED
from judge.proposing.placing import How, Place

MOST_COMPARED = 64 * 1024  # bytes of the draft's own program of that name


@dataclass(frozen=True)
class Offer:
    """A piece, and what was decided about it; while it may be taken, where it would lie in the draft, and whose is what
    is there."""

    said: dict
    decision: dict | None
    place: Place | None = None
    whose: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.place and self.place.how == How.THERE)

    @property
    def renews(self) -> bool:
        """What an earlier proposal has left, and nobody has changed."""
        return bool(self.place and self.place.how == How.RENEWED)

    @property
    def name_before(self) -> str:
        return name_of(self.place.before) if self.place and self.place.before else ""

    @cached_property
    def difference(self) -> Difference | None:
        """From what is in its place, or has its name."""
        if not self.place or not self.place.before:
            return None
        files = self.place.before["files"].values()
        text = "\n".join(blobs.read(sha, MOST_COMPARED).decode(errors="replace") for sha in files)
        return difference(text, self.said["source"])

    @property
    def lines(self) -> list[tuple[str, bool]]:
        """And which of them a search of ours has found."""
        return [(line, line in self.said.get("found", ())) for line in self.said["lines"]]

    @property
    def is_open(self) -> bool:
        return self.decision is None

    @property
    def is_gone(self) -> bool:
        """It was accepted once."""
        return bool(self.decision and self.place)

    @property
    def is_accepted(self) -> bool:
        return bool(self.decision and self.decision["state"] == ACCEPTED)
