"""The durable job: what it costs, and how it fares under load."""

from collections.abc import Iterator

from judge.benchmarks import Figure, burst, memory, throughput, waiting
from judge.benchmarks.processes import procfile
from judge.benchmarks.statements import statements
from judge.benchmarks.submission import TESTS, failing, make_version

MANY = 2000


def figures() -> Iterator[Figure]:
    yield from sql()
    yield from memory.figures()
    yield from throughput.figures()
    with procfile():
        yield from waiting.figures()
        yield from burst.figures()


def sql() -> Iterator[Figure]:
    few, many = (statements(failing(make_version(tests))) for tests in (TESTS, MANY))
    yield Figure(f"jobs.sql_execute_{TESTS}", few.work, "statements", 4)
    yield Figure(f"jobs.sql_execute_{MANY}", many.work, "statements", 4)
    overhead = max(few.overhead, many.overhead)
    yield Figure("jobs.sql_overhead", overhead, "statements", 2, f"work + row: {few}; {many}")
