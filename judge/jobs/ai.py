"""What jobs that ask the AI have in common. The subject of each is its AiRun: result and ledger in one row."""

import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from judge import asking, events
from judge.gemini import AiError, Resting
from judge.models import AiRun, Job
from judge.queue import Postponed, Refused, fence, say

SOFT, HARD, CAP = 9 * 60, 10 * 60, 300
LEAST = 5.0  # seconds until a Gemini that is left alone is asked about again

log = logging.getLogger(__name__)


@contextmanager
def explained() -> Iterator[None]:
    """What asking again can't mend ends the job at once; the rest is tried again. Either says why in plain words: who
    asked reads the job's log, and Gemini's own may quote what it was asked. Nobody is to blame for a rest of Gemini's.
    """
    try:
        yield
    except AiError as error:
        log.warning("the AI gave no answer: %s: %s", type(error).__name__, error)
        say(error.words)
        if isinstance(error, Resting):
            raise Postponed(error.words, max(error.seconds, LEAST) * random.uniform(1, 1.2)) from error
        if error.transient:
            raise type(error)(error.words) from error
        raise Refused(error.words) from error


def ends_runs(kind: str) -> Callable[[list[int]], None]:
    """For jobs of that kind which came to nothing."""

    def end(ids: list[int]) -> None:
        rows = Job.objects.filter(kind=kind, subject__in=ids).order_by("pk").only("subject", "state", "reason")
        asking.abandon({row.subject: reason(row) for row in rows if row.subject is not None})
        for pk in ids:
            events.publish_on_commit(AiRun(pk=pk).topic, state="ended")

    return end


def reason(row: Job) -> str:
    if row.state == Job.State.CANCELLED:
        return "It was cancelled."
    name, colon, words = row.reason.partition(": ")
    return words if colon and name.isidentifier() else row.reason or "It came to nothing."


def setback(row: Job | None) -> str:
    """What went wrong, of a job that waits to be tried again."""
    if row is None or row.state != Job.State.QUEUED or not row.reason:
        return ""
    return f"{reason(row).rstrip('.')}. It is tried again by itself."


def revive_runs(ids: list[int]) -> None:
    asking.revive(ids)
    events.forget_on_commit([AiRun(pk=pk).topic for pk in ids])


def tells(run: AiRun) -> Callable[[str], None]:
    return lambda step: events.publish(run.topic, fence=fence(), step=step)
