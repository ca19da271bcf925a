"""Everything that the result on a submission's page is drawn from, for the first page and the live update alike."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from judge.models import Job, Submission
from web.answer import answer_of, compiler_of
from web.progress import Progress


@dataclass
class Waiting:
    """How its job stands, while there is no verdict."""

    job: Job | None

    @cached_property
    def place(self) -> int | None:
        """1 is next. None when it isn't queued."""
        return self.job.place_in_queue() if self.job and self.job.state == Job.State.QUEUED else None

    @property
    def is_retry(self) -> bool:
        return bool(self.job and self.job.attempt > (self.job.state == Job.State.RUNNING))

    @property
    def seconds(self) -> float:
        since = self.job and (self.job.started or self.job.created)
        return max((timezone.now() - since).total_seconds(), 0) if since else 0


class Result:
    def __init__(self, submission: Submission, user, number: int | None = None):
        self.submission, self.user, self.number = submission, user, number  # of the test that was asked for
        self.progress = Progress(submission.version.test_count)
        self.progress.remember(submission.results)
        self.after = ""  # the id of the newest event that is drawn; empty when there are no events to be had
        self.waiting = Waiting(None)

    @cached_property
    def sees_all(self) -> bool:
        return self.submission.problem.is_worked_on_by(self.user)

    @cached_property
    def answer(self):
        return answer_of(self.submission, self.sees_all, self.number)

    @cached_property
    def compiler(self):
        return compiler_of(self.submission)

    @property
    def passed(self) -> int:
        return (self.submission.results or {}).get("verdict", []).count("AC")


def waiting_of(submission: Submission) -> Waiting:
    jobs = Job.objects.filter(kind="run_submission", subject=submission.pk)
    return Waiting(jobs.order_by("-pk").first())
