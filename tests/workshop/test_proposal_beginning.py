"""What is wrong with a draft itself is said before Gemini is asked: nobody pays for what can't come to anything."""

import pytest

from judge import drafting, jobs, testsets
from judge.proposing.beginning import refuse_unready
from judge.redis import connection as redis
from tests.queue.conftest import work
from tests.workshop import proposed
from tests.workshop.programs import program, solution
from tests.workshop.rows import fresh

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)
NO_PROGRAM = b"def (:\n"
CHECK = "output_validators/check.py"


@pytest.fixture
def doubles(alice):
    redis().flushdb()
    return proposed.doubles(alice)


@pytest.fixture
def refused(gemini, doubles, alice, work):
    """refused(program, …): the draft with them; why nothing is asked about it."""

    def refused(*programs):
        for one in programs:
            drafting.save(doubles, alice, f"programs/{one['path']}", one, None, one["files"].values())
        run = jobs.begin_proposal(fresh(doubles), alice)
        for queue in ("generation", "ai", "generation"):
            work(queue)
        assert gemini.count() == 0
        return jobs.job_of(run).reason

    return refused


@pytest.fixture
def unsampled(doubles, alice):
    drafting.change(doubles, alice, lambda draft: draft.document, tests=testsets.columns([]))


@pytest.mark.parametrize(
    "broken",
    [
        ("solution", "submissions/reference.py", {"expected": ["AC"], "reference": True}),
        ("solution", "submissions/other.py", {"expected": ["AC"]}),
        ("validator", "input_validators/mine.py", {}),
    ],
)
def test_a_program_that_does_not_compile_without_a_sample_to_show_it(refused, unsampled, broken):
    role, path, more = broken
    assert refused(program(role, path, NO_PROGRAM, **more)).startswith(f"{path} doesn't compile")


def test_a_checker_that_does_not_compile_likewise(refused, unsampled, doubles, alice):
    drafting.save(doubles, alice, "checker", {"kind": "program", "path": CHECK, "args": []}, None)
    assert "the checker doesn't compile" in refused(program("checker", CHECK, NO_PROGRAM))


def test_a_validator_that_refuses_a_sample(refused):
    strict = program("validator", "input_validators/mine.py", b"raise SystemExit(43)\n")
    assert refused(strict).startswith("The sample 1 isn’t valid: input_validators/mine.py exited with 43")


def test_another_right_solution_that_fails_one(refused):
    other = solution("submissions/other.py", b"print(1)\n")
    assert refused(other).startswith("What submissions/other.py answers to the sample 1 isn’t the sample’s own.")


def test_wrong_solutions_and_generators_keep_nobody_from_asking(doubles, alice):
    for one in (
        solution("submissions/bad.py", NO_PROGRAM, expected=["WA"]),
        program("generator", "generators/bad.py", NO_PROGRAM),
    ):
        drafting.save(doubles, alice, f"programs/{one['path']}", one, None, one["files"].values())

    refuse_unready(fresh(doubles))


def test_a_reference_that_is_taken_away_meanwhile(doubles, alice, gemini, work):
    """By going back to an earlier state, say."""
    run = jobs.begin_proposal(doubles, alice)
    work("generation")
    drafting.change(doubles, alice, lambda draft: draft.document | {"programs": []})

    work("ai")

    assert jobs.job_of(run).reason.startswith("There is no reference solution") and gemini.count() == 0
    assert jobs.job_of(run).can_be_retried
