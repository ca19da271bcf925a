"""What the jobs on a problem's tests have in common: what they keep aside, and what they tell."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.db.models.functions import Now

from judge import drafting, events, testsets
from judge.failures import Failures
from judge.models import Problem, TestSet
from judge.testsets import Row

FRESH = timedelta(hours=20)  # what nothing links to is collected after a day
PAUSE = 0.2  # seconds between two events


def topic(problem_id: int) -> str:
    """Of its own: elsewhere the fences of other jobs count."""
    return f"problem:{problem_id}:tests"


def job_key(problem_id: int) -> str:
    return f"tests {problem_id}"


def aside(problem: Problem, pk: int | None) -> list[Row]:
    """What an earlier stretch of the job has finished, while its blobs are there for sure."""
    kept = TestSet.objects.filter(pk=pk, problem=problem, created__gt=Now() - FRESH).first() if pk else None
    return testsets.rows(kept.columns) if kept else []


def kept_aside(problem: Problem, rows: Sequence[Row], pk: int | None) -> int:
    columns = testsets.columns(rows)
    if pk and TestSet.objects.filter(pk=pk, problem=problem).update(columns=columns, count=len(rows)):
        return pk
    return TestSet.objects.create(problem=problem, columns=columns, count=len(rows)).pk


def leftovers(problems: Iterable[int]):
    """Of jobs that came to nothing, a while ago."""
    rows = TestSet.objects.filter(problem__in=problems, revisions=None, invocations=None, created__lt=Now() - FRESH)
    return TestSet.objects.filter(pk__in=rows.values("pk"))


def keep_evidence(problem: Problem, failures: Failures) -> None:
    drafting.link(problem, failures.evidence)


class Teller:
    """Says how far it is: to the row, and to whoever watches, but not at every test."""

    def __init__(self, problem_id: int, fence: int, report: Callable[[int, int], None]):
        self.topic, self.fence, self.report, self.told = topic(problem_id), fence, report, 0.0

    def __call__(self, done: int, goal: int) -> None:
        self.report(done, goal)
        if time.monotonic() - self.told > PAUSE or done == goal:
            events.publish(self.topic, fence=self.fence, done=done, goal=goal)
            self.told = time.monotonic()

    def end(self) -> None:
        events.publish(self.topic, fence=self.fence, state="ended")
