"""The way between workers and database, cut for two leases and healed."""

import time
from contextlib import contextmanager

from django.db import connections

from judge.models import Job
from tests.faults import kinds, namespace
from tests.faults.cable import Cable
from tests.faults.stand import wait_until
from tests.faults.tally import Tally, starts
from tests.faults.traffic import Traffic, enqueue

TAKEN = "was taken from us"  # what a late writer says


@contextmanager
def way_to(postgres):
    """Where it can be cut, its URL, and what it is."""
    if not namespace.can_be_made():
        cable = Cable(postgres.socket)
        cable.start()
        yield cable, cable.url
        return
    far = namespace.Far()
    connections.close_all()
    postgres.listen_on(far.near, namespace.NEIGHBOURS)
    try:
        yield far, f"postgres://algoitny@{far.near}/postgres"
    finally:
        far.close()


def cut_from_the_database(stand, times, rng):
    """Some workers are behind the cut, others not; jobs that are cut off are taken over by those."""
    tally, lease = Tally(), float(stand.pace["JOB_LEASE"])
    stand.end_all()
    with way_to(stand.postgres) as (way, url):
        fleet(stand, DATABASE_URL=url, network=way.network)
        with Traffic(rng, per_second=8) as traffic:
            for _ in range(times):
                time.sleep(rng.uniform(2, 4))
                keep_busy()
                began = time.time()
                way.cut()
                time.sleep(2 * lease)
                way.heal()
                tally.fault(began)
        tally.close(traffic.committed)
        taken = sum(count > 1 for count in starts().values())
        tally.demand(taken, "no job was cut off while it ran")
        tally.demand(wait_until(lambda: stand.said(TAKEN) >= times), "no late write came, to be refused")
        tally.notes.append(f"by {way.name}: {taken} jobs were begun again, {stand.said(TAKEN)} late writes refused")
        stand.end_all()
    return tally


def fleet(stand, **far):
    stand.start("sweeper")
    behind = [stand.worker("maintenance", 3, **far), stand.worker("execution", 1, **far)]
    near = [stand.worker("maintenance", 1), stand.worker("execution", 1)]
    wait_until(lambda: all(foreman.children() for foreman in behind + near))


def keep_busy():
    """All workers, so that the cut falls on jobs that run."""
    long = [enqueue(kinds.slow, 2000) for _ in range(8)]
    wait_until(lambda: Job.objects.running().filter(pk__in=long).count() >= 4)
