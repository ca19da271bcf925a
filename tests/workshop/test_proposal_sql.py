"""What a proposal costs in SQL: each step reads once and writes once, whatever its model and its programs do."""

import pytest

from judge import gathering, jobs
from judge.benchmarks import proposals
from judge.benchmarks.statements import statements
from judge.models import AiRun, Job
from judge.redis import connection as redis
from tests.queue.conftest import work
from tests.workshop import proposed

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)
READ, WRITE, KNOWN, TESTS, FOUND = 1, 1, 1, 1, 1


@pytest.fixture
def counted(gemini, alice, work):
    """Of each step, the work's statements; and the row's: picked up, the next step enqueued, ended."""
    redis().flushdb()

    def counted():
        run, found = jobs.begin_proposal(proposed.doubles(alice), alice), []
        while job := Job.objects.live().filter(subject=run.pk).first():
            each = statements(job)
            found.append((job.kind, each.work, each.row))
        run = AiRun.objects.get(pk=run.pk)
        assert run.is_finished and not run.has_failed and run.document["pieces"]
        return found

    return counted


def test_each_step_reads_once_and_writes_once(counted, gemini):
    """Sources and probes are stored at once, and so are all tests of a hundred."""
    proposed.will(gemini)
    assert counted() == [
        ("try_proposal", READ + WRITE, 3),
        ("ask_for_proposal", READ + WRITE, 3),
        ("try_proposal", READ + KNOWN + TESTS + WRITE, 2),
    ]


def test_another_round_and_a_search_that_finds_something(counted, gemini):
    weak = proposed.written("one", "import sys\nprint(sys.argv[1])\n", kind="small", lines=["one 1"])
    slow = proposed.written("slow", "n = int(input())\nprint(n + n + (n == 1))\n")
    blind = proposed.written("blind", "n = int(input())\nprint(0 if n > 2 else 2 * n)\n", verdict="WA")
    proposed.will(
        gemini, proposal_generators={"generators": [weak]}, proposal_solutions={"slow": slow, "wrong": [blind]}
    )
    gemini.will({"slow": proposed.SOLUTIONS["slow"]}, task="proposal_repair")
    assert counted() == [
        ("try_proposal", READ + WRITE, 3),
        ("ask_for_proposal", READ + WRITE, 3),
        ("try_proposal", READ + KNOWN + TESTS + FOUND + WRITE, 3),
        ("ask_for_proposal", READ + WRITE, 3),
        ("try_proposal", READ + KNOWN + TESTS + WRITE, 2),
    ]


def test_more_tests_are_a_statement_a_hundred(counted, gemini, monkeypatch):
    """Which is two here."""
    monkeypatch.setattr(gathering, "MOST_TESTS", 2)
    proposed.will(gemini)
    assert counted()[-1] == ("try_proposal", READ + KNOWN + 2 * TESTS + WRITE, 2)


def test_the_bench_says_so(transactional_db, work):
    redis().flushdb()
    found = list(proposals.figures())
    assert [figure.name for figure in found] == ["ai.sql_proposal_begin", "ai.sql_proposal_ask", "ai.sql_proposal_try"]
    assert all(figure.met for figure in found), found
