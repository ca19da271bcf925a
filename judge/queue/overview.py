"""How the queues stand."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from redis import RedisError
from rq.serializers import JSONSerializer

from judge.models.job import Job
from judge.queue import crowds
from judge.queue.messages import Message, queue_named
from judge.queue.scheduling import ALIVE
from judge.queue.sweeping import LOCK, Sweeper
from judge.queue.workers import Worker
from judge.redis import connection

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """One queue. Workers by name, or None when Redis, which knows them, is away."""

    name: str
    waiting: int = 0
    later: int = 0  # to be tried again
    oldest: datetime | None = None  # since when the first of those that wait could have run
    running: int = 0
    dead: int = 0
    workers: list[str] | None = None


def standings() -> list[Standing]:
    """In one statement."""
    due, later = Q(state=Job.State.QUEUED, due__lte=Now()), Q(state=Job.State.QUEUED, due__gt=Now())
    counts = (
        Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING, Job.State.DEAD])
        .values("queue")
        .annotate(
            waiting=Count("pk", filter=due),
            later=Count("pk", filter=later),
            oldest=Min("due", filter=due),
            running=Count("pk", filter=Q(state=Job.State.RUNNING)),
            dead=Count("pk", filter=Q(state=Job.State.DEAD)),
        )
    )
    found: dict[str, dict] = {row.pop("queue"): row for row in counts}
    return [Standing(name, workers=workers(name), **found.get(name, {})) for name in settings.QUEUES]


def workers(queue: str) -> list[str] | None:
    try:
        return sorted(
            worker.name for worker in Worker.all(queue=queue_named(queue), job_class=Message, serializer=JSONSerializer)
        )
    except (RedisError, OSError) as error:
        log.warning("nobody knows the workers of %s: %s", queue, error)
        return None


def absent() -> list[str] | None:
    """Which of the processes that there is one of are not there. None when nobody can say."""
    keys = {"sweeper": LOCK, "scheduler": ALIVE}
    try:
        return [name for name, key in keys.items() if not connection().exists(key)]
    except (RedisError, OSError):
        return None


def recover() -> int:
    """What the sweeper does, now: free the jobs whose lease is over, and send what Redis forgot. How many were freed.

    By the database's clock; the sweeper trusts none and so takes longer. Should that clock have jumped, an attempt is
    taken from its worker and lost, but nothing is done twice.
    """
    freed = crowds.free_orphans()
    Sweeper().send_forgotten()
    return freed
