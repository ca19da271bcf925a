"""Everything that the result on a submission's page is drawn from, for the first page and the live update alike."""

from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.utils import timezone

from judge import rejudging
from judge.models import Flag, Job, Rejudge, Submission
from judge.verdict import Verdict
from web.answer import WITHOUT_ANSWER, answer_of, compiler_of, has_broken_checker
from web.flag_form import FlagForm
from web.hinting import Hinting
from web.progress import Progress


@dataclass
class Waiting:
    """How its job stands, while there is no verdict."""

    job: Job | None = None
    place: int | None = None  # in the queue: 1 is next

    @property
    def is_running(self) -> bool:
        return bool(self.job and self.job.state == Job.State.RUNNING)

    @property
    def is_told_to_stop(self) -> bool:
        return self.is_running and bool(self.job and self.job.cancel)

    @property
    def is_over(self) -> bool:
        return bool(self.job and not self.job.is_live)

    @property
    def is_retry(self) -> bool:
        return bool(self.job and self.job.attempt > self.is_running)

    @property
    def seconds(self) -> float:
        """Since the work began."""
        since = self.job and self.job.started
        return max((timezone.now() - since).total_seconds(), 0) if since else 0


class Result:
    def __init__(self, submission: Submission, user, number: int | None = None):
        self.submission, self.user, self.number = submission, user, number  # of the test that was asked for
        self.progress = Progress(submission.version.test_count)
        self.progress.remember(submission.results)
        self.has_events = False  # Redis is there to tell them
        self.after = "0"  # the id of the newest event that is drawn
        self.waiting = Waiting()
        self.flag_form = FlagForm()

    def with_waiting(self) -> "Result":
        """With how its job stands, which only matters while there is no verdict."""
        if not self.submission.is_judged:
            self.waiting = waiting_of(self.submission)
        return self

    def apart(self) -> "Result":
        """One whose progress can go on while this one is drawn."""
        result = copy(self)
        result.progress = replace(self.progress, cells=dict(self.progress.cells))
        return result

    def anew(self) -> "Result":
        """With what changes in the database until there is a verdict."""
        row = get_object_or_404(Submission.objects.defer(None).only("verdict", "results"), pk=self.submission.pk)
        result = self.apart()
        result.submission = copy(self.submission)
        result.submission.verdict = row.verdict
        result.progress.remember(row.results)
        return result.with_waiting()

    @cached_property
    def rejudge(self) -> Rejudge | None:
        """Asked for on older versions than the problem's newest only."""
        sub = self.submission
        is_old = sub.problem.current_id not in (None, sub.version_id)
        return rejudging.coming_to(sub) if is_old else None

    @property
    def seen(self) -> str:
        """A name for what its page shows."""
        return f"{self.submission.version_id}-{self.submission.verdict}{'-again' if self.rejudge else ''}"

    @property
    def heading(self) -> tuple[str, int, int | None]:
        return self.progress.phase, self.progress.current, self.waiting.place

    @cached_property
    def sees_all(self) -> bool:
        return self.submission.problem.is_worked_on_by(self.user)

    @cached_property
    def answer(self):
        return answer_of(self.submission, self.sees_all, self.number) if self.submission.is_judged else None

    @property
    def has_broken_checker(self) -> bool:
        return has_broken_checker(self.submission)

    @cached_property
    def hints(self) -> Hinting | None:
        """For those who may see the submission, once there is a failure to explain; its author may ask for them."""
        return Hinting.of(self.submission, self.user) if self.submission.is_judged else None

    @cached_property
    def compiler(self):
        return compiler_of(self.submission)

    @cached_property
    def flags(self) -> list[Flag]:
        """What its author has said of it. Only what is or was accepted has any, and only they are shown them."""
        sub = self.submission
        was_accepted = sub.verdict == Verdict.ACCEPTED or sub.earlier
        return list(sub.flags.order_by("pk")) if was_accepted and self.is_own else []

    @property
    def is_own(self) -> bool:
        return self.submission.author_id == self.user.pk

    @property
    def may_flag(self) -> bool:
        is_told = any(flag.is_open for flag in self.flags)
        return self.is_own and self.submission.verdict == Verdict.ACCEPTED and not is_told

    @property
    def title(self) -> str:
        if not self.submission.is_judged:
            return "Judging …"
        where = f" on test {self.submission.failed_test}" if self.submission.failed_test else ""
        return self.submission.get_verdict_display() + where

    @property
    def time_limit(self) -> float:
        return self.submission.version.time_limit_for(self.submission.language)

    @property
    def passed(self) -> int | None:
        """How many tests did, when not all did and all were run."""
        if self.submission.verdict == Verdict.ACCEPTED or not self.submission.is_judged or self.stopped_early:
            return None
        return sum(cell.verdict == Verdict.ACCEPTED for cell in self.progress.cells.values())

    @property
    def stopped_early(self) -> bool:
        if self.submission.verdict in WITHOUT_ANSWER:
            return False
        return self.submission.version.stops_early and len(self.progress.cells) < self.progress.test_count


def job_of(submission: Submission) -> Job | None:
    return Job.objects.about("run_submission", submission.pk).defer("log", "checkpoint").order_by("-pk").first()


def waiting_of(submission: Submission) -> Waiting:
    job = job_of(submission)
    return Waiting(job, job.position() + 1 if job and job.state == Job.State.QUEUED else None)
