"""What RQ carries: a wake-up that names a row. Nothing of RQ's own is retried or timed."""

import logging
from functools import cache

import django_rq
from django.utils.module_loading import import_string
from redis import RedisError
from rq.job import Job as RQJob
from rq.serializers import JSONSerializer

from judge.redis import connection

KEPT = 24 * 3600  # seconds that a message's short result stays for the dashboard

log = logging.getLogger(__name__)


class Message(RQJob):
    """Its "function" is a name for people to read; whatever it says, only `wake` is ever called."""

    def __init__(self, id=None, connection=None, serializer=None):
        super().__init__(id, connection, JSONSerializer)  # rq-scheduler passes none and would read pickle

    @property
    def func(self):
        return import_string("judge.queue.running.wake")


@cache
def queue_named(name):
    return django_rq.get_queue(name, connection=connection(), job_class=Message, commit_mode="auto")


def send(job):
    """Best effort: what Redis does not take now, the sweeper sends later. Whether it is sent."""
    try:
        queue = queue_named(job.queue)
        with queue.connection.pipeline() as at_once:
            queue.enqueue_call(
                str(job),
                (job.kind, job.pk),
                job_id=message_id(job),
                description=str(job),
                timeout=-1,
                result_ttl=KEPT,
                failure_ttl=KEPT,
                pipeline=at_once,
            )
            at_once.execute()
    except (RedisError, OSError) as error:
        log.warning("job %s (%s) is not sent, the sweeper will: %s", job.pk, job, error)
        return False
    return True


def describe(message, job):
    """It wakes a worker to do another job than that which it was sent for; the dashboard, whose Stop stops what the
    worker does, has to say which.
    """
    try:
        message.description = str(job)  # is saved once more when it has ended
        message.connection.hset(message.key, "description", message.description)
    except (RedisError, OSError) as error:
        log.warning("the dashboard does not know that job %s (%s) runs: %s", job.pk, job, error)


def message_id(job):
    return f"{job.pk}-{job.fence}"
