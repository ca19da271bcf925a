"""Which ends of the bounds the tests reach: never a claim that isn't certain."""

import pytest
from django.urls import reverse

from judge import drafting, extremes, jobs
from judge.models import Invocation
from judge.readiness import Readiness
from judge.redis import connection as redis
from judge.sightings import Sightings
from tests.queue.conftest import work
from tests.workshop.invoked import begin, columns, fresh, three, written
from tests.workshop.programs import program

__all__ = ["work"]

STATEMENT = """Add them.
## Input
The first line contains two integers $a$ and $b$ ($-100 \\le a \\le 100$, $0 \\le b \\le 9$).
Then $k$ follows, $3 \\le k \\le 77$, $1 \\le |s| \\le 50$.
"""
PAIRS = [(b"100 2\n3\n", b"102\n"), (b"-5 9\n", b"4\n"), (b"1 1\n" + b"x" * 50 + b"\n", b"2\n")]

# As testlib does it: two names, of which it logs what was hit.
TESTLIB = b"""#pragma once
#include <cstring>
#include <fstream>
#include <iostream>
struct Input {
    std::string log;
    int readInt(int least, int most, const char *name) {
        int value;
        std::cin >> value;
        if (value < least || value > most) exit(43);
        log += std::string("\\"") + name + "\\":" + (value == least ? " min-value-hit" : "") +
               (value == most ? " max-value-hit" : "") + "\\n";
        return value;
    }
} inf;
inline int ended(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i++)
        if (!strcmp(argv[i], "--testOverviewLogFileName")) std::ofstream(argv[i + 1]) << inf.log;
    return 42;
}
"""
VALIDATOR = b"""#include "testlib.h"
int main(int argc, char **argv) {
    inf.readInt(-100, 1e2, "a");
    inf.readInt(0, 10, "q");
    return ended(argc, argv);
}
"""


@pytest.fixture
def draft(sums, alice):
    statement = {"title": "Sums", "format": "markdown", "text": STATEMENT}
    drafting.save(sums, alice, "statements/en", statement, None)
    return written(sums, alice, *three(), pairs=PAIRS).draft


def said(document):
    return {(end.name, end.which): (str(end.said), end.test) for end in extremes.kept(document)}


def test_numbers_are_seen_as_words_lengths_and_counts():
    seen = Sightings(frozenset({3, 5, 7, -7, 40}))
    seen.look(1, [b"7 1\n", b"abcde\n"])
    seen.look(2, [b"-7 7\n", b"77 1 1\n"])
    assert seen.first == {7: 1, 5: 1, 3: 1, -7: 2}, "three words in all"


@pytest.mark.django_db
def test_what_is_certain_is_said_and_nothing_else(draft):
    assert said(extremes.measured(draft, draft.tests)) == {
        ("a", "minimum"): ("missed", None),
        ("a", "maximum"): ("reached", 1),
        ("b", "minimum"): ("missed", None),
        ("b", "maximum"): ("reached", 2),
        ("k", "minimum"): ("unknown", 1),
        ("k", "maximum"): ("nowhere", None),
        ("|s|", "minimum"): ("unknown", 1),
        ("|s|", "maximum"): ("unknown", 3),
    }


@pytest.mark.django_db
def test_a_first_line_that_is_otherwise_makes_no_claim(draft, sums, alice):
    drafting.change(sums, alice, lambda draft: draft.document, tests=columns([*PAIRS, (b"100 9 1\n", b"1\n")]))
    draft = fresh(sums).draft
    assert {state for state, _ in said(extremes.measured(draft, draft.tests)).values()} == {"unknown", "nowhere"}


@pytest.mark.django_db
def test_a_validator_that_is_written_with_testlib_is_asked(draft, sums, alice):
    files = {"testlib.h": TESTLIB, "valid.cpp": VALIDATOR}
    one = program(
        "validator", "valid", b"", language="cpp", files={n: program("x", n, b)["files"][n] for n, b in files.items()}
    )
    draft = written(sums, alice, one, pairs=None).draft
    found = {(end.name, end.which): end for end in extremes.kept(extremes.measured(draft, draft.tests))}
    assert (found["q", "maximum"].said, found["q", "maximum"].value) == (extremes.Said.MISSED, 10)
    assert (found["a", "maximum"].said, found["a", "maximum"].test) == (extremes.Said.REACHED, 1)


@pytest.mark.django_db(transaction=True)
def test_the_page_and_the_readiness_list_say_so(draft, sums, alice, as_alice, work):
    redis().flushdb()
    address = reverse("workshop-strength", args=["sums"])
    begin(sums, alice)
    work("generation")
    page = " ".join(as_alice.get(address).content.decode().split())
    assert "✕ in no test" in page and "✓ reached" in page and "✕ not reached" in page and "not known: test 3" in page
    assert "changed since this was looked at" not in page
    advice = [item.words for item in Readiness(sums, fresh(sums).draft).advice]
    assert any(words.startswith("No test has the minimum of a (-100), the minimum of b (0)") for words in advice)

    statement = {"title": "Sums", "format": "markdown", "text": STATEMENT.replace("77", "78")}
    drafting.save(sums, alice, "statements/en", statement, None)
    assert "changed since this was looked at" in as_alice.get(address).content.decode()
    advice = [item for item in Readiness(sums, fresh(sums).draft).advice if "isn’t known" in item.words]
    assert [item.job for item in advice] == ["strength"]

    before = Invocation.objects.latest("pk")
    jobs.begin_invocation(fresh(sums), fresh(sums).draft, alice)
    work("generation")
    newest = Invocation.objects.latest("pk")
    assert newest != before and "78" in str(newest.extremes)
