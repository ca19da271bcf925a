"""`make test-faults`: ROW=… picks rows (names or their beginnings), TIMES=… how often each, SEED=… what chance does.

Two rows at a time (LANES=…), each on servers of its own. What was found is added to RESULTS=var/faults; a run that was
interrupted goes on where it ended. `python -m tests.faults --table` prints what there is.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
from contextlib import ExitStack

import django

from judge.management.processes import die_with
from tests.faults.pace import ONCE
from tests.faults.results import HEAD, Result, Results, of_this_checkout, table


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")
    django.setup()
    from tests.faults.rows import ROWS

    results = of_this_checkout()
    if "--table" in sys.argv:
        print(table(results, {name: row.fault for name, row in ROWS.items()}))
        return 0
    asked = {name: times for name, row in ROWS.items() if is_asked_for(name) and (times := how_often(row))}
    if not asked:
        print(f"no row is called {os.environ['ROW']}; there are {', '.join(ROWS)}")
        return 2
    seed = os.environ.get("SEED") or results.seed(asked)
    return run(results.missing(asked, seed), seed, results)


def is_asked_for(name) -> bool:
    return any(name.startswith(each) for each in os.environ.get("ROW", "").split(","))


def how_often(row) -> int:
    return int(os.environ.get("TIMES") or (row.once if ONCE else row.times))


def run(rows: dict[str, int], seed: str, results: Results) -> int:
    """The exit code is that of the worst row."""
    waiting, failed = [(name, times, seed) for name, times in rows.items()], 0
    print(HEAD, flush=True)
    with ExitStack() as lanes, selectors.DefaultSelector() as busy:
        for _ in range(min(len(waiting), int(os.environ.get("LANES", 2)))):
            lanes.enter_context(Lane(busy)).take(*waiting.pop(0))
        while busy.get_map():
            for key, _ in busy.select():
                result = key.data.result()
                results.add(result)
                tell(result)
                failed += not result.passed
                if waiting:
                    key.data.take(*waiting.pop(0))
                else:
                    key.data.rest()
    return 1 if failed else 0


def tell(result: Result):
    print(result.line(), flush=True)
    for words in result.notes + result.wrong[:20]:
        print(f"    {words}", flush=True)


class Lane:
    """Runs a row at a time, in a process that is replaced should it break."""

    def __init__(self, busy: selectors.BaseSelector):
        self.busy, self.process = busy, self.begin()

    def begin(self) -> subprocess.Popen:
        parent = os.getpid()
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.lane"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: die_with(parent, signal.SIGTERM),
        )

    def take(self, name, times, seed):
        if self.process.poll() is not None:
            self.process = self.begin()
        self.row = Result(name, seed, times, wrong=["the row broke off: what it said is above"])
        self.process.stdin.write(f"{name} {times} {seed}\n")
        self.process.stdin.flush()
        self.busy.register(self.process.stdout, selectors.EVENT_READ, self)

    def result(self) -> Result:
        self.busy.unregister(self.process.stdout)
        if line := self.process.stdout.readline():
            return Result(**json.loads(line))
        self.process.wait()
        return self.row

    def rest(self):
        """Its servers are needed no more."""
        self.process.stdin.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()


if __name__ == "__main__":
    sys.exit(main())
