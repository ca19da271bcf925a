"""What somebody else did to what one is editing: whose, when, and how it differs from one's own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from judge import drafting
from judge.lines import Difference, difference
from judge.models import Revision

LOOKED_AT = 50  # states


@dataclass(frozen=True)
class Clash:
    revision: Revision
    is_own: bool  # in another window
    theirs: Any  # None when it is gone
    mark: str  # of theirs
    fields: tuple[tuple[str, str, str], ...]  # name, theirs, mine: of those that differ
    lines: Difference | None = None
    text: str | None = None  # all of theirs, where it is one

    @classmethod
    def of_statements(cls, conflict: drafting.Conflict, path: str, mine: dict, user):
        theirs = conflict.theirs or {"title": "", "text": ""}
        fields = [("Title", theirs["title"], mine["title"])] if theirs["title"] != mine["title"] else []
        is_gone = conflict.theirs is None
        lines = difference(theirs["text"], mine["text"])
        return cls.of(conflict, path, user, fields, lines, None if is_gone else theirs["text"])

    @classmethod
    def of(
        cls, conflict: drafting.Conflict, where: str | Callable[[dict], Any], user, fields=(), lines=None, text=None
    ):
        """`where` in the document the part is, by its path or by what reads it."""
        revision = changed_in(conflict, partial(drafting.part, path=where) if isinstance(where, str) else where)
        is_own = revision.author_id == user.pk
        return cls(revision, is_own, conflict.theirs, drafting.mark(conflict.theirs), tuple(fields), lines, text)


def changed_in(conflict: drafting.Conflict, read: Callable[[dict], Any]) -> Revision:
    """The state in which the part became what it is; the newest may be about something else."""
    rows = Revision.objects.filter(problem=conflict.revision.problem_id).select_related("author").order_by("-number")
    found = conflict.revision
    for revision in rows[:LOOKED_AT]:
        if read(revision.document) != conflict.theirs:
            break
        found = revision
    return found
