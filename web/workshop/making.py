"""The jobs that make a problem's tests and their outputs: begun, watched, cancelled."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from judge import blobs, events, jobs, queue, working
from judge.difference import first_difference
from judge.failures import Failure
from judge.models import Job, Problem
from judge.outcome import SHOWN
from judge.tokens import Flags
from web.access import request_of
from web.answer import Panel, Piece, marked
from web.http import EventStream, Message, batches, in_thread
from web.live import ID
from web.workshop.bench import Bench, bench_of

KINDS = ("generate_tests", "generate_outputs")
LOOK = 3.0  # seconds until row, place in the queue and rights are read again
GATHER = 0.1


@dataclass(frozen=True)
class Disagreement:
    failure: Failure
    ours: Panel
    theirs: Panel


@dataclass
class Making:
    """The job that works on the tests, or the last one that did."""

    job: Job | None = None
    place: int | None = None  # in the queue: 1 is next
    after: str = "0"  # the id of the newest event that is drawn
    has_events: bool = True
    failures: list[Failure] = field(default_factory=list)
    disagreement: Disagreement | None = None  # the first

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def did_fail(self) -> bool:
        return bool(self.job and self.job.can_be_retried)

    def take(self, news: list[dict]) -> bool:
        """Whether one of them tells how far it is."""
        told = [event for event in news if "goal" in event]
        if told and self.job:
            self.job.progress, self.job.goal = told[-1]["done"], told[-1]["goal"]
        return bool(told)


def making_of(problem: Problem) -> Making:
    rows = Job.objects.filter(kind__in=KINDS, subject=problem.pk).select_related("requested_by")
    job = rows.order_by("-pk").first()
    if not job:
        return Making()
    found = (job.checkpoint or {}).get("failures", ()) if job.state == Job.State.DEAD else ()
    failures = [Failure(**failure) for failure in found]
    return Making(
        job=job,
        place=job.position() + 1 if job.is_due else None,
        after=events.last_id(working.topic(problem.pk)) if job.is_live else "0",
        failures=failures,
        disagreement=next((disagreement(failure, problem) for failure in failures if failure.ours), None),
    )


def disagreement(failure: Failure, problem: Problem) -> Disagreement:
    ours, theirs = blobs.read(failure.ours, SHOWN), blobs.read(failure.theirs, SHOWN)
    checker = problem.draft.document["checker"] if problem.draft else {}
    found = None
    if checker.get("kind") == "tokens":
        flags, cut = Flags(**checker["flags"]), {"output_is_cut": is_cut(theirs), "expected_is_cut": is_cut(ours)}
        found = first_difference(theirs, ours, flags, **cut)
    return Disagreement(
        failure,
        marked(Piece(ours, len(ours)), found.expected if found else None, "right"),
        marked(Piece(theirs, len(theirs)), found.output if found else None, "wrong"),
    )


def is_cut(kept: bytes) -> bool:
    """It may be: more than so much isn't kept."""
    return len(kept) >= SHOWN


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


@require_safe
async def stream(request, slug):
    look = partial(looked, request.COOKIES.get(settings.SESSION_COOKIE_NAME), slug)
    after = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return EventStream(told(await in_thread(look), look, after, get_token(request)))


def looked(session_key: str | None, slug: str) -> tuple[Bench, Making]:
    bench = bench_of(request_of(session_key), slug)
    return bench, making_of(bench.problem)


type Look = Callable[[], tuple[Bench, Making]]


async def told(first: tuple[Bench, Making], look: Look, after: str, token: str) -> AsyncGenerator[Message | None]:
    """The panel as the work goes on, and at last one that fetches the tests. Redis away: one that looks by itself."""
    bench, making = first
    topic, seen = working.topic(bench.problem.pk), monotonic()
    heard = batches(events.listen(topic, after if ID.fullmatch(after) else "0"), wait=1, gather=GATHER)
    try:
        async with aclosing(heard):
            while making.is_live:
                batch = await anext(heard)
                if (None, events.AWAY) in batch:
                    break
                news = [event for event in batch if event and event[0]]
                is_new = making.take([event for _, event in news])
                if any("state" in event for _, event in news) or monotonic() - seen > LOOK:
                    (bench, making), seen, is_new = await in_thread(look), monotonic(), True
                if making.is_live:
                    yield Message(drawn(bench, making, token), (news and news[-1][0]) or "") if is_new else None
    except Http404:
        return
    making.has_events = False
    yield Message(drawn(bench, making, token))


def drawn(bench: Bench, making: Making, token: str) -> str:
    context = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "making": making, "csrf_token": token}
    return render_to_string("workshop/_making.html", context | {"oob": True})
