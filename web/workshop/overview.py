"""What is left to do before a problem may be published, and what its solutions get; live while jobs find it out."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from judge import jobs, publishing, queue, trials
from judge.models import Job, Problem
from judge.proposing.beginning import lacks
from judge.readiness import Readiness
from judge.readiness.item import Item
from web.workshop import flags
from web.workshop.bench import Bench, bench_of, page
from web.workshop.live import Drawn, drawn_on

KINDS = ("verify_draft", "check_programs", "publish_draft")
FINDS = {  # the address that begins the job, and its button
    "verify": ("workshop-verify", "Run every solution"),
    "check": ("workshop-check-programs", "Compile and ask them"),
    "outputs": ("workshop-tests-answer", "Generate outputs"),
    "tests": ("workshop-tests-make", "Validate them"),
    "strength": ("workshop-invocations", "Run all on all tests"),
}


@dataclass(frozen=True)
class Shown:
    """An item with its link, and the button that finds it out where no item before it has the same."""

    item: Item
    link: str
    action: str = ""
    button: str = ""


class Overview:
    """Two statements for what is known, one for the jobs."""

    def __init__(self, bench: Bench):
        self.bench = bench
        self.jobs = latest_jobs(bench.problem)  # before what they found: one that ends meanwhile has found all of it
        self.readiness = Readiness(bench.problem, bench.draft)

    @property
    def verifying(self) -> Job | None:
        return self.jobs.get("verify_draft")

    @property
    def publishing(self) -> Job | None:
        return self.jobs.get("publish_draft")

    @property
    def refusal(self) -> Job | None:
        """The last job that should have published it, while nothing has been saved since it came to nothing."""
        job, saved = self.publishing, self.bench.draft.saved
        return job if job and job.state == Job.State.DEAD and job.finished and job.finished > saved else None

    @property
    def failure(self) -> Job | None:
        """The last run of the solutions, if it came to nothing and there is something to run still."""
        is_lacking = any(tried.is_unknown for tried in self.readiness.solutions)
        return self.verifying if is_lacking and self.verifying and self.verifying.state == Job.State.DEAD else None

    @property
    def is_live(self) -> bool:
        return any(job.is_live for job in self.jobs.values())

    @property
    def is_public(self) -> bool:
        """What stands here is what solvers see."""
        problem = self.bench.problem
        return problem.is_published and problem.current_id == self.bench.draft.version_id

    @property
    def may_be_written(self) -> bool:
        """Nothing but what Gemini starts from is there."""
        draft = self.bench.draft
        return self.bench.may_write and not draft.programs("validator") and not lacks(draft)

    @property
    def blocking(self) -> list[Shown]:
        return self.shown(self.readiness.blocking)

    @property
    def advice(self) -> list[Shown]:
        return self.shown(self.readiness.advice)

    @cached_property
    def waiting(self) -> set[str]:
        """What is being found out now needs no button."""
        kinds = {"verify_draft": "verify", "check_programs": "check"}
        return {name for kind, name in kinds.items() if kind in self.jobs and self.jobs[kind].is_live}

    def shown(self, items: list[Item]) -> list[Shown]:
        slug, offered, found = self.bench.problem.slug, set(self.waiting), []
        for item in items:
            link = self.bench.address(item.page)
            if item.path:
                link = reverse("workshop-program", args=[slug, "show", item.path])
            address, button = FINDS.get(item.job, ("", ""))
            if not button or item.job in offered or not self.bench.may_write:
                found.append(Shown(item, link))
                continue
            offered.add(item.job)
            found.append(Shown(item, link, reverse(address, args=[slug]), button))
        return found


def latest_jobs(problem: Problem) -> dict[str, Job]:
    """By kind."""
    rows = Job.objects.filter(kind__in=KINDS, subject=problem.pk).order_by()
    latest = rows.values("kind").annotate(latest=Max("pk")).values("latest")
    return {job.kind: job for job in Job.objects.filter(pk__in=latest).defer("log", "checkpoint")}


@login_required
@require_safe
def show(request, slug):
    bench = bench_of(request, slug)
    return page(
        request, bench, "workshop/overview.html", "overview", overview=Overview(bench), flags=flags.latest(bench)
    )


@login_required
@require_POST
def verify(request, slug):
    """One that died goes on where it was."""
    bench = bench_of(request, slug, to_write=True)
    job = latest_jobs(bench.problem).get("verify_draft")
    if not (job and job.state == Job.State.DEAD and queue.retry(job)):
        jobs.verify(bench.problem, request.user)
    return redirect("workshop-overview", slug)


@login_required
@require_POST
def cancel(request, slug):
    bench = bench_of(request, slug, to_write=True)
    if (job := latest_jobs(bench.problem).get("verify_draft")) and job.is_live:
        queue.cancel(job)
    return redirect("workshop-overview", slug)


@login_required
@require_POST
def mark(request, slug):
    """By staff, of the version that they have looked at."""
    bench = bench_of(request, slug)
    if not request.user.is_staff:
        raise PermissionDenied
    version = request.POST.get("version", "")
    publishing.verify(bench.problem, int(version) if version.isdecimal() and len(version) < 16 else None)
    return redirect("workshop-overview", slug)


# Live


@require_safe
def stream(request, slug):
    return drawn_on(request, slug, trials.topic, readiness)


def readiness(bench: Bench) -> Drawn:
    overview = Overview(bench)
    return Drawn(["workshop/_readiness.html"], {"overview": overview}, not overview.is_live)
