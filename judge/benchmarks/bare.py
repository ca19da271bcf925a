"""Bare RQ, with nothing of ours: jobs enqueued and run to the last, by a worker in this process or by its forks.

    python bare.py REDIS_URL

A line of input is a worker's class and a number of jobs; the answer is the seconds that it took.
"""

import sys
import time

from redis import Redis
from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer
from rq.worker.base import BaseWorker


class Timed(BaseWorker):
    """Its end is when there is nothing left to do: what ends a worker takes up to a second, at random."""

    ended = 0.0

    def teardown(self) -> None:
        self.ended = time.perf_counter()
        super().teardown()


class TimedSimpleWorker(Timed, SimpleWorker):
    log_result_lifespan = False


class TimedWorker(Timed, Worker):
    log_result_lifespan = False


WORKERS: dict[str, type[Timed]] = {"SimpleWorker": TimedSimpleWorker, "Worker": TimedWorker}
NOTHING = "bare.do_nothing"


def do_nothing(subject: int) -> None:
    pass


def seconds(worker: str, jobs: int, redis: Redis) -> float:
    queue = Queue("bare", connection=redis, serializer=JSONSerializer)
    began = time.perf_counter()
    for number in range(jobs):
        queue.enqueue(NOTHING, number)
    running = WORKERS[worker]([queue], connection=redis, serializer=JSONSerializer, log_job_description=False)
    running.work(burst=True, logging_level="WARNING")
    return running.ended - began


if __name__ == "__main__":
    redis = Redis.from_url(sys.argv[1])
    for line in sys.stdin:
        worker, jobs = line.split()
        sys.stdout.write(f"{seconds(worker, int(jobs), redis)}\n")
        sys.stdout.flush()
