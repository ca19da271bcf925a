"""What the AI is asked for. The subject of each job is its AiRun: result and ledger in one row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from judge import asking, events, hints
from judge.gemini import AiError
from judge.models import AiRun, Job
from judge.queue import Refused, fence, job, last_write, say

SOFT, HARD, CAP = 9 * 60, 10 * 60, 300


@contextmanager
def explained() -> Iterator[None]:
    """What asking again can't mend ends the job at once; the rest is tried again. Either says why in plain words."""
    try:
        yield
    except AiError as error:
        say(str(error))
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
    if row is None or row.state != Job.State.QUEUED or not row.attempt:
        return ""
    words, promise = reason(row), "It is tried again by itself."
    return words if promise in words else f"{words.rstrip('.')}. {promise}"


def revive_runs(ids: list[int]) -> None:
    asking.revive(ids)
    events.forget_on_commit([AiRun(pk=pk).topic for pk in ids])


def tells(run: AiRun) -> Callable[[str], None]:
    return lambda step: events.publish(run.topic, fence=fence(), step=step)


@job(
    queue="ai",
    priority=6,
    soft=SOFT,
    hard=HARD,
    cap=CAP,
    on_abandon=ends_runs("write_hints"),
    on_revive=revive_runs,
)
def write_hints(run_id):
    run = AiRun.objects.for_asking().for_hints().get(pk=run_id)
    asker = asking.Asker(run)
    try:
        with explained():
            found = hints.write(run, asker, tells(run))
    except hints.NothingToHint as error:
        raise Refused(str(error)) from error
    with last_write():
        run.finish(asker.calls, found)
    events.publish(run.topic, fence=fence(), state="ended")
