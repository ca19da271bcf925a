"""The durable job: what it costs, and how it fares under load."""

from collections.abc import Iterator

from judge.benchmarks import Figure, throughput


def figures() -> Iterator[Figure]:
    yield from throughput.figures()
