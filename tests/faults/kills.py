"""kill -9, at random moments and in each window of a claim."""

import os
import signal
import time
from contextlib import suppress

from tests.faults import hooks
from tests.faults.stand import wait_until
from tests.faults.tally import Tally
from tests.faults.traffic import Traffic


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kills(stand, times, rng, strike, pauses):
    """The next blow doesn't wait for what the last one has broken."""
    tally, fleet = Tally(), stand.usual_fleet()
    with Traffic(rng) as traffic:
        for _ in range(times):
            time.sleep(rng.uniform(*pauses))
            if strike(rng.choice(fleet), rng):
                tally.fault()
    tally.demand(len(tally.faults) >= times * 0.9, f"only {len(tally.faults)} kills hit anything")
    return tally.close(traffic.committed)


def kill_worker(stand, times, rng):
    def strike(foreman, rng):
        if pids := foreman.children():
            kill(rng.choice(pids))
        return bool(pids)

    return kills(stand, times, rng, strike, (0.2, 1.5))


def kill_foreman(stand, times, rng):
    def strike(foreman, rng):
        return foreman.kill()

    return kills(stand, times, rng, strike, (0.5, 3))


def kill_both(stand, times, rng):
    def strike(foreman, rng):
        for pid in foreman.children():
            kill(pid)
        return foreman.kill()

    return kills(stand, times, rng, strike, (0.5, 3))


def window(name):
    def row(stand, times, rng):
        """Several fall while the last is still being cleared up."""
        tally = Tally()
        stand.usual_fleet()
        with Traffic(rng) as traffic:
            for _ in range(times):
                time.sleep(rng.uniform(0.1, 1))
                hooks.trap(name).touch()
                if wait_until(lambda: not hooks.trap(name).exists(), 30):
                    tally.fault()
        hooks.trap(name).unlink(missing_ok=True)
        tally.demand(len(tally.faults) == times, f"only {len(tally.faults)} were killed there")
        return tally.close(traffic.committed)

    return row
