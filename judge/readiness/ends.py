"""Of the bounds that statement and validators name."""

from collections.abc import Iterator

from judge import extremes
from judge.models import Revision
from judge.readiness.item import Item, State, listed


def items(draft: Revision, known: dict | None) -> Iterator[Item]:
    if not extremes.is_of(draft, known):
        if extremes.stated(draft):
            words = (
                "Whether tests reach the ends of the bounds isn’t known for the statement and validators as they are."
            )
            yield Item(words, "strength", State.UNKNOWN, is_blocking=False, job="strength")
        return
    if left := [end.words for end in extremes.kept(known) if end.is_open]:
        yield Item(f"No test has {listed(left)}.", "strength", State.OPEN, is_blocking=False)
