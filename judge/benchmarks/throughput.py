"""Trivial jobs, enqueued and run, beside bare RQ's: in turn, a block of ours and a block of theirs."""

import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from judge.benchmarks import Figure
from judge.benchmarks.kinds import do_nothing
from judge.models import Job
from judge.queue.workers import Worker

JOBS, BLOCK = 2000, 200
BARE = Path(__file__).with_name("bare.py")


def figures() -> Iterator[Figure]:
    with bare_rq() as bare:
        ours(BLOCK), bare("SimpleWorker", BLOCK), bare("Worker", 10)  # whatever is done once
        for name, worker, goal, words in (
            ("throughput_ratio", "SimpleWorker", 0.5, "our worker beside RQ's SimpleWorker"),
            ("throughput_fork_ratio", "Worker", 0.4, "ours, which doesn't fork for a job, beside RQ's Worker, which does"),
        ):
            pairs = [(ours(BLOCK), bare(worker, BLOCK)) for _ in range(JOBS // BLOCK)]
            ratio = statistics.median(theirs / our for our, theirs in pairs)
            our, theirs = (BLOCK / statistics.median(seconds) for seconds in zip(*pairs, strict=True))
            reason = f"{words}; {our:.0f} and {theirs:.0f} jobs per second"
            yield Figure(f"jobs.{name}", ratio, "×", goal, reason, at_least=True)


def ours(jobs: int) -> float:
    first = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    began = time.perf_counter()
    for number in range(jobs):
        with transaction.atomic():
            do_nothing.enqueue(number)
    Worker.named(f"bench-{uuid.uuid4().hex}", [do_nothing.queue]).work(burst=True, logging_level=None)
    seconds = time.perf_counter() - began
    if (done := Job.objects.filter(pk__gt=first, kind=do_nothing.name, state=Job.State.DONE).count()) != jobs:
        raise RuntimeError(f"{done} of the bench's {jobs} jobs are done")
    return seconds


@contextmanager
def bare_rq() -> Iterator[Callable[[str, int], float]]:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, BARE, settings.REDIS_URL], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None and process.stdout is not None

        def seconds(worker: str, jobs: int) -> float:
            print(worker, jobs, file=process.stdin, flush=True)
            return float(process.stdout.readline())

        yield seconds
        process.stdin.close()
