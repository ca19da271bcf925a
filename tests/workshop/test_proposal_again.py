"""A second proposal, when the first one was accepted and its tests are made."""

import pytest

from judge import blobs, jobs
from judge.proposing import accepting
from judge.redis import connection as redis
from tests.queue.conftest import work
from tests.workshop import proposed
from tests.workshop.proposed import written
from tests.workshop.rows import fresh, rows_of

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = "import sys\nprint(sys.argv[1])\n"


@pytest.fixture
def doubles(alice):
    redis().flushdb()
    return proposed.doubles(alice)


@pytest.fixture
def accepted(gemini, doubles, alice, work):
    """accepted(generator): of a proposal all is taken, and its tests are made. Its pieces' lines."""

    def accepted(source, *lines, name="one"):
        one = written(name, source, kind="small", lines=list(lines))
        proposed.will(gemini, proposal_generators={"generators": [one]})
        run = jobs.begin_proposal(fresh(doubles), alice)
        for queue in ("generation", "ai", "generation"):
            work(queue)
        run.refresh_from_db()
        assert run.is_finished and not run.has_failed
        accepting.accept(run, doubles, alice, [one["id"] for one in run.document["pieces"]])
        jobs.generate_tests.function(doubles.pk)
        return [line for piece in run.document["pieces"] for line in piece["lines"]]

    return accepted


def inputs(problem):
    return [blobs.read(row.input) for row in rows_of(problem) if row.is_by_script]


@pytest.mark.parametrize("source", [SOURCE, SOURCE + "# better\n"])
def test_tests_that_both_ask_for_stay(accepted, doubles, source):
    """Its lines take the place of the first one's, so those aren't there already."""
    accepted(SOURCE, "one 3", "one 4", "one 99")

    assert accepted(source, "one 50", "one 3", "one 99") == ["one 50", "one 3", "one 99"]

    assert fresh(doubles).draft.document["script"] == "one 50\none 3\none 99\n"
    assert inputs(doubles) == [b"50\n", b"3\n", b"99\n"]


def test_a_generator_of_another_name_makes_no_test_of_the_first_ones_again(accepted, doubles):
    accepted(SOURCE, "one 3", "one 4")

    assert accepted(SOURCE, "two 4", "two 5", name="two") == ["two 5"]

    assert inputs(doubles) == [b"3\n", b"4\n", b"5\n"]
