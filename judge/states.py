"""A draft's saved states: each follows upon the newest, or renews it, and nobody's save is lost to another's."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from judge import linking
from judge.models import Problem, Revision, User

WHILE = timedelta(minutes=10)  # from a state's first save, in which its author's next saves don't make another one
TRIES = 20


class Overtaken(Exception):
    """Somebody else has saved another state since this one was read."""


def upon_newest(
    problem: Problem, attempt: Callable[[Revision | None], Revision], draft: Revision | None = None
) -> Revision:
    """Again, with the state that is the newest then, for as long as somebody else's save comes in between."""
    for _ in range(TRIES):
        before = draft or problem.revisions.with_tests().select_related("author").order_by("-number").first()
        try:
            with transaction.atomic():
                return attempt(before)
        except Overtaken:
            draft = None
    raise Overtaken


def linked(problem: Problem, draft: Revision, columns: dict, hashes: Iterable[str]) -> bool:
    """Whether all blobs of these tests have their link now. What this state no longer says, an invocation may."""
    if columns == draft.columns:
        linking.link(problem, hashes)
        return draft.is_linked
    known, new = linking.of_tests(draft.columns), linking.of_tests(columns)
    linking.link(problem, {*hashes, *(new - known if draft.is_linked else new | known)})
    return True


def is_same_state(draft: Revision, author: User | None, note: str) -> bool:
    is_theirs = author is not None and draft.author_id == author.pk and draft.version_id is None
    return is_theirs and not note and not draft.note and timezone.now() - draft.created < WHILE


def renew(problem: Problem, draft: Revision, document: dict, columns: dict, is_linked: bool) -> Revision:
    """Unless it was saved again, or published, since it was read. No later state shares the newest one's tests."""
    before, said = draft.titles, {"document": document, "is_linked": is_linked}
    said |= of_columns(columns) if columns != draft.columns else {}
    said |= {"saved": timezone.now(), "edition": draft.edition + 1}
    rows = Revision.objects.filter(pk=draft.pk, edition=draft.edition, version=None)
    with overtaken():
        if not rows.update(**said):
            raise Overtaken
    for field, value in said.items():
        setattr(draft, field, value)
    name(problem, draft, before)
    return draft


def add(
    problem: Problem,
    before: Revision | None,
    document: dict,
    columns: dict,
    author: User | None,
    note: str,
    is_linked: bool = True,
    like: Revision | None = None,
) -> Revision:
    """Tests that are those of the state `like`, or of the one before, are kept there, where they are already."""
    number, edition = (before.number + 1, before.edition + 1) if before else (1, 1)
    now = timezone.now()
    draft = Revision(problem=problem, number=number, edition=edition, author=author, note=note[:200], document=document)
    said = {"created": now, "saved": now, "is_linked": is_linked} | of_columns(columns, like or before)
    for field, value in said.items():
        setattr(draft, field, value)
    with overtaken():
        draft.save(force_insert=True)
    name(problem, draft, before.titles if before else {})
    return draft


def of_columns(columns: dict, like: Revision | None = None) -> dict[str, Any]:
    said: dict[str, Any] = {"own_columns": columns, "shares": None}
    if like is not None and columns == like.columns:
        said = {"own_columns": None, "shares": like.shares or like}
    return said | {"count": len(columns["name"])}


@contextmanager
def overtaken() -> Iterator[None]:
    """Each save takes the next edition, which only one of two that happen at once gets."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Overtaken from error


def name(problem: Problem, draft: Revision, before: dict) -> None:
    """A problem that nobody but its authors sees yet is called as its draft is."""
    if draft.titles != before:
        names = "\n".join(draft.titles.values())
        Problem.objects.filter(pk=problem.pk, current=None).update(title=draft.title, names=names)
