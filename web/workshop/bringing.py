"""A problem that is read from a page, a text or a PDF: asked for, watched, and begun as a draft."""

from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from judge import asking, events, extraction, jobs, queue
from judge.models import AiRun, Blob, Job
from web.access import request_of
from web.images import picture_response
from web.workshop.bench import bench_of
from web.workshop.bring_form import BringForm, NewProblem, drawn
from web.workshop.live import followed
from web.workshop.signed import words_kept

STEPS = {
    "fetch": "The page is fetched",
    "look": "Its pictures are fetched",
    "read": "The AI reads it",
    "run": "Its solution runs on the samples",
    "mend": "What was wrong goes back to the AI",
}
ENDS = {"right": "every sample is right", "wrong": "not every sample is right", "untried": "there is no sample to run"}


@dataclass
class Step:
    words: str
    end: str = ""


@dataclass
class Watched:
    """A run, and the job that works on it, which may be somebody else's."""

    run: AiRun
    job: Job | None
    result: dict
    failure: str = ""
    is_closed: bool = False
    may_cancel: bool = False
    steps: list[Step] = field(default_factory=list)

    @property
    def asked(self) -> dict:
        return (self.run.document or {})["asked"]

    @property
    def origin(self) -> str:
        return extraction.origin({"asked": self.asked, "url": self.asked.get("url", "")})

    @property
    def pdf(self) -> QuerySet[Blob]:
        """The PDF that was brought, as long as it is kept."""
        return Blob.objects.filter(pk=self.asked.get("pdf"))

    @property
    def is_gone(self) -> bool:
        return bool(self.asked.get("pdf")) and not self.pdf.exists()

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def setback(self) -> str:
        return jobs.setback(self.job)

    @property
    def statement(self) -> str:
        """As it will stand in the draft, its pictures from here. It is sanitised, as every statement is."""
        html = self.result.get("html", {}).get("statement", "")
        return html.replace('src="images/', f'src="{reverse("workshop-reading", args=[self.run.pk])}/images/')

    @property
    def bounds(self) -> list[dict]:
        said = self.result["reading"]["bounds"]
        typeset = self.result.get("html", {}).get("bounds") or [
            (escape(b["stated"]), escape(b["variable"])) for b in said
        ]
        return [bound | {"html": html} for bound, html in zip(said, typeset, strict=True)]

    @property
    def missing(self) -> list[dict]:
        return extraction.missing(self.result)

    @property
    def left_out(self) -> list[dict]:
        return [picture for picture in self.result.get("pictures", []) if picture["is_left_out"]]

    @property
    def bring(self) -> BringForm:
        """With everything that was typed."""
        return BringForm(initial=self.asked)


def reading_of(pk: int, user) -> Watched:
    """For whoever asked for it."""
    runs = AiRun.objects.filter(kind=AiRun.Kind.EXTRACTION).select_related("problem")
    run = get_object_or_404(runs if user.is_staff else runs.filter(requested_by=user), pk=pk)
    worked_on = (run.document or {}).get("like", run.pk)
    job = Job.objects.about("extract_problem", worked_on).order_by("-pk").first()  # before the run that it ends
    source = run if worked_on == run.pk and not (job and not job.is_live) else AiRun.objects.get(pk=worked_on)
    reading = Watched(run, job, extraction.result_of(run if worked_on != run.pk else source))
    reading.may_cancel = reading.is_live and job is not None and job.requested_by_id == user.pk
    if reading.is_live and job:
        reading.steps = steps(events.so_far(source.topic) or [])
    elif not reading.result:
        reading.failure = source.failure
        reading.is_closed = bool((source.document or {}).get("is_closed"))
    return reading


def steps(so_far: list[tuple[str, dict]]) -> list[Step]:
    """Of the newest attempt."""
    told = [event for _, event in so_far]
    newest = max((event.get("fence") or 0 for event in told), default=0)
    found: list[Step] = []
    for event in told:
        if (event.get("fence") or 0) < newest:
            continue
        if event.get("step") == "ran" and found:
            found[-1].end = ENDS.get(event.get("state", ""), "")
        elif event.get("step") in STEPS:
            number = f", round {event['round']}" if event.get("round", 1) > 1 else ""
            found.append(Step(f"{STEPS[event['step']]}{number}"))
    return found


@words_kept("url", "text")
@require_POST
def create(request):
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, NewProblem(), form, 422)
    return redirect("workshop-reading", jobs.begin_extraction(form.asked(), request.user).pk)


@login_required
@require_safe
@never_cache
def show(request, pk):
    context = {"reading": reading_of(pk, request.user), "section": "workshop", "unavailable": asking.unavailable()}
    return render(request, "workshop/bring/show.html", context)


@login_required
@require_safe
def picture(request, pk, name):
    found = reading_of(pk, request.user).result
    if name not in [each["file"] for each in found.get("pictures", []) if each["file"]]:
        raise Http404
    return picture_response(request, name, f"{found['album']}-{name}", lambda: extraction.picture(found, name))


@login_required
@require_POST
def again(request, pk):
    reading = reading_of(pk, request.user)
    if reading.is_live or asking.unavailable():
        return redirect("workshop-reading", pk)
    if reading.asked.get("pdf") and not reading.pdf.update(last_used=Now()):  # which keeps it for another day
        return redirect("workshop-reading", pk)
    return redirect("workshop-reading", jobs.begin_extraction(reading.asked, request.user).pk)


@login_required
@require_POST
def cancel(request, pk):
    reading = reading_of(pk, request.user)
    if reading.may_cancel:
        queue.cancel(reading.job)
    return redirect("workshop-reading", pk)


@login_required
@require_POST
def begin(request, pk):
    reading = reading_of(pk, request.user)
    if not reading.result:
        return redirect("workshop-reading", pk)
    with transaction.atomic():
        problem = extraction.begin(reading.run, request.user)
        jobs.ask_for_check(problem, request.user)
    return redirect("workshop-overview", problem.slug)


@login_required
@require_POST
def check(request, slug):
    """Somebody has compared the draft with where it is from."""
    bench = bench_of(request, slug, to_write=True)
    extraction.check(bench.problem, request.user)
    return redirect("workshop-overview", slug)


# Live


@require_safe
def stream(request, pk):
    look = partial(looked, request.COOKIES.get(settings.SESSION_COOKIE_NAME), pk, get_token(request))
    user = request_of(request.COOKIES.get(settings.SESSION_COOKIE_NAME)).user
    reading = reading_of(pk, user)
    return followed(AiRun(pk=reading.job.subject if reading.job else pk).topic, look)


def looked(session_key: str | None, pk: int, csrf_token: str) -> tuple[str, bool]:
    user = request_of(session_key).user
    if not user.is_authenticated:
        raise Http404
    reading = reading_of(pk, user)
    context = {"reading": reading, "user": user, "csrf_token": csrf_token, "oob": True}
    context["unavailable"] = "" if reading.is_live else asking.unavailable()
    return render_to_string("workshop/bring/_run.html", context), not reading.is_live
