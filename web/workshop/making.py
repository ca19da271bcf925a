"""The jobs that make a problem's tests and their outputs: begun, watched, cancelled."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from judge import events, jobs, queue, working
from judge.failures import Failure
from judge.models import Job, Problem
from web.access import request_of
from web.http import EventStream, Message, give_connection_back, in_thread
from web.live import ID
from web.workshop.bench import Bench, bench_of
from web.workshop.disagreement import Disagreement, disagreements

KINDS = ("generate_tests", "generate_outputs")
LOOK = 3.0  # seconds until row, place in the queue and rights are read again


@dataclass
class Making:
    """The job that works on the tests, or the last one that did."""

    job: Job | None = None
    place: int | None = None  # in the queue: 1 is next
    after: str = "0"  # the id of the newest event that is drawn
    has_events: bool = True
    failures: list[Failure] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)  # the first few
    looked: float = field(default_factory=monotonic)

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def did_fail(self) -> bool:
        return bool(self.job and self.job.can_be_retried)

    @property
    def is_to_be_looked_at(self) -> bool:
        return monotonic() - self.looked > LOOK

    def take(self, news: list[dict]) -> None:
        told = [event for event in news if "goal" in event]
        if told and self.job:
            self.job.progress, self.job.goal = told[-1]["done"], told[-1]["goal"]


def making_of(problem: Problem) -> Making:
    rows = Job.objects.filter(kind__in=KINDS, subject=problem.pk).select_related("requested_by")
    job = rows.defer("checkpoint").annotate(found=F("checkpoint__failures")).order_by("-pk").first()
    if not job:
        return Making()
    found = job.found if job.state == Job.State.DEAD else ()
    failures = [Failure(**failure) for failure in found or ()]
    return Making(
        job=job,
        place=job.position() + 1 if job.is_due else None,
        after=events.last_id(working.topic(problem.pk)) if job.is_live else "0",
        failures=failures,
        disagreements=disagreements(failures, problem),
    )


@login_required
@require_POST
def cancel(request, slug):
    bench = bench_of(request, slug, to_write=True)
    if (job := making_of(bench.problem).job) and job.is_live:
        queue.cancel(job)
    return redirect("workshop-tests", slug)


def begin(kind: str, bench: Bench, user) -> None:
    """Or leave it to the one that is at it."""
    jobs.begin_on_tests({"tests": jobs.generate_tests, "outputs": jobs.generate_outputs}[kind], bench.problem, user)


# Live


@require_GET
def stream(request, slug):
    look = partial(looked, request.COOKIES.get(settings.SESSION_COOKIE_NAME), slug)
    first = look()
    give_connection_back()
    after = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return EventStream(told(first, look, after, get_token(request)))


def looked(session_key: str | None, slug: str) -> tuple[Bench, Making]:
    """Anew: sessions end, and rights change."""
    request = request_of(session_key)
    if not request.user.is_authenticated:
        raise Http404
    bench = bench_of(request, slug)
    return bench, making_of(bench.problem)


type Look = Callable[[], tuple[Bench, Making]]


async def told(first: tuple[Bench, Making], look: Look, after: str, token: str) -> AsyncGenerator[Message | None]:
    """The panel as the work goes on, and at last one that fetches the tests. Redis away: one that looks by itself."""
    bench, making = first
    try:
        with events.listen(working.topic(bench.problem.pk), after if ID.fullmatch(after) else "0") as reader:
            while making.is_live:
                batch = await reader.heard(LOOK)
                if (None, events.AWAY) in batch:
                    break
                making.take([event for id, event in batch if id])
                if not batch or any("state" in event for _, event in batch) or making.is_to_be_looked_at:
                    bench, making = await in_thread(look)
                if making.is_live:
                    yield Message(drawn(bench, making, token), (batch and batch[-1][0]) or "")
    except Http404:
        return
    making.has_events = False
    yield Message(drawn(bench, making, token))


def drawn(bench: Bench, making: Making, token: str) -> str:
    context = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "making": making, "csrf_token": token}
    return render_to_string("workshop/_making.html", context | {"oob": True})
