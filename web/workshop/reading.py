"""A reading as its page shows it: the run, the job that works on it, what came of it."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape

from judge import events, extraction, jobs
from judge.models import AiRun, Blob, Job, Problem
from web.workshop.bring_form import BringForm

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
    may_begin: bool = False
    steps: list[Step] = field(default_factory=list)

    @property
    def asked(self) -> dict:
        return (self.run.document or {})["asked"]

    @property
    def origin(self) -> str:
        return extraction.origin({"asked": self.asked, "url": self.asked.get("url", "")})

    @property
    def problem(self) -> Problem | None:
        """That was begun with it, and is still there."""
        begun = self.run.problem
        return begun if begun and begun.state != Problem.State.DELETED else None

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
    reading.may_begin = run.requested_by_id == user.pk
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
