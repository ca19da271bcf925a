"""What tests are worth, from what solutions got on them."""

import pytest
from django.urls import reverse

from judge.redis import connection as redis
from judge.strength import ranges, strength
from tests.queue.conftest import work
from tests.workshop.invoked import PAIRS, POSITIVE, begin, three, written
from tests.workshop.programs import solution
from tests.workshop.test_invocations import line

__all__ = ["work"]


def named(path, expected, verdicts, **fields):
    made = line(expected, verdicts, **fields)
    program = made.program | {"path": path, "language": "python3"}
    return type(made)(program, made.verdicts, made.cpu_ms, made.bytes, made.state)


RIGHT = named("right", ["AC"], ["AC", "AC", "AC", "AC"], cpu_ms=[10, 20, 250, 30])
LINES = [
    RIGHT,
    named("one", ["WA"], ["AC", "WA", "AC", "AC"]),
    named("both", ["WA"], ["AC", "WA", "WA", "AC"]),
    named("never", ["WA"], ["AC", "AC", "AC", "AC"]),
    named("slow", ["TLE"], ["AC", "AC", "TLE", "AC"], cpu_ms=[1, 1, 2000, 1]),
    named("quick", ["TLE"], ["AC", "AC", "AC", "AC"]),
    named("mixed", ["AC", "WA"], ["WA", "AC", "AC", "AC"]),
    named("going", ["WA"], ["WA", "", "", ""]),
]


def test_the_share_of_wrong_solutions_that_are_killed():
    found = strength(LINES, 4, 1.0)
    assert [(kill.path, kill.tests) for kill in found.kills] == [
        ("one", (2,)),
        ("both", (2, 3)),
        ("never", ()),
        ("slow", (3,)),
        ("quick", ()),
    ]
    assert found.percent == 60
    assert [kill.path for kill in found.survivors] == ["never", "quick"]
    assert found.unknown == ("going",)


def test_which_tests_are_needed():
    found = strength(LINES, 4, 1.0)
    assert found.needed == {2: ["one"], 3: ["slow"]}
    assert (found.redundant, found.idle) == ([], [1, 4])
    found = strength([named("both", ["WA"], ["WA", "WA"])], 2, 1.0)
    assert (found.needed, found.redundant, found.idle) == ({}, [1, 2], [])


def test_what_is_apart_from_the_limit():
    apart = strength(LINES, 4, 1.0).apart
    assert (apart.slowest, apart.room) == (0.25, 4.0)
    assert [(one.path, one.times, one.is_apart, one.fails) for one in apart.slow] == [
        ("slow", 2.0, True, True),
        ("quick", 0.01, False, False),
    ]
    half = strength(LINES, 4, 1.0, {"python3": 2}).apart.slow[0]
    assert (half.limit, half.times, half.is_apart) == (2.0, 1.0, False)


@pytest.mark.parametrize(
    "lines", [[], [RIGHT], [named("odd", ["CE"], ["AC"])], [named("broken checker", ["WA"], ["JE", ""])]]
)
def test_without_wrong_solutions_there_is_no_figure(lines):
    assert strength(lines, 4, 1.0).percent is None


def test_a_broken_checker_kills_nothing():
    assert strength([named("x", ["WA"], ["JE", "AC"])], 2, 1.0).percent == 0


@pytest.mark.parametrize(
    ("numbers", "words"), [([], ""), ([3], "3"), ([1, 2, 3, 7, 9, 10], "1\N{EN DASH}3, 7, 9\N{EN DASH}10")]
)
def test_numbers_in_few_words(numbers, words):
    assert ranges(numbers) == words


@pytest.mark.django_db(transaction=True)
def test_the_page(as_alice, sums, alice, work):
    redis().flushdb()
    address = reverse("workshop-strength", args=["sums"])
    assert "run all solutions" in as_alice.get(address).content.decode()
    written(sums, alice, *three(), solution("survivor.py", POSITIVE + b"#", expected=["WA"]), pairs=PAIRS[:2])
    begin(sums, alice)
    assert "There is no wrong solution that was run" in as_alice.get(address).content.decode()
    work("generation")

    page = as_alice.get(address).content.decode()
    assert "33 %" in page and "1 of 3 wrong solutions is killed" in page
    assert page.count("✕ survives") == 2


def test_strangers_get_nothing(as_charlie, sums):
    assert as_charlie.get(reverse("workshop-strength", args=["sums"])).status_code == 404
