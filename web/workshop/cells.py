"""One cell of an invocation: input, answer, what was printed, where they differ, and the checker's words."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import blobs, events, invocations, jobs
from judge.difference import Difference, first_difference
from judge.matrix import Line
from judge.models import Invocation, InvocationCell, Job
from judge.models.version import Test
from judge.outcome import SHOWN
from judge.tokens import Flags
from judge.verdict import Verdict
from web.answer import Panel, Piece, marked, plain, stored
from web.workshop.bench import Bench, bench_of, page
from web.workshop.sheet import invocation_of


@dataclass(frozen=True)
class Shown:
    invocation: Invocation
    line: Line
    place: int  # of the solution
    test: Test
    input: Panel
    expected: Panel
    output: Panel | None = None
    message: Panel | None = None
    stderr: Panel | None = None
    kind: str = ""
    job: Job | None = None

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.line.verdicts[self.test.number - 1])

    @property
    def cpu_ms(self) -> int:
        return self.line.cpu_ms[self.test.number - 1]

    @property
    def bytes(self) -> int:
        return self.line.bytes[self.test.number - 1]

    @property
    def is_broken(self) -> bool:
        return self.test.number - 1 in self.line.broken

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)


def shown(bench: Bench, pk: int, row: int, number: int) -> Shown:
    invocation = invocation_of(bench, pk)
    found = invocation.rows.filter(place=row).first()
    if not found or not 1 <= number <= invocation.tests.count:
        raise Http404
    cell = InvocationCell.objects.filter(invocation=invocation, place=row, test=number).first()
    test = invocation.tests.test(number)
    [line] = invocations.lines(invocation, [found])
    job = None
    if cell and not cell.is_known:
        job = Job.objects.about("show_cell", cell.pk).defer("log", "checkpoint").order_by("-pk").first()
    return Shown(invocation, line, row, test, **panels(invocation, test, cell), job=job)


def panels(invocation: Invocation, test: Test, cell: InvocationCell | None) -> dict:
    input, expected = plain(stored(test.input, test.input_bytes)), stored(test.answer, test.answer_bytes)
    if not cell or cell.output_id is None:
        return {"input": input, "expected": plain(expected)}
    output = Piece(blobs.read(cell.output_id, SHOWN), cell.output_bytes or 0)
    found = difference_of(invocation, output, expected)
    return {
        "input": input,
        "expected": marked(expected, found.expected if found else None, "right"),
        "output": marked(output, found.output if found else None, "wrong"),
        "message": words(cell.message_id),
        "stderr": words(cell.stderr_id),
        "kind": found.kind if found else "",
    }


def difference_of(invocation: Invocation, output: Piece, expected: Piece) -> Difference | None:
    checker = invocation.document["checker"]
    if checker["kind"] != "tokens":
        return None
    cut = {"output_is_cut": output.is_cut, "expected_is_cut": expected.is_cut}
    return first_difference(output.data, expected.data, Flags(**checker["flags"]), **cut)


def words(sha: str | None) -> Panel | None:
    data = blobs.read(sha, SHOWN) if sha else b""
    return plain(Piece(data, len(data))) if data.strip() else None


@login_required
@require_safe
@never_cache
def show(request, slug, pk, row, test):
    bench = bench_of(request, slug)
    after = events.last_id(f"invocation:{pk}")
    cell = shown(bench, pk, row, test)
    return page(request, bench, "workshop/cell.html", "invocations", cell=cell, after=after)


@login_required
@require_POST
def look(request, slug, pk, row, test):
    """Run it, to see what it prints."""
    bench = bench_of(request, slug, to_write=True)
    cell = shown(bench, pk, row, test)
    if not cell.line.cannot_run:
        jobs.ask_for_cell(cell.invocation, row, test, request.user)
    return redirect("workshop-invocation-cell", slug, pk, row, test)
