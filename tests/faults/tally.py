"""What became of the jobs."""

import time
from dataclasses import dataclass, field

from django.db import Error as DatabaseError
from django.db import connection, connections

from judge.models import Job
from judge.queue import Kind
from tests.faults import kinds
from tests.faults.pace import ONCE, PATIENCE
from tests.faults.results import Result
from tests.faults.stand import wait_until
from tests.faults.traffic import wrong_verdicts

LONG = 15  # seconds of a recovery about which one wants to know more


@dataclass
class Tally:
    """`faults` are (began, ended) by the wall clock, which is the database's too."""

    faults: list[tuple[float, float]] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    jobs: int = 0
    lost: int = 0
    twice: int = 0
    dead: int = 0
    wrong: list[str] = field(default_factory=list)  # whatever else a row demands and didn't get
    notes: list[str] = field(default_factory=list)
    measured: dict[str, list[float]] = field(default_factory=dict)  # seconds, by what they are

    def fault(self, began=None):
        now = time.time()
        self.faults.append((began or now, now))

    def demand(self, true, words):
        if not true:
            self.wrong.append(words)

    def demand_in_time(self, true, words):
        """What a slow machine may miss."""
        if not true:
            (self.notes if ONCE else self.wrong).append(words)

    def measure(self, what, seconds):
        self.measured.setdefault(what, []).append(seconds)

    def close(self, committed=(), may_die=()):
        """Wait for the end of all jobs, and count."""
        wait_until(is_drained, PATIENCE)
        rows = {job.pk: job for job in Job.objects.defer("log", "checkpoint")}
        done = effects()
        self.jobs = len(rows)
        vanished = set(committed) - rows.keys()
        live = [job for job in rows.values() if job.is_live]
        finished = [job for job in rows.values() if job.state == Job.State.DONE]
        self.twice = sum(count > 1 for steps in done.values() for count in steps.values())
        hollow = [job for job in finished if done.get(job.pk, {}).keys() != wanted(job)]
        self.lost = len(vanished) + len(live) + len(hollow)
        self.wrong += [
            f"lost: {job} {job.pk}, {job.state}, attempt {job.attempt}: {job.reason}" for job in live + hollow
        ]
        dead = [job for job in rows.values() if job.state == Job.State.DEAD and job.kind not in may_die]
        self.dead = len(dead)
        self.notes += sorted({f"dead: {job.reason[:200]}" for job in dead})
        self.wrong += wrong_verdicts()
        waited_for = [job for job in rows.values() if job.priority >= Kind.priority]
        self.recoveries += [recovery(fault, waited_for) for fault in self.faults]
        self.notes += late(self.faults, waited_for)
        return self

    def result(self, row, name, seed, times, took) -> Result:
        counts = {name: getattr(self, name) for name in ("jobs", "lost", "twice", "dead", "wrong")}
        recoveries = [round(seconds, 2) for seconds in self.recoveries]
        result = Result(name, seed, times, len(self.faults), recoveries=recoveries, took=round(took, 1), **counts)
        self.demand_in_time(result.recovered()[1] <= row.within, f"p95 of the recoveries is above {row.within} s")
        result.notes.extend(self.notes + [figures(what, found) for what, found in self.measured.items()])
        return result


def is_drained():
    try:
        return not Job.objects.live().exists()
    except DatabaseError:
        connections.close_all()
        return False


def effects() -> dict[int, dict[int, int]]:
    """{job: {step: how often}}"""
    found: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT job, step, count(*) FROM effect GROUP BY job, step")
        for job, step, count in cursor.fetchall():
            found.setdefault(job, {})[step] = count
    return found


def wanted(job) -> set[int]:
    if job.kind in ("trivial", "quick", "slow", "run_submission"):
        return {0}
    return set(range(kinds.STEPS)) if job.kind == "steps" else set()


def recovery(fault, jobs) -> float:
    """Seconds from a fault's end until all that was committed by then was finished: what the clock orders gives way to
    the stream, by its priority, for minutes, and isn't counted.
    """
    began, ended = fault
    behind = [job.finished.timestamp() - ended for job in jobs if job.finished and job.created.timestamp() <= ended]
    return max([0.0, *behind])


def figures(what, found) -> str:
    return f"{what}: {min(found):.1f} to {max(found):.1f} s" if len(found) > 1 else f"{what}: {found[0]:.1f} s"


def late(faults, jobs) -> list[str]:
    """What was waited for longest, if that was long."""
    waits = [(behind, ended, job) for _, ended in faults for behind, job in [slowest(ended, jobs)] if behind > LONG]
    return [
        f"{behind:.1f} s: {job} {job.pk} of {job.queue}, created {job.created.timestamp() - ended:+.1f} s, last begun "
        f"{job.started.timestamp() - ended:+.1f} s after the fault, attempt {job.attempt}, fence {job.fence}"
        for behind, ended, job in sorted(waits, key=lambda wait: -wait[0])[:3]
    ]


def slowest(ended, jobs):
    finished = [job for job in jobs if job.finished and job.created.timestamp() <= ended]
    behind = [(job.finished.timestamp() - ended, job.pk, job) for job in finished]
    wait, _, job = max(behind, default=(0, 0, None))
    return wait, job


def starts() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT job, count(*) FROM start GROUP BY job")
        return dict(cursor.fetchall())
