"""rq-scheduler makes jobs by the clock."""

import logging
import time
import warnings

from django_rq.queues import DjangoScheduler
from redis import RedisError

from judge.queue.kinds import KINDS
from judge.queue.messages import Message, queue_named
from judge.redis import connection

INTERVAL = 10  # seconds between two looks at the clock

log = logging.getLogger(__name__)


class Scheduler(DjangoScheduler):
    def enqueue_jobs(self):
        """A Redis that lost its memory is told the schedule again. RQ's own lock is held for this moment only, so that
        it tells nobody that we are there.
        """
        self.connection.set(ALIVE, "", ex=3 * INTERVAL)
        for kind in KINDS.values():
            if kind.every and schedule_id(kind) not in self:
                self.cron(
                    kind.every,
                    f"{kind.name}, every {kind.every}",
                    args=(kind.name,),
                    id=schedule_id(kind),
                    queue_name=kind.queue,
                    timeout=-1,
                    description=f"{kind.name}, every {kind.every}",
                )
        return super().enqueue_jobs()


ALIVE = "scheduler"  # is in Redis while one is running


def schedule_id(kind):
    return f"every-{kind.name}"


def run():
    """For ever: a Redis that is away is waited for."""
    warnings.filterwarnings("ignore", category=FutureWarning, module="rq_scheduler")  # about clocks that aren't UTC
    while True:
        try:
            scheduler().run()
        except (RedisError, OSError) as error:
            log.warning("the scheduler waits for Redis: %s", error)
            time.sleep(1)


def scheduler():
    return Scheduler(queue=queue_named("maintenance"), interval=INTERVAL, job_class=Message, connection=connection())
