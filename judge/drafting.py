"""How a draft changes: one part at a time, each save a state with a number, and nobody's words overwritten unseen."""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from anyascii import anyascii
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from judge import linking
from judge.models import Problem, Revision, TestSet, User
from judge.states import TRIES, Overtaken, add, is_same_state, linked, renew, upon_newest

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
def start(title: str, owner: User, language: str = "en", name: str = "") -> Problem:
    """Its address is made of the title, or of the name that it has elsewhere."""
    problem = named(name or title, Problem(title=title, names=title, owner=owner))
    begin(problem, empty(language, title), TestSet.nothing(), owner)
    return problem


def named(wish: str, problem: Problem) -> Problem:
    """Saved, under an address that nobody else has taken meanwhile."""
    for _ in range(TRIES):
        problem.slug = free_slug(wish)
        with suppress(IntegrityError), transaction.atomic():
            problem.save(force_insert=True)
            return problem
    raise Overtaken


def free_slug(title: str) -> str:
    """The title's own, in Latin letters, or with the first number that is free."""
    wish = slugify(anyascii(title))[:90].strip("-") or "problem"
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
    state = problem.revisions.with_tests().get(number=number)

    def attempt(draft: Revision | None) -> Revision:
        if draft and state.pk == draft.pk:
            return draft
        note = f"Revision {number} restored"
        return add(problem, draft, state.document, state.columns, author, note, state.is_linked, like=state)

    return upon_newest(problem, attempt)
