"""What a worker does with a message."""

import logging
import time
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import close_old_connections, connections, transaction
from rq import get_current_job
from rq.results import Result

from judge.models.job import Fenced, Job
from judge.models.text import clean
from judge.queue import messages, room
from judge.queue.kinds import KINDS, retry
from judge.queue.release import release, stop
from judge.queue.watch import Cancelled, HandedOver, Postponed, Process, Refused, Watch
from judge.queue.writing import end

BY_PRIORITY = ("ai", "maintenance")  # queues whose jobs differ in priority: the woken worker takes the best of them
FRESH = 1  # second

log = logging.getLogger(__name__)


class AttemptFailed(Exception):
    """For RQ's dashboard only: the row is settled already."""


def wake(kind, pk=None):
    """What every message calls: run a job of that kind, or, without a row's number, make one because it is time to."""
    renew_connections()
    try:
        if pk is None:
            return make(kind)
        return requeue(pk) if was_requeued() else run(pk)
    except DatabaseError as error:
        log.error("%s %s is left to the sweeper: %s", kind, pk or "", error)
        return "the database is away"


def renew_connections():
    """One that has served a second ago isn't asked whether it still does: that is a question a job in a burst."""
    now = time.monotonic()
    if now - Process.woken_at > FRESH or any(each.errors_occurred for each in connections.all(initialized_only=True)):
        close_old_connections()
    Process.woken_at = now


def make(name):
    """The clock says so; one that is still waiting or running is enough."""
    if name not in KINDS:
        return "unknown"
    with transaction.atomic():
        job = KINDS[name].enqueue(key=f"every {name}")
    return f"job {job.pk}"


def was_requeued():
    """By the dashboard: a message of ours is made anew each time that it is sent, and fails once at most."""
    message = get_current_job()
    assert message is not None
    if message.enqueued_at is None or message.enqueued_at - message.created_at < timedelta(seconds=1):
        return False  # without asking Redis
    result = message.latest_result()
    return result is not None and result.type == Result.Type.FAILED


def requeue(pk):
    """What our own Retry does, or why not: the dashboard shows the answer."""
    job = Job.objects.filter(pk=pk).first()
    if job and retry(job):
        return f"job {pk} is retried"
    return f"not retried: job {pk} is {job.state}" if job else f"not retried: job {pk} is deleted"


def run(pk):
    job = claim(pk)
    if not job:
        return "nothing to do"  # delivered twice, cancelled, not due yet; or no room
    if job.kind not in KINDS:
        release(job, "unknown")
        return "unknown"
    return settle(job, attempt(job, KINDS[job.kind]))


def claim(pk):
    message = get_current_job()
    assert message is not None
    if lack := room.lack(message.origin):  # since it began to wait
        log.error("job %s is left to the sweeper: %s", pk, lack)
        return None
    if message.origin in BY_PRIORITY:
        job = Job.objects.claim_best(message.origin, message.worker_name)
        if job and message.description != str(job):
            messages.describe(message, job)
        return job
    return Job.objects.claim(pk, message.worker_name)


def attempt(job, kind):
    """Run it to its end. What stopped it, or None."""
    watch = Process.watch = Watch(job, kind)
    try:
        try:
            watch.begin()
            kind.function(*([] if job.subject is None else [job.subject]))
            if not watch.finished:
                end()
        finally:
            watch.end()
    except BaseException as error:  # noqa: BLE001 (whatever a job raises is how it ended)
        watch.end()  # an interruption may have cut the first one short
        if not watch.finished:
            return error
        log.exception("job %s (%s) is done, but", job.pk, job)
    finally:
        Process.watch = None
    return None


def settle(job, error):
    """Close the row before anything else can happen. Failures are raised so that the dashboard shows them as such."""
    match error:
        case None:
            return "done"
        case Fenced():
            log.warning("job %s (%s) was taken from us", job.pk, job)
            return "taken by another worker"
        case Cancelled():
            stop(job)
            return "cancelled"
        case HandedOver():
            hand_over(job)
            return "handed over"
        case Postponed():
            reason = clean(str(error))
            release(job, reason, after=error.seconds)
        case Refused():
            reason = clean(str(error))
            release(job, reason, final=True)
        case _:
            reason = clean(f"{type(error).__name__}: {error}")
            log.error("job %s (%s) failed", job.pk, job, exc_info=error)
            release(job, reason)
    raise AttemptFailed(reason) from None  # RQ can't store every traceback


def hand_over(job):
    try:
        if job.is_to_stop():  # asked for since the last heartbeat: nobody else should begin with it
            return stop(job)
        job.hand_over()
    except Fenced:
        log.warning("job %s (%s) was taken from us", job.pk, job)
    else:
        log.info("job %s (%s) is handed over", job.pk, job)
        messages.send(job)
