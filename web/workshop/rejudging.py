"""What was submitted to a problem's older versions, judged again on the current one; live while it is done."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from judge import jobs, publishing, queue, rejudging
from judge.models import Job, ProblemVersion, Rejudge
from judge.publishing import Effect
from web.workshop.bench import Bench, bench_of, page
from web.workshop.live import Drawn, drawn_on
from web.workshop.publishing import to_own
from web.workshop.signed import words_kept


@dataclass
class Again:
    """The latest time that it was asked for, and its job."""

    rejudge: Rejudge | None
    job: Job | None
    version: ProblemVersion | None  # the current one
    effect: Effect  # of judging again: those that are on older versions

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @cached_property
    def changes(self) -> list[tuple[str, str, int]]:
        """Before, after, how many; the most first."""
        found = self.rejudge.changes.items() if self.rejudge else ()
        return [(*pair.split(), many) for pair, many in sorted(found, key=lambda change: -change[1])]


def again_of(bench: Bench) -> Again:
    problem = bench.problem
    rejudge = problem.rejudges.select_related("requested_by").order_by("-pk").first()
    job = job_of(rejudge) if rejudge else None
    version = ProblemVersion.objects.only("number").filter(pk=problem.current_id).first()
    return Again(rejudge, job, version, publishing.effect(problem, version) if version else Effect(0, 0))


def job_of(rejudge: Rejudge) -> Job | None:
    rows = Job.objects.about("rejudge_submissions", rejudge.pk).defer("log", "checkpoint")
    return rows.order_by("-pk").first()


@words_kept()
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, slug):
    if request.method != "POST":
        bench = bench_of(request, slug)
        return drawn(request, bench)
    bench = to_own(request, slug)
    which = request.POST.get("which", "")
    if which not in Rejudge.Which or not bench.problem.is_published:
        return drawn(request, bench, 422, refusal="Choose which of them." if bench.problem.is_published else GONE)
    jobs.rejudge(bench.problem, which, request.user)
    return redirect("workshop-rejudge", slug)


GONE = "Only what is published is judged."


def drawn(request, bench: Bench, status=200, **context):
    shared = {"again": again_of(bench), "choices": Rejudge.Which.choices}
    return page(request, bench, "workshop/rejudge.html", "publish", status, **shared | context)


@login_required
@require_POST
def cancel(request, slug):
    bench = to_own(request, slug)
    again = again_of(bench)
    if again.job and again.is_live:
        queue.cancel(again.job)
    return redirect("workshop-rejudge", slug)


# Live


@require_safe
def stream(request, slug):
    return drawn_on(request, slug, rejudging.topic, panel)


def panel(bench: Bench) -> Drawn:
    again = again_of(bench)
    return Drawn(["workshop/_rejudge.html"], {"again": again, "choices": Rejudge.Which.choices}, not again.is_live)
