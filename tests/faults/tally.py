"""What became of the jobs."""

import time
from dataclasses import dataclass, field

from django.db import Error as DatabaseError
from django.db import connection, connections

from judge.models import Job
from tests.faults import kinds
from tests.faults.stand import wait_until
from tests.faults.traffic import wrong_verdicts

PATIENCE = 120  # seconds after the last fault in which every job must come to its end


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

    def fault(self, began=None):
        now = time.time()
        self.faults.append((began or now, now))

    def demand(self, true, words):
        if not true:
            self.wrong.append(words)

    def close(self, committed=(), may_die=()):
        """Wait for the end of all jobs, and count."""
        wait_until(is_drained, PATIENCE)
        rows = {job.pk: job for job in Job.objects.all()}
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
        self.dead = sum(job.state == Job.State.DEAD and job.kind not in may_die for job in rows.values())
        self.wrong += wrong_verdicts()
        self.recoveries += [recovery(fault, rows.values()) for fault in self.faults]
        return self

    @property
    def passed(self):
        return not (self.lost or self.twice or self.wrong)


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
    """Seconds from a fault's end until all that was committed by then was finished."""
    began, ended = fault
    behind = [job.finished.timestamp() - ended for job in jobs if job.finished and job.created.timestamp() <= ended]
    return max([0.0, *behind])


def starts() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT job, count(*) FROM start GROUP BY job")
        return dict(cursor.fetchall())
