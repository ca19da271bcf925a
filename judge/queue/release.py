"""The one way in which an attempt ends without its effect, whoever finds out: the holder, its parent, a sweeper."""

import logging

from django.db import Error as DatabaseError
from django.db import transaction

from judge.models.job import Fenced, Job
from judge.queue.kinds import KINDS, tell

log = logging.getLogger(__name__)


def release(job, reason, seen=None, final=False, after=None):
    """Queued again, dead or cancelled; left alone when somebody else was faster. Never raises."""
    try:
        with transaction.atomic():
            state = fail(job, reason, seen, final, after)
            if state != Job.State.QUEUED:
                tell("on_abandon", [job])
    except Fenced:
        log.info("job %s (%s) was taken from us", job.pk, job)
    except DatabaseError as error:
        log.error("job %s (%s) is left to the sweeper: %s", job.pk, job, error)
    except Exception:
        log.exception("job %s (%s) is left to the sweeper: its on_abandon fails", job.pk, job)
    else:
        log.warning("job %s (%s) is %s: %s", job.pk, job, state, reason)


def fail(job, reason, seen, final, after):
    if kind := KINDS.get(job.kind):
        return job.fail(reason, kind.cap, seen, final, after)
    job.die(f"no job is called {job.kind}", seen)
    return Job.State.DEAD


def stop(job):
    """Somebody cancelled it, and its holder heard."""
    try:
        with transaction.atomic():
            job.stop()
            tell("on_abandon", [job])
    except Fenced:
        log.info("job %s (%s) was taken from us", job.pk, job)
    except DatabaseError as error:
        log.error("job %s (%s) is left to the sweeper: %s", job.pk, job, error)
