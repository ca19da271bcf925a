"""The page of a draft's invocations: every solution on every test, begun, watched, filtered, run again, taken home."""

import csv
from dataclasses import asdict, dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import drafting, events, invocations, jobs, queue, recommending
from judge.generation import Impossible
from judge.matrix import Line
from judge.models import Invocation, InvocationRow, Job, ProblemVersion
from web.workshop.bench import Bench, bench_of, page
from web.workshop.grid import SHOWS, Filter, Grid

MOST_DIGITS = 9


@dataclass
class Sheet:
    """An invocation as its page shows it."""

    bench: Bench
    invocation: Invocation
    lines: list[Line]
    job: Job | None
    chosen: Filter
    rows: list[InvocationRow]
    place: int | None = None  # in the queue: 1 is next
    after: str = "0"  # the id of the newest event that is drawn
    has_events: bool = True

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def goal(self) -> int:
        return len(self.lines) * self.invocation.tests.count

    @property
    def is_complete(self) -> bool:
        return self.done == self.goal

    @property
    def broken(self) -> list[Line]:
        return [line for line in self.lines if line.agrees is False]

    @property
    def survivors(self) -> list[Line]:
        return [line for line in self.lines if line.survives]

    @property
    def uncompiled(self) -> list[Line]:
        return [line for line in self.broken if line.said]

    @property
    def groups(self) -> list[str]:
        return sorted(set(filter(None, self.invocation.tests.columns["group"])))

    @property
    def verdicts(self) -> list[str]:
        return sorted({code for line in self.lines for code in line.verdicts if code})

    @property
    def are_tests_old(self) -> bool:
        now, then = self.bench.draft.tests, self.invocation.tests
        same = ("name", "input", "answer")
        return any(now.columns[name] != then.columns[name] for name in same)

    @property
    def are_programs_old(self) -> bool:
        return invocations.judged_by(self.bench.draft.document) != self.invocation.document

    @property
    def limit(self) -> float:
        return self.invocation.document["limits"]["time"]

    @cached_property
    def grid(self) -> Grid:
        may_rerun = self.bench.may_write and not self.is_live
        address = f"{self.address('invocation')}/cells/"
        return Grid(self.lines, self.invocation.tests.columns, address, self.chosen, may_rerun)

    @cached_property
    def advice(self) -> recommending.Advice:
        return recommending.advice(self.lines)

    @property
    def query(self) -> str:
        """What its address ends with, filtered as it is."""
        chosen = {name: value for name, value in asdict(self.chosen).items() if value}
        return f"?{urlencode(chosen)}"

    @property
    def stream(self) -> str:
        return f"{self.address('invocation-stream')}{self.query}&after={self.after}"

    def address(self, name: str) -> str:
        return reverse(f"workshop-{name}", args=[self.bench.problem.slug, self.invocation.pk])


def sheet_of(bench: Bench, pk: int, chosen: Filter) -> Sheet:
    """Three statements; a fourth for the place in the queue."""
    invocation = invocation_of(bench, pk)
    after = events.last_id(invocation.topic)  # before what is read: what comes meanwhile is told again
    job = Job.objects.about("invoke", invocation.pk).defer("log", "checkpoint").order_by("-pk").first()
    rows = list(invocation.rows.order_by("place"))
    lines = invocations.lines(invocation, rows)
    place = job.position() + 1 if job and job.is_due else None
    return Sheet(bench, invocation, lines, job, chosen, rows, place, after if job and job.is_live else "0")


def invocation_of(bench: Bench, pk: int) -> Invocation:
    found = Invocation.objects.filter(problem=bench.problem, pk=pk).first()
    if not found:
        raise Http404
    return found


def of_problem(bench: Bench) -> QuerySet[Invocation]:
    rows = Invocation.objects.filter(problem=bench.problem).select_related("requested_by").order_by("-pk")
    return rows.only("number", "created", "problem_id", "requested_by__username")


@login_required
@never_cache
def index(request, slug):
    """The newest; or, asked to, another one."""
    if request.method == "POST":
        return begin(request, bench_of(request, slug, to_write=True))
    return drawn(request, bench_of(request, slug))


@login_required
@require_safe
@never_cache
def show(request, slug, pk):
    return drawn(request, bench_of(request, slug), pk)


def drawn(request, bench: Bench, pk: int | None = None, status=200, **context):
    earlier = list(of_problem(bench))
    sheet = None
    if pk or earlier:
        sheet = sheet_of(bench, pk or earlier[0].pk, Filter.of(request))
    shared = {"sheet": sheet, "earlier": earlier, "longest": ProblemVersion.LONGEST, "shows": SHOWS}
    return page(request, bench, "workshop/invocations.html", "invocations", status, **shared | context)


def begin(request, bench: Bench):
    try:
        invocation = jobs.begin_invocation(bench.problem, bench.draft, request.user)
    except Impossible as error:
        return drawn(request, bench, status=422, impossible=str(error))
    return redirect("workshop-invocation", bench.problem.slug, invocation.pk)


@login_required
@require_POST
def again(request, slug, pk):
    """A cell ("row" and "test"), a row, all that is broken ("failed"), or what is missing still ("rest")."""
    bench = bench_of(request, slug, to_write=True)
    invocation = invocation_of(bench, pk)
    row, test = (number(request, name) for name in ("row", "test"))
    rows, tests = len(invocations.solutions(invocation.document)), invocation.tests.count
    if (row is not None and row >= rows) or (test is not None and not (row is not None and 1 <= test <= tests)):
        raise Http404
    try:
        if "rest" in request.POST:
            jobs.go_on(invocation, request.user)
        elif "failed" in request.POST or row is not None:
            what = {"failed": True} if row is None else {"place": row, "test": test}
            jobs.invoke_again(invocation, request.user, **what)
    except Impossible as error:
        return drawn(request, bench, pk, status=409, impossible=str(error))
    if test is not None:
        return redirect("workshop-invocation-cell", slug, pk, row, test)
    return redirect("workshop-invocation", slug, pk)


def number(request, name: str) -> int | None:
    digits = request.POST.get(name, "")
    return int(digits[:MOST_DIGITS]) if digits.isdecimal() else None


@login_required
@require_POST
def cancel(request, slug, pk):
    sheet = sheet_of(bench_of(request, slug, to_write=True), pk, Filter())
    if sheet.job and sheet.job.is_live:
        queue.cancel(sheet.job)
    return redirect("workshop-invocation", slug, pk)


@login_required
@require_POST
def take_limit(request, slug, pk):
    """The time limit that this invocation recommends by one of the rules."""
    bench = bench_of(request, slug, to_write=True)
    sheet = sheet_of(bench, pk, Filter())
    chosen = next((one for one in sheet.advice.each if one.format == request.POST.get("format")), None)
    if chosen is None or chosen.seconds > ProblemVersion.LONGEST:
        return drawn(request, bench, pk, status=422, impossible="This limit is no longer recommended.")
    limits = bench.draft.document["limits"]
    try:
        drafting.save(bench.problem, request.user, "limits", limits | {"time": chosen.seconds}, drafting.mark(limits))
    except drafting.Conflict:
        return drawn(request, bench, pk, status=409, impossible="Somebody has just changed the limits. Look again.")
    return redirect("workshop-invocation", slug, pk)


@login_required
@require_safe
def as_csv(request, slug, pk):
    sheet = sheet_of(bench_of(request, slug), pk, Filter())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-invocation-{pk}.csv"'
    table = csv.writer(response)
    table.writerow(["solution", "language", "expected", "test", "name", "verdict", "cpu_ms", "bytes", "breaks"])
    names = sheet.invocation.tests.columns["name"]
    for line in sheet.lines:
        who = [safe(line.path), line.program["language"], " ".join(line.expected)]
        for place, code in enumerate(line.verdicts):
            measured = [line.cpu_ms[place], line.bytes[place]] if code else ["", ""]
            table.writerow([*who, place + 1, safe(names[place]), code, *measured, int(place in line.broken)])
    return response


def safe(text: str) -> str:
    """A spreadsheet would compute what begins like a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
