"""Trivial jobs, enqueued and run, beside bare RQ's: in turn, a block of ours and a block of theirs."""

import gc
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from judge.benchmarks import Figure
from judge.benchmarks.bare import Timed
from judge.benchmarks.kinds import do_nothing
from judge.models import Job
from judge.queue.workers import Worker

JOBS, BLOCK = 2000, 200
BARE = Path(__file__).with_name("bare.py")


class TimedWorker(Timed, Worker):
    pass


def figures() -> Iterator[Figure]:
    gc.freeze()  # as the foreman does before it forks a worker
    with bare_rq() as bare:
        ours(BLOCK), bare("SimpleWorker", BLOCK), bare("Worker", 10)  # whatever is done once
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database does by itself that is older than a minute
        yield ratio("throughput_ratio", 0.5, bare, "SimpleWorker", "our worker and RQ's SimpleWorker")
        forks = "our worker, which doesn't fork for a job, and RQ's Worker, which does"
        yield ratio("throughput_fork_ratio", 0.4, bare, "Worker", forks)


def ratio(name: str, goal: float, bare: Callable[[str, int], float], worker: str, words: str) -> Figure:
    pairs = [(ours(BLOCK), bare(worker, BLOCK)) for _ in range(JOBS // BLOCK)]
    our, theirs = (BLOCK / statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    reason = f"{words}: {our:.0f} and {theirs:.0f} jobs per second"
    median = statistics.median(theirs / our for our, theirs in pairs)
    return Figure(f"jobs.{name}", median, "×", goal, reason, at_least=True)


def ours(jobs: int) -> float:
    first = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    began = time.perf_counter()
    for number in range(jobs):
        with transaction.atomic():
            do_nothing.enqueue(number)
    worker = TimedWorker.named(f"bench-{uuid.uuid4().hex}", [do_nothing.queue])
    worker.work(burst=True, logging_level=None)
    if (done := Job.objects.filter(pk__gt=first, kind=do_nothing.name, state=Job.State.DONE).count()) != jobs:
        raise RuntimeError(f"{done} of the bench's {jobs} jobs are done")
    return worker.ended - began


@contextmanager
def bare_rq() -> Iterator[Callable[[str, int], float]]:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, BARE, settings.REDIS_URL], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin and process.stdout
        asked, answered = process.stdin, process.stdout

        def seconds(worker: str, jobs: int) -> float:
            asked.write(f"{worker} {jobs}\n")
            asked.flush()
            return float(answered.readline())

        yield seconds
