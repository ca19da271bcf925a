import signal
import time

import pytest
from django.db import transaction

from judge.queue.sweeping import Sweeper
from judge.queue.watch import Process
from judge.queue.workers import Worker
from judge.redis import connection as redis

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGALRM)
FAST = {"JOB_LEASE": "3", "JOB_SWEEP": "0.5", "JOB_GRACE": "1", "JOB_MODULES": "tests.queue.kinds"}


@pytest.fixture(autouse=True)
def quick(settings, transactional_db):
    settings.JOB_LEASE, settings.JOB_SWEEP, settings.JOB_GRACE = 3, 0.5, 1
    settings.JOB_MODULES = ["tests.queue.kinds"]
    redis().flushdb()
    for path in settings.VAR.iterdir():
        if path.name.startswith(("running-", "writing-", "stretch-", "go-")):
            path.unlink()
    yield
    Process.leave_at, Process.was_interrupted = float("inf"), False


@pytest.fixture
def enqueue():
    def enqueue(kind, subject=1, **options):
        with transaction.atomic():
            return kind.enqueue(subject, **options)

    return enqueue


@pytest.fixture
def work():
    """Do in this process all that a queue has to do."""
    before = {signum: signal.getsignal(signum) for signum in SIGNALS}

    def work(queue="execution"):
        Worker.named(f"{queue}-here-{time.monotonic_ns()}", [queue]).work(burst=True, logging_level=None)

    yield work
    for signum, handler in before.items():
        signal.signal(signum, handler)


@pytest.fixture
def worker(start):
    """Start a worker as a process, with the lease and the sweep of a test."""
    return lambda queue="maintenance", *arguments, **extra: start("worker", queue, *arguments, **FAST | extra)


@pytest.fixture
def sweeper(start):
    return start("sweeper", **FAST)


@pytest.fixture
def sweep():
    """A sweeper that has watched for as long as a lease is good."""

    def sweep():
        sweeper = Sweeper()
        for _ in range(5):
            sweeper.looked -= 1  # as if a second had passed
            sweeper.sweep()

    return sweep
