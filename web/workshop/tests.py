"""The tests of a problem: what there is, where each comes from, how it stands; and those that are added by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import drafting, generation, outputs, receiving, script, testsets
from judge.generation import Impossible
from judge.lines import difference
from judge.models import Problem, Revision
from judge.standing import Standing, owed
from judge.testsets import Row
from web.http import asked_number
from web.workshop import desk, making
from web.workshop.bench import Bench, bench_of, page
from web.workshop.conflict import Clash
from web.workshop.signed import words_kept
from web.workshop.test_forms import Files, NewTest

SIZE = 100  # tests on a page of the list
MOST_SCRIPT = 256 * 1024  # bytes


@dataclass(frozen=True)
class Shown:
    """A test in the list."""

    number: int
    row: Row
    validity: str
    answer: str

    @classmethod
    def of(cls, number: int, row: Row, standing: Standing) -> "Shown":
        return cls(number, row, standing.validity(row), standing.answer(row))


@dataclass(frozen=True)
class Listed:
    """A page of them."""

    tests: list[Shown]
    total: int
    number: int
    ready: int  # of all
    alone: int  # of all, that the other right solutions were not asked about
    unchecked: int  # of all, that the validators, as they are now, were not asked about

    @property
    def last(self) -> int:
        return max(-(-self.total // SIZE), 1)

    @property
    def earlier(self) -> str:
        return f"?page={self.number - 1}#tests" if self.number > 1 else ""

    @property
    def later(self) -> str:
        return f"?page={self.number + 1}#tests" if self.number < self.last else ""

    @classmethod
    def of(cls, draft: Revision, number: int) -> "Listed":
        rows, standing = testsets.rows(draft.tests.columns), Standing.of(draft)
        number = min(max(number, 1), max(-(-len(rows) // SIZE), 1))
        start = (number - 1) * SIZE
        shown = [Shown.of(n, row, standing) for n, row in enumerate(rows[start : start + SIZE], start + 1)]
        alone = sum(standing.answer(row) == "alone" for row in rows)
        unchecked = sum(standing.validity(row) != "yes" for row in rows)
        return cls(shown, len(rows), number, sum(map(standing.is_ready, rows)), alone, unchecked)


@login_required
@require_safe
@never_cache
def index(request, slug):
    return drawn(request, bench_of(request, slug))


def drawn(request, bench: Bench, status=200, **context):
    draft = bench.draft
    shared = {
        "listed": Listed.of(draft, asked_number(request, "page") or 1),
        "making": making.making_of(bench.problem),
        "owed": owed(draft),
        "has_validator": bool(draft.programs("validator")),
        "reference": draft.reference,
        "desk": uuid4().hex,
        "new": NewTest(initial={"sample": bool(request.GET.get("sample"))}),
        "files": Files(),
        "most": receiving.MOST_UPLOAD,
    }
    text = context.get("text", draft.document["script"])
    return page(request, bench, "workshop/tests.html", "tests", status, **shared | said(draft, text) | context)


def said(draft: Revision, text: str) -> dict[str, Any]:
    """Of the script, line by line."""
    parsed = script.parse(text)
    faults, advice = script.check(parsed, [program["path"] for program in draft.programs("generator")])
    base = drafting.mark(draft.document["script"])
    return {"text": text, "faults": faults, "advice": advice, "wished": len(parsed.wishes), "base": base}


# The script


@words_kept("script")
@require_POST
def save_script(request, slug):
    """Saved also with faults in it: it is being written. In the background, or by its buttons."""
    bench = bench_of(request, slug, to_write=True)
    text = request.POST.get("script", "").replace("\r\n", "\n")
    if refusal := unstorable(text):
        return answered(request, bench, text, 422, refusal=refusal)
    base = request.POST.get("over") or request.POST.get("base", "")
    try:
        bench.draft = desk.save(bench, request.user, "script", text, base, request.POST.get("desk", ""))
    except drafting.Conflict as conflict:
        bench.draft = conflict.revision
        clash = Clash.of(
            conflict, "script", request.user, lines=difference(conflict.theirs, text), text=conflict.theirs
        )
        return answered(request, bench, text, 409, clash=clash, base=base)
    if "generate" in request.POST:
        return begin(request, bench, "tests")
    if request.htmx:
        return answered(request, bench, text, 200, is_saved=True)
    return redirect("workshop-tests", slug)


def unstorable(text: str) -> str:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_SCRIPT:
        return f"The script has {size:,} bytes; at most {MOST_SCRIPT:,} are taken."
    return "The script holds a NUL byte." if "\0" in text else ""


def answered(request, bench: Bench, text: str, status: int, **context):
    """Where the person is typing, what they typed being left as it is."""
    if not request.htmx:
        given = {"text": text, "desk": request.POST.get("desk", ""), "is_given": True}
        return drawn(request, bench, status, **given | context)
    shared = {"bench": bench, "problem": bench.problem, "draft": bench.draft} | said(bench.draft, text)
    return render(request, "workshop/_script_said.html", shared | context, status=status)


@login_required
@require_POST
def make(request, slug, kind):
    return begin(request, bench_of(request, slug, to_write=True), kind)


def begin(request, bench: Bench, kind: str):
    """Refused at once where there is no use in beginning."""
    bench.problem.draft = bench.draft
    try:
        PLANS[kind](bench.problem)
    except Impossible as error:
        return drawn(request, bench, 422, impossible=str(error))
    making.begin(kind, bench, request.user)
    return redirect(f"{reverse('workshop-tests', args=[bench.problem.slug])}#making")


PLANS: dict[str, Callable[[Problem], object]] = {
    "tests": lambda problem: generation.Generation(problem).plan(),
    "outputs": lambda problem: outputs.Answering(problem).plan(),
}
