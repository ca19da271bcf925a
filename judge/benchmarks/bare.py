"""Bare RQ, with nothing of ours: jobs enqueued and run to the last, by a worker in this process or by its forks.

    python bare.py REDIS_URL

A line of input is a worker's class and a number of jobs; the answer is the seconds that it took.
"""

import sys
import time

from redis import Redis
from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer

WORKERS = {"SimpleWorker": SimpleWorker, "Worker": Worker}
NOTHING = "bare.do_nothing"


def do_nothing(subject: int) -> None:
    pass


def seconds(worker: str, jobs: int, redis: Redis) -> float:
    queue = Queue("bare", connection=redis, serializer=JSONSerializer)
    began = time.perf_counter()
    for number in range(jobs):
        queue.enqueue(NOTHING, number)
    running = WORKERS[worker]([queue], connection=redis, serializer=JSONSerializer, log_job_description=False)
    running.log_result_lifespan = False
    running.work(burst=True, logging_level="WARNING")
    return time.perf_counter() - began


if __name__ == "__main__":
    redis = Redis.from_url(sys.argv[1])
    for line in sys.stdin:
        worker, jobs = line.split()
        print(seconds(worker, int(jobs), redis), flush=True)
