"""Slow solutions, run for longer than the limit."""

import pytest
from django.urls import reverse

from judge import drafting, invoking
from judge.invocations import begun, save
from judge.redis import connection as redis
from tests.workshop.invoked import PAIRS, fresh, verdicts, written
from tests.workshop.programs import solution

BURN = b"""import time
a, b = map(int, input().split())
while time.process_time() < %s: pass
print(a + b)
"""


@pytest.fixture
def invocation(sums, alice):
    redis().flushdb()
    limits = fresh(sums).draft.document["limits"]
    drafting.save(sums, alice, "limits", limits | {"time": 1.0}, limits)
    programs = [
        solution("add.py", reference=True),
        solution("endless.py", BURN % b"1000", expected=["TLE"]),
        solution("near.py", BURN % b"1.3", expected=["TLE"]),
        solution("quick.py", expected=["TLE"]),
    ]
    problem = written(sums, alice, *programs, pairs=PAIRS[:1])
    made = begun(problem, problem.draft, alice)
    invoking.Work(made, save).run()
    return made


@pytest.mark.django_db(transaction=True)
def test_how_far_slow_solutions_are_from_the_limit(invocation, as_alice):
    assert verdicts(invocation) == [["AC"], ["TLE"], ["TLE"], ["AC"]], "too slow is too slow, whatever it prints later"
    _, endless, near, _ = (row.results["cpu_ms"][0] for row in invocation.rows.order_by("place"))
    assert endless >= 2000 and 1300 <= near < 2000
    page = " ".join(as_alice.get(reverse("workshop-strength", args=["sums"])).content.decode().split())
    assert "<b>endless.py</b> needs at least 2.0 s, 2.0 times the limit: it is well apart." in page
    assert "<b>near.py</b> was seen to need 1.3" in page and "on a faster machine it may pass" in page
    assert "<b>quick.py</b> should be too slow, and passes every test" in page
