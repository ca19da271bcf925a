"""Tells the holder of a running job that there is news in its row. Only a wake-up: what the news is, the row says."""

import logging

from django.conf import settings
from redis import RedisError

from judge.queue.messages import message_id
from judge.redis import connection, hasty_connection

log = logging.getLogger(__name__)


def nudge(job):
    """Best effort: what Redis does not take now, the next heartbeat finds. By then nobody looks for it any more."""
    try:
        connection().set(key(job), "", ex=max(1, round(settings.JOB_LEASE)))
    except (RedisError, OSError) as error:
        log.warning("job %s (%s) hears of it at its next heartbeat: %s", job.pk, job, error)


def was_nudged(job) -> bool:
    """Asked beside a running job, which must not wait for a Redis that is away."""
    try:
        return bool(hasty_connection().exists(key(job)))
    except (RedisError, OSError):
        return False


def key(job):
    """Of this claim alone."""
    return f"nudge:{message_id(job)}"
