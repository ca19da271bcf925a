"""Workers, sweeper and scheduler whose wall clock is an hour off, in either direction."""

import subprocess
import time
from pathlib import Path

from judge.models import Job
from tests.faults import kinds
from tests.faults.kills import kill
from tests.faults.stand import wait_until
from tests.faults.tally import Tally
from tests.faults.traffic import Traffic, enqueue

HOUR = 3600
LONG = 7  # seconds: more than two leases of a test
LATE = 12  # seconds: a lease, its sweep, a retry's pause, and a busy machine


def an_hour_off(stand, times, rng):
    tally, library = Tally(), built(stand.folder)
    committed, long = [], []
    stand.end_all()
    for _ in range(times):
        skews = rng.choice(((HOUR, -HOUR, 0), (-HOUR, HOUR, 0), (0, HOUR, -HOUR)))
        clocks = [{"LD_PRELOAD": str(library), "SKEW": str(skew)} for skew in skews]
        fleet = processes(stand, clocks, rng)
        with Traffic(rng, per_second=6) as traffic:
            long.append(patient(enqueue(kinds.slow, LONG * 1000)))
            tally.demand(vanish(rng.choice(fleet[:3]), tally), "the worker had nothing to do when it vanished")
        committed += traffic.committed
        wait_until(lambda: not Job.objects.live().exists())
        stand.end_all()
    tally.close(committed)
    early = Job.objects.filter(pk__in=long).exclude(fence=1)
    tally.demand_in_time(not early.exists(), "a lease was taken early")  # or its worker stood still for a whole lease
    tally.demand_in_time(max(tally.recoveries) < LATE, "a lease was kept late")
    return tally


def processes(stand, clocks, rng):
    stand.start("sweeper", **clocks[0])
    for clock in clocks[1:]:
        stand.start("scheduler", **clock)
    fleet = [stand.worker("maintenance", 2, **clock) for clock in clocks]
    fleet.append(stand.worker("execution", 1, **rng.choice(clocks[:2])))
    wait_until(lambda: all(foreman.children() for foreman in fleet))
    return fleet


def patient(pk) -> int:
    """A job that runs for longer than two leases."""
    wait_until(lambda: Job.objects.filter(pk=pk).exclude(started=None).exists())
    time.sleep(LONG + 1)
    return pk


def vanish(foreman, tally) -> bool:
    """With all its processes, so that nobody but the sweeper can know; in the midst of its jobs."""
    for _ in range(6):
        enqueue(kinds.slow, 3000)
    wait_until(lambda: Job.objects.running().filter(subject=3000).count() >= 6)
    pids, foreman.wanted = foreman.children(), False
    for pid in pids:
        kill(pid)
    foreman.kill()
    tally.fault()
    return len(pids) == 2


def built(folder: Path) -> Path:
    library = folder / "clock.so"
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-o", library, Path(__file__).with_name("clock.c"), "-ldl"], check=True
    )
    library.chmod(0o755)
    return library
