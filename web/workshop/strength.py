"""How strong a draft's tests are, by what its solutions got in the newest invocation; and searches for better ones."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from judge import beyond, extremes, jobs, queue
from judge.models import Invocation, InvocationRow, Job
from judge.strength import Kill, ranges, strength
from web.workshop.bench import Bench, bench_of, page
from web.workshop.grid import Filter
from web.workshop.invocations import sheet_of
from web.workshop.live import bench_again, followed

FEW = 8  # tests that are named of those that kill a solution


@dataclass(frozen=True)
class Shown:
    """A wrong solution, and the search for a test that kills it."""

    kill: Kill
    row: InvocationRow
    job: Job | None

    @property
    def tests(self) -> str:
        return ranges(self.kill.tests[:FEW])

    @property
    def has_more(self) -> bool:
        return len(self.kill.tests) > FEW

    @property
    def is_hunted(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def reason(self) -> str:
        """Why the last search came to nothing."""
        return self.job.reason if self.job and self.job.state == Job.State.DEAD else ""


def context_of(bench: Bench) -> dict:
    """Five statements, however much there is."""
    newest = Invocation.objects.filter(problem=bench.problem).order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return {"sheet": None}
    sheet = sheet_of(bench, newest, Filter())
    found = strength(sheet.lines, sheet.invocation.tests.count, sheet.limit, bench.problem.language_factors)
    about = Job.objects.filter(kind="search_for_test", subject__in=[row.pk for row in sheet.rows])
    hunts = {job.subject: job for job in about.defer("log", "checkpoint").order_by("pk")}
    kills = [Shown(kill, sheet.rows[kill.place], hunts.get(sheet.rows[kill.place].pk)) for kill in found.kills]
    said = {"found": found, "kills": kills, "idle": ranges(found.idle), "redundant": ranges(found.redundant)}
    said |= {"ends": extremes.kept(sheet.invocation.extremes), "factor": beyond.FACTOR}
    said["are_ends_old"] = not extremes.is_of(bench.draft, sheet.invocation.extremes)
    return {"sheet": sheet, "is_live": any(one.is_hunted for one in kills)} | said


@login_required
@require_safe
@never_cache
def show(request, slug):
    bench = bench_of(request, slug)
    return page(request, bench, "workshop/strength.html", "strength", **context_of(bench))


@login_required
@require_POST
def hunt(request, slug, pk):
    """Begin a search, or cancel the one that is at work."""
    bench = bench_of(request, slug, to_write=True)
    row = InvocationRow.objects.filter(pk=pk, invocation__problem=bench.problem).first()
    if not row:
        raise Http404
    if "cancel" in request.POST:
        for job in Job.objects.about("search_for_test", row.pk).live():
            queue.cancel(job)
    else:
        jobs.begin_hunt(row, request.user)
    return redirect("workshop-strength", slug)


@require_GET
def stream(request, slug):
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    bench = bench_again(session_key, slug)
    return followed(jobs.hunt_topic(bench.problem.pk), partial(looked, session_key, slug, get_token(request)))


def looked(session_key: str | None, slug: str, token: str) -> tuple[str, bool]:
    bench = bench_again(session_key, slug)
    context = context_of(bench)
    is_over = not context.get("is_live")
    always = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "csrf_token": token, "oob": True}
    return render_to_string("workshop/_kills.html", context | always | {"is_over": is_over}), is_over
