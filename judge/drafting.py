"""How a draft changes: one part at a time, each save a state with a number, and nobody's words overwritten unseen."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from judge.models import DraftBlob, Problem, Revision, TestSet, User

WHILE = timedelta(minutes=10)  # from a state's first save, in which its author's next saves don't make another one
BATCH = 500
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
    """Another state, whatever the draft was before. The problem's row is locked, or new."""
    tests = keep_tests(problem, columns)
    return add(problem, document, tests, author, note)


def keep_tests(problem: Problem, columns: dict, before: TestSet | None = None, aside: int | None = None) -> TestSet:
    """In the set `aside`, which no state names yet, or in a new one. What the set `before` names is linked already."""
    link(problem, hashes_of(columns) - hashes_of(before.columns if before else {}))
    fields = {"columns": columns, "count": len(columns["name"])}
    if aside and TestSet.objects.filter(pk=aside, problem=problem).update(**fields):
        return TestSet(pk=aside, problem=problem, **fields)
    return TestSet.objects.create(problem=problem, **fields)


def hashes_of(columns: dict) -> set[str]:
    return {sha for name in ("input", "answer") for sha in columns.get(name, ()) if sha}


def link(problem: Problem, hashes: Iterable[str]) -> None:
    rows = [DraftBlob(problem=problem, blob_id=sha) for sha in sorted(set(hashes))]
    DraftBlob.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def locked(problem: Problem) -> Problem:
    """With its draft, held until the transaction ends."""
    rows = Problem.objects.select_for_update(of=("self",)).select_related("draft__tests", "draft__author")
    return rows.get(pk=problem.pk)


@transaction.atomic
def change(
    problem: Problem,
    author: User | None,
    edit: Callable[[Revision], dict],
    *,
    tests: Callable[[Revision], dict] | dict | None = None,
    aside: int | None = None,
    hashes: Iterable[str] = (),
    note: str = "",
) -> Revision:
    """Save the document that `edit` makes of the newest state, and its tests, as they are or as a function of it.

    `hashes` are those of blobs that are new in the document; `aside` is a set of tests that no state names yet.
    """
    problem = locked(problem)
    draft = problem.draft
    assert draft is not None, "only drafts are changed"
    document, columns = edit(draft), tests(draft) if callable(tests) else tests
    if columns == draft.tests.columns:
        columns = None
    if document == draft.document and columns is None:
        return draft
    link(problem, hashes)
    kept = draft.tests if columns is None else keep_tests(problem, columns, draft.tests, aside)
    if is_same_state(draft, author, note):
        return renew(problem, draft, document, kept)
    return add(problem, document, kept, author, note)


def is_same_state(draft: Revision, author: User | None, note: str) -> bool:
    is_theirs = author is not None and draft.author_id == author.pk and draft.version_id is None
    return is_theirs and not note and not draft.note and timezone.now() - draft.created < WHILE


def renew(problem: Problem, draft: Revision, document: dict, tests: TestSet) -> Revision:
    draft.document, draft.tests, draft.saved = document, tests, timezone.now()
    draft.save(update_fields=["document", "tests", "saved"])
    name(problem, draft)
    return draft


def add(problem: Problem, document: dict, tests: TestSet, author: User | None, note: str) -> Revision:
    number = problem.draft.number + 1 if problem.draft else 1
    now = timezone.now()
    fields = {"number": number, "document": document, "tests": tests, "author": author, "note": note[:200]}
    problem.draft = Revision.objects.create(problem=problem, created=now, saved=now, **fields)
    Problem.objects.filter(pk=problem.pk).update(draft=problem.draft)
    name(problem, problem.draft)
    return problem.draft


def name(problem: Problem, draft: Revision) -> None:
    """A problem that nobody but its authors sees yet is called as its draft is."""
    if problem.current_id is None and problem.title != draft.title:
        names = "\n".join(draft.titles.values())
        Problem.objects.filter(pk=problem.pk).update(title=draft.title, names=names)


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


@transaction.atomic
def restore(problem: Problem, author: User, number: int) -> Revision:
    """Another state, with what that one had in it. Revision.DoesNotExist when there is none."""
    problem = locked(problem)
    state = problem.revisions.select_related("tests").get(number=number)
    if problem.draft and state.pk == problem.draft.pk:
        return problem.draft
    return add(problem, state.document, state.tests, author, f"Revision {number} restored")
