"""What a job adds to its worker's private memory: its peak, seen from outside, less what it was before."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from judge.benchmarks import Figure
from judge.benchmarks.errands import kinds, prepared
from judge.benchmarks.processes import process, wait_until
from judge.models import Job
from judge.queue import Kind, cancel, overview
from judge.queue.messages import queue_named

PAUSE = 0.003  # seconds between two looks
ROW = 20  # looks at the memory between two at the job
PATIENCE = 300  # seconds


def figures() -> Iterator[Figure]:
    added = sorted(((added_by(kind), kind.name) for kind in kinds()), reverse=True)
    reason = "in a fresh worker: " + ", ".join(f"{name} {megabytes:.1f}" for megabytes, name in added)
    yield Figure("jobs.private_mb", added[0][0], "MB", 20, reason)


def added_by(kind: Kind) -> float:
    enqueue = prepared(kind)
    queue_named(kind.queue).empty()  # of wake-ups for what was cancelled
    with process("python", "manage.py", "worker", kind.queue) as foreman:
        wait_until(lambda: overview.workers(kind.queue))
        (worker,) = forks(foreman.pid)
        time.sleep(0.5)  # until it waits
        before = private(worker)
        job = enqueue()
        peak = peak_during(job, worker)
        end_the_rest(job)
    return (peak - before) / 2**20


def peak_during(job: Job, worker: int) -> int:
    peak, until = 0, time.monotonic() + PATIENCE
    while Job.objects.live().filter(pk=job.pk).exists() and time.monotonic() < until:
        for _ in range(ROW):
            peak = max(peak, private(worker))
            time.sleep(PAUSE)
    peak = max(peak, private(worker))
    if not (done := Job.objects.get(pk=job.pk)).state == Job.State.DONE:
        raise RuntimeError(f"the bench's {done} is {done.state}: {done.reason}")
    return peak


def end_the_rest(job: Job) -> None:
    """Of the workflow that it is a step of."""
    wait_until(lambda: not [cancel(step) for step in Job.objects.of_chain(job.pk).live()], pause=0.2)


def forks(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if command_line(child) == command_line(pid)]


def command_line(pid: int | str) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def private(pid: int) -> int:
    """Bytes that only this process has; none of one that has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return 0
