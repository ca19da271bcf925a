"""What the pages of the workshop cost: their statements, and the time of the slowest."""

import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from judge.benchmarks import Figure
from judge.benchmarks.drafts import an_invocation
from judge.models import Invocation

LOOKS, WARM = 45, 5
SMALL, LARGE = (5, 2), (500, 20)  # tests and solutions
GRID = "workshop-invocations"
PAGES: dict[str, tuple[int, ...]] = {
    "workshop-overview": (),
    "workshop-statement": (),
    "workshop-details": (),
    "workshop-solutions": (),
    "workshop-validators": (),
    "workshop-checker": (),
    "workshop-generators": (),
    "workshop-tests": (),
    "workshop-test": (1,),
    GRID: (),
    "workshop-strength": (),
    "workshop-publish": (),
    "workshop-rejudge": (),
    "workshop-package": (),
    "workshop-people": (),
    "workshop-versions": (),
    "workshop-version": (1,),
}


def figures() -> Iterator[Figure]:
    small, large = an_invocation(*SMALL), an_invocation(*LARGE)
    few, many = statements(small), statements(large)
    growing = [name for name in PAGES if few[name] != many[name]]
    said = f"not constant: {', '.join(growing)}" if growing else f"constant in tests and programs, {len(PAGES)} pages"
    yield Figure("workshop.sql_page_max", max(many.values()), "statements", 8, said)
    times = {name: p95(large, name) for name in PAGES if name != GRID}
    slowest = max(times, key=lambda name: times[name])
    yield Figure("workshop.page_ms", times[slowest], "ms", 150, f"500 tests, 20 solutions: {slowest}")


def statements(invocation: Invocation) -> dict[str, int]:
    client, found = author_of(invocation), {}
    for name in PAGES:
        look(client, invocation, name)
        with CaptureQueriesContext(connection) as seen:
            look(client, invocation, name)
        found[name] = len(seen)
    return found


def p95(invocation: Invocation, name: str) -> float:
    """Milliseconds from request to answer, warm."""
    client, times = author_of(invocation), []
    for _ in range(LOOKS):
        began = time.perf_counter()
        look(client, invocation, name)
        times.append(1000 * (time.perf_counter() - began))
    return sorted(times[WARM:])[int(0.95 * (LOOKS - WARM))]


def author_of(invocation: Invocation) -> Client:
    client = Client()
    assert invocation.problem.owner is not None
    client.force_login(invocation.problem.owner)
    return client


def look(client: Client, invocation: Invocation, name: str) -> None:
    answer = client.get(reverse(name, args=[invocation.problem.slug, *PAGES[name]]))
    assert answer.status_code == 200, f"{name}: {answer.status_code}"
