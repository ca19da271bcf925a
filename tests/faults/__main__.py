"""`make test-faults`: ROW=… picks rows (a name or its beginning), TIMES=… how often each, SEED=… what chance does."""

import logging
import os
import signal
import sys
import time
from random import Random

import django

from tests.faults.stand import standing

HEAD = f"{'row':22} {'runs':>4} {'jobs':>6} {'lost':>4} {'twice':>5} {'dead':>4} {'p50':>6} {'p95':>6} {'max':>6}  took"


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers end and disks are unmounted
    seed = os.environ.get("SEED") or str(time.time_ns() % 10**6)
    with standing() as stand:
        django.setup()
        logging.disable(logging.ERROR)  # what goes wrong here is meant to
        from django.core.management import call_command
        from django.db import connection, connections

        from tests.faults import kinds, traffic
        from tests.faults.rows import ROWS

        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(kinds.TABLES)
        traffic.make_people_and_problem()
        asked = os.environ.get("ROW", "").split(",")
        rows = {name: row for name, row in ROWS.items() if any(name.startswith(each) for each in asked)}
        if not rows:
            print(f"no row is called {os.environ['ROW']}; there are {', '.join(ROWS)}")
            return 2
        print(HEAD, flush=True)
        try:
            return max([run(stand, name, *row, seed) for name, row in rows.items()])
        finally:
            connections.close_all()


def run(stand, name, row, times, seed) -> int:
    from tests.faults.traffic import clear

    times, began = int(os.environ.get("TIMES") or times), time.monotonic()
    clear()
    tally = row(stand, times, Random(f"{seed}-{name}"))
    if not tally.passed:
        stand.end_all()  # the next row is to begin afresh
    tally.notes += stand.keeper.ended
    stand.keeper.ended.clear()
    print(line(name, tally, time.monotonic() - began), f"SEED={seed}", "ok" if tally.passed else "FAILED", flush=True)
    for words in tally.notes + tally.wrong[:20]:
        print(f"    {words}", flush=True)
    return 0 if tally.passed else 1


def line(name, tally, took) -> str:
    times = sorted(tally.recoveries) or [0.0]
    p50, p95 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95))
    counts = f"{len(tally.faults):4} {tally.jobs:6} {tally.lost:4} {tally.twice:5} {tally.dead:4}"
    return f"{name:22} {counts} {p50:6.1f} {p95:6.1f} {times[-1]:6.1f}  {took:.0f} s"


sys.exit(main())
