"""How long a submission waits for its worker, while the other queues are idle and while they are flooded."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from judge import jobs
from judge.benchmarks import Figure
from judge.benchmarks.errands.submissions import version
from judge.benchmarks.kinds import SLEEP
from judge.benchmarks.processes import wait_until
from judge.benchmarks.submission import SOURCE, submit
from judge.models import Job

SUBMISSIONS, FLOOD = 200, 500
NAP = 500  # milliseconds that a job of the flood sleeps


def figures() -> Iterator[Figure]:
    """The idle half before, the other half after it, so that a machine that slows down counts on both sides."""
    waits(5)
    idle = waits(SUBMISSIONS // 2)
    with flood():
        flooded = waits(SUBMISSIONS)
    idle += waits(SUBMISSIONS // 2)
    extra = p95(flooded) - p95(idle)
    reason = f"p95 {p95(flooded):.1f} with {FLOOD} jobs in each other queue, {p95(idle):.1f} without"
    yield Figure("jobs.execution_extra_wait_ms", extra, "ms", 50, reason)


def waits(submissions: int) -> list[float]:
    """Milliseconds, one after another."""
    return [wait() for _ in range(submissions)]


def wait() -> float:
    with transaction.atomic():
        job = jobs.run_submission.enqueue(submit(version(), SOURCE).pk)
    wait_until(lambda: not Job.objects.live().filter(pk=job.pk).exists())
    row = Job.objects.get(pk=job.pk)
    assert row.started is not None
    return 1000 * (row.started - row.created).total_seconds()


@contextmanager
def flood() -> Iterator[None]:
    for kind in SLEEP:
        with transaction.atomic():
            for _ in range(FLOOD):
                kind.enqueue(NAP)
    wait_until(lambda: Job.objects.running().filter(kind__in=[kind.name for kind in SLEEP]).count() == len(SLEEP))
    yield
    for kind in SLEEP:
        if not jobs.empty(kind.queue, by=None):
            raise RuntimeError(f"the flood of {kind.queue} was over before the measurement")
    wait_until(lambda: not Job.objects.live().exists())


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
