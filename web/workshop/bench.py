"""What every page of the workshop has in common: whose problem it is, what may be done, and where the others are."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from judge.models import Collaborator, Problem, Revision
from judge.standing import all_ready
from web.workshop.roles import ROLES, is_done


class ReadOnly(PermissionDenied):
    """Somebody who may look tried to change something."""


class Deleted(Http404):
    """Whoever worked on it is told so, and where it can be restored."""


@dataclass
class Bench:
    """A problem on somebody's workbench."""

    problem: Problem
    draft: Revision
    role: str  # "read", "write", "own"

    @property
    def may_write(self) -> bool:
        return self.role in (Collaborator.Role.WRITE, Collaborator.Role.OWN)

    @property
    def is_owner(self) -> bool:
        return self.role == Collaborator.Role.OWN

    def address(self, name: str) -> str:
        """Of a page of its."""
        return reverse(f"workshop-{name}", args=[self.problem.slug])

    @cached_property
    def steps(self):
        return steps(self)

    @property
    def next(self) -> "Next | None":
        """What an author does best now, from the document alone."""
        return next((step for step in nexts(self) if step.is_open), None)


@dataclass(frozen=True)
class Step:
    """A page of the workshop, as the list on the left shows it."""

    name: str
    title: str
    count: int | None
    address: str
    is_done: bool | None  # none: there is nothing to do there


def steps(bench: Bench) -> list[Step]:
    """From the document alone: it is on every page."""

    def step(name, title, count=None, is_done=None):
        return Step(name, title, count, bench.address(name), is_done)

    def programs(role):
        count = len(bench.draft.programs(role.key)) if role.key != "checker" else None
        return step(role.name, role.title, count, is_done(bench.draft, role))

    return [
        step("overview", "Overview"),
        step("statement", "Statement", is_done=is_written(bench.draft)),
        step("details", "Details"),
        *map(programs, ROLES.values()),
        step("proposals", "Write with Gemini"),
        step("tests", "Tests", bench.draft.tests.count, all_ready(bench.draft)),
        step("invocations", "Invocations"),
        step("strength", "Strength"),
        step("publish", "Publish"),
        step("people", "People"),
        step("versions", "Versions", bench.draft.number),
        step("package", "Package"),
    ]


@dataclass(frozen=True)
class Next:
    words: str
    address: str
    is_open: bool


def nexts(bench: Bench) -> list[Next]:
    """In the order in which a problem comes about; the overview knows the rest."""
    draft = bench.draft
    is_caught = any("AC" not in program["expected"] for program in draft.programs("solution"))
    has_sample = any(draft.tests.columns["sample"])
    lacks_tests = not draft.tests.count
    return [
        Next("Write the statement", bench.address("statement"), not is_written(draft)),
        Next("Add a right solution", bench.address("solutions"), draft.reference is None),
        Next("Add a wrong solution", bench.address("solutions"), not is_caught),
        Next("Add a validator", bench.address("validators"), not draft.programs("validator")),
        Next("Add a generator", bench.address("generators"), lacks_tests and not draft.programs("generator")),
        Next("Make tests", bench.address("tests"), lacks_tests),
        Next("Add a sample", f"{bench.address('tests')}?sample=1#add", not has_sample),
        Next("Validate and answer the tests", bench.address("tests"), not all_ready(draft)),
        Next("See what is left", bench.address("overview"), draft.version_id is None),
    ]


def is_written(draft: Revision) -> bool:
    return all(said["title"] and said["text"].strip() for said in draft.document["statements"].values())


def bench_of(request, slug, *, to_write=False) -> Bench:
    """For whoever works on it; for others there is no such page. Its problem, draft and role in one statement."""
    rows = Problem.objects.with_draft("author").select_related("owner").with_role_of(request.user)
    problem = get_object_or_404(rows, slug=slug)
    is_owner = request.user.is_staff or problem.owner_id == request.user.pk
    role = Collaborator.Role.OWN if is_owner else problem.role
    if not problem.draft or not role:
        raise Http404
    if problem.is_deleted:
        raise Deleted
    bench = Bench(problem, problem.draft, role)
    if to_write and not bench.may_write:
        raise ReadOnly
    return bench


def page(request, bench: Bench, template: str, current: str, status=200, **context):
    """A page of the workshop, `current` being the step that it is."""
    shared = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "current": current, "section": "workshop"}
    return render(request, template, shared | context, status=status)
