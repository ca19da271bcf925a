"""What the jobs on a problem's tests have in common: what they keep aside, and what they tell."""

import time
from collections.abc import Callable, Sequence

from judge import events, linking, testsets
from judge.failures import Failures
from judge.models import Problem
from judge.testsets import Row

FRESH = 20 * 3600  # seconds: what nothing links to is collected after a day
PAUSE = 0.2  # seconds between two events


def topic(problem_id: int) -> str:
    """Of its own: elsewhere the fences of other jobs count."""
    return f"problem:{problem_id}:tests"


def job_key(problem_id: int) -> str:
    return f"tests {problem_id}"


class Aside:
    """Finished tests that nobody sees yet, in the job's checkpoint."""

    def __init__(self, checkpoint: dict | None):
        kept = checkpoint or {}
        self.since = kept.get("since", 0.0)
        if time.time() - self.since > FRESH:  # else their blobs are there for sure
            kept, self.since = {}, time.time()
        self.rows = testsets.rows(kept["tests"]) if "tests" in kept else []

    def with_rows(self, rows: Sequence[Row]) -> dict:
        self.rows = list(rows)
        return self.checkpoint

    @property
    def checkpoint(self) -> dict:
        return {"since": self.since, "tests": testsets.columns(self.rows)}


def keep_evidence(problem: Problem, failures: Failures) -> None:
    linking.link(problem, failures.evidence)


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
