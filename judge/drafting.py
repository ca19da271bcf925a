"""How a draft changes: one part at a time, each save a state with a number, and nobody's words overwritten unseen."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from judge import linking
from judge.models import Problem, Revision, TestSet, User

WHILE = timedelta(minutes=10)  # from a state's first save, in which its author's next saves don't make another one
TRIES = 20
LIMITS = {"time": 1.0, "memory": 256 * 2**20, "output": 8 * 2**20, "files": False}
DETAILS: dict[str, Any] = {
    "tags": [],
    "difficulty": None,
    "platform": "",
    "number": "",
    "source_url": "",
    "credits": {},
}
TOKENS = {"kind": "tokens", "flags": {}}


class Overtaken(Exception):
    """Somebody else has saved another state since this one was read."""


class Conflict(Exception):
    """Somebody else has changed this part since it was read. `theirs` is what it is now, None when it is gone."""

    def __init__(self, theirs: Any, revision: Revision):
        super().__init__(f"changed in revision {revision.number}")
        self.theirs, self.revision = theirs, revision


def empty(language: str, title: str) -> dict:
    """The document that a new problem begins with."""
    return {
        "v": 1,
        "statements": {language: {"title": title, "format": "markdown", "text": ""}},
        "images": {},
        "limits": dict(LIMITS),
        "details": dict(DETAILS),
        "checker": dict(TOKENS),
        "programs": [],
        "script": "",
    }


@transaction.atomic
def start(title: str, owner: User, language: str = "en") -> Problem:
    problem = Problem.objects.create(slug=free_slug(title), title=title, names=title, owner=owner)
    begin(problem, empty(language, title), TestSet.nothing(), owner)
    return problem


def free_slug(title: str) -> str:
    """The title's own, or with the first number that is free."""
    wish = slugify(title)[:90] or "problem"
    taken = set(Problem.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    candidates = (f"{wish}-{number}" if number else wish for number in [0, *range(2, len(taken) + 3)])
    return next(slug for slug in candidates if slug not in taken)


def begin(problem: Problem, document: dict, columns: dict, author: User | None, note: str = "") -> Revision:
    """Another state, whatever the draft was before."""
    linking.link(problem, linking.of_tests(columns))
    return upon_newest(problem, lambda draft: add(problem, draft, document, columns, author, note))


def change(
    problem: Problem,
    author: User | None,
    edit: Callable[[Revision], dict],
    *,
    tests: Callable[[Revision], dict] | dict | None = None,
    hashes: Iterable[str] = (),
    note: str = "",
    draft: Revision | None = None,
    links: bool = True,
) -> Revision:
    """Save the document that `edit` makes of the newest state, and its tests, as they are or as a function of it.

    `hashes` are those of blobs that are new in the document. Who knows what the newest state was a while ago says so:
    if it still is, nothing has to be read. Who has just stored the tests' blobs may leave their links to later.
    """

    def attempt(draft: Revision | None) -> Revision:
        assert draft is not None, "only drafts are changed"
        document, columns = edit(draft), tests_of(draft, tests)
        if document == draft.document and columns == draft.columns:
            return draft
        is_linked = linked(problem, draft, columns, hashes) if links else False
        if is_same_state(draft, author, note):
            return renew(problem, draft, document, columns, is_linked)
        return add(problem, draft, document, columns, author, note, is_linked)

    return upon_newest(problem, attempt, draft)


def tests_of(draft: Revision, tests: Callable[[Revision], dict] | dict | None) -> dict:
    if tests is None:
        return draft.columns
    return tests(draft) if callable(tests) else tests


def upon_newest(
    problem: Problem, attempt: Callable[[Revision | None], Revision], draft: Revision | None = None
) -> Revision:
    """Again, with the state that is the newest then, for as long as somebody else's save comes in between."""
    for _ in range(TRIES):
        before = draft or problem.revisions.select_related("author").order_by("-number").first()
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
    """Unless it was saved again, or published, since it was read."""
    before, said = draft.titles, {"document": document} | of_columns(columns, is_linked)
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
) -> Revision:
    number, edition = (before.number + 1, before.edition + 1) if before else (1, 1)
    now = timezone.now()
    draft = Revision(problem=problem, number=number, edition=edition, author=author, note=note[:200], document=document)
    for field, value in ({"created": now, "saved": now} | of_columns(columns, is_linked)).items():
        setattr(draft, field, value)
    with overtaken():
        draft.save(force_insert=True)
    name(problem, draft, before.titles if before else {})
    return draft


def of_columns(columns: dict, is_linked: bool) -> dict[str, Any]:
    return {"columns": columns, "count": len(columns["name"]), "is_linked": is_linked}


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


# Parts: what a page edits as a whole, and what two people must not edit unseen by each other


def part(document: dict, path: str) -> Any:
    """ "script", "statements/en", "programs/checker.cpp": None when there is no such part."""
    kind, _, key = path.partition("/")
    if not key:
        return document[kind]
    if kind == "programs":
        return next((program for program in document["programs"] if program["path"] == key), None)
    return document[kind].get(key)


def replaced(document: dict, path: str, value: Any) -> dict:
    """The document with that part; None takes it out."""
    kind, _, key = path.partition("/")
    if not key:
        return document | {kind: value}
    if kind == "programs":
        return document | {"programs": with_program(document["programs"], key, value)}
    others = {name: other for name, other in document[kind].items() if name != key}
    return document | {kind: others if value is None else document[kind] | {key: value}}


def with_program(programs: list[dict], path: str, value: dict | None) -> list[dict]:
    """In its place, at the end when it is new."""
    if value is None or all(program["path"] != path for program in programs):
        return [program for program in programs if program["path"] != path] + ([value] if value else [])
    return [value if program["path"] == path else program for program in programs]


def mark(value: Any) -> str:
    """What a form carries of the part that it was drawn from."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:20]


def save(
    problem: Problem, author: User, path: str, value: Any, base: str | None, hashes: Iterable[str] = ()
) -> Revision:
    """Put that part in the place of the one with the mark `base`; None: whatever is there. Raises Conflict."""

    def edit(draft: Revision) -> dict:
        theirs = part(draft.document, path)
        if base is not None and mark(theirs) != base and theirs != value:
            raise Conflict(theirs, draft)
        return replaced(draft.document, path, value)

    return change(problem, author, edit, hashes=hashes)


# And back


def restore(problem: Problem, author: User, number: int) -> Revision:
    """Another state, with what that one had in it. Revision.DoesNotExist when there is none."""
    state = problem.revisions.get(number=number)

    def attempt(draft: Revision | None) -> Revision:
        if draft and state.pk == draft.pk:
            return draft
        note = f"Revision {number} restored"
        return add(problem, draft, state.document, state.columns, author, note, state.is_linked)

    return upon_newest(problem, attempt)
