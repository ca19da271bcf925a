"""The page of a draft's invocations: every solution on every test, begun, watched, filtered, run again, taken home."""

import csv

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import drafting, invocations, jobs, queue
from judge.generation import Impossible
from judge.models import Invocation, ProblemVersion
from web.workshop.bench import Bench, bench_of, page
from web.workshop.grid import SHOWS, Filter
from web.workshop.sheet import invocation_of, sheet_of

MOST_DIGITS = 9


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
