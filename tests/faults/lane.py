"""A process with servers of its own that runs one row after the other: told by lines, answers in lines of JSON."""

import json
import logging
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict
from random import Random

import django

from tests.faults.results import Result
from tests.faults.stand import standing


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers end and disks are unmounted
    with standing() as stand:
        django.setup()
        logging.disable(logging.ERROR)  # what goes wrong here is meant to
        from django.db import connections

        prepare()
        try:
            for line in sys.stdin:
                name, times, seed = line.split()
                print(json.dumps(asdict(run(stand, name, int(times), seed))), flush=True)
        finally:
            connections.close_all()


def prepare():
    from django.core.management import call_command
    from django.db import connection

    from tests.faults import kinds, traffic

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(kinds.TABLES)
    traffic.make_people_and_problem()


def run(stand, name, times, seed) -> Result:
    from tests.faults.rows import ROWS
    from tests.faults.traffic import clear

    row, began = ROWS[name], time.monotonic()
    clear()
    stand.go_at(row.pace)
    tally = row.run(stand, times, Random(f"{seed}-{name}"))
    result = tally.result(row, name, seed, times, time.monotonic() - began)
    if not result.passed:
        stand.end_all()  # the next row is to begin afresh
    ended = Counter(stand.keeper.ended)
    stand.keeper.ended.clear()
    result.notes.extend(f"{number} × {words}" for words, number in ended.items())
    return result


if __name__ == "__main__":
    main()
