"""What somebody else did to what one is editing: whose, when, and how it differs from one's own."""

from dataclasses import dataclass
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

    @classmethod
    def of_statements(cls, conflict: drafting.Conflict, path: str, mine: dict, user):
        theirs = conflict.theirs or {"title": "", "text": ""}
        fields = [("Title", theirs["title"], mine["title"])] if theirs["title"] != mine["title"] else []
        return cls.of(conflict, path, user, fields, difference(theirs["text"], mine["text"]))

    @classmethod
    def of(cls, conflict: drafting.Conflict, path: str, user, fields=(), lines=None):
        revision = changed_in(conflict, path)
        is_own = revision.author_id == user.pk
        return cls(revision, is_own, conflict.theirs, drafting.mark(conflict.theirs), tuple(fields), lines)


def changed_in(conflict: drafting.Conflict, path: str) -> Revision:
    """The state in which the part became what it is; the newest may be about something else."""
    rows = Revision.objects.filter(problem=conflict.revision.problem_id).select_related("author").order_by("-number")
    found = conflict.revision
    for revision in rows[:LOOKED_AT]:
        if drafting.part(revision.document, path) != conflict.theirs:
            break
        found = revision
    return found
