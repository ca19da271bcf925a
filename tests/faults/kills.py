"""kill -9, at random moments and in each window of a claim."""

import os
import signal
import time
from contextlib import suppress

from judge.models import Job
from tests.faults import hooks, kinds
from tests.faults.pace import ONCE
from tests.faults.stand import wait_until
from tests.faults.tally import Tally, starts
from tests.faults.traffic import Traffic, enqueue


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kills(strike, pauses):
    def row(stand, times, rng):
        """The next blow doesn't wait for what the last one has broken, but doesn't hit the last one who works."""
        tally, fleet = Tally(), stand.usual_fleet()
        with Traffic(rng) as traffic:
            while len(tally.faults) < times:
                pause(rng, pauses)
                at_work = [foreman for foreman in fleet if foreman.children()]
                if len(at_work) > 1 and strike(at_work[0] if ONCE else rng.choice(at_work), rng):
                    tally.fault()
        tally.close(traffic.committed)
        tally.notes.append(f"{sum(count > 1 for count in starts().values())} jobs were begun again")
        return tally

    return row


def pause(rng, seconds):
    """A single blow should hit something."""
    time.sleep(rng.uniform(*seconds))
    if ONCE:
        long = [enqueue(kinds.slow, 1500) for _ in range(8)]
        wait_until(lambda: Job.objects.running().filter(pk__in=long).count() >= 4, 20)


def strike_worker(foreman, rng):
    pids = foreman.children()
    if pids:
        kill(rng.choice(pids))
    return bool(pids)


def strike_foreman(foreman, rng):
    return foreman.kill()


def strike_both(foreman, rng):
    for pid in foreman.children():
        kill(pid)
    return foreman.kill()


kill_worker = kills(strike_worker, (0.2, 1.5))
kill_foreman = kills(strike_foreman, (0.4, 2.2))
kill_both = kills(strike_both, (0.4, 2.2))


def window(name):
    def row(stand, times, rng):
        """Several fall while the last is still being cleared up."""
        tally = Tally()
        stand.usual_fleet()
        with Traffic(rng) as traffic:
            for _ in range(times):
                time.sleep(rng.uniform(0.1, 1))
                hooks.trap(name).touch()
                if wait_until(lambda: not hooks.trap(name).exists()):
                    tally.fault()
        hooks.trap(name).unlink(missing_ok=True)
        tally.demand(len(tally.faults) == times, f"only {len(tally.faults)} were killed there")
        return tally.close(traffic.committed)

    return row
