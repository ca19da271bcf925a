"""What isn't offered, or not recommended, says why: what it was seen to do, or that it wasn't run."""

import pytest

from judge import drafting, keys, testsets
from judge.proposing import pieces, schemas
from judge.proposing.report import Report
from judge.proposing.suite import Suite
from judge.proposing.taking import taken
from judge.proposing.tryout import Tryout
from judge.redis import connection as redis
from tests.workshop import proposed
from tests.workshop.proposed import written
from tests.workshop.rows import by_hand, fresh

pytestmark = pytest.mark.django_db(transaction=True)
NO_PROGRAM = "def (:\n"
PRINTS = "import sys\nprint(sys.argv[1])\n"


@pytest.fixture
def doubles(alice):
    redis().flushdb()
    return proposed.doubles(alice)


def generators(name="one", lines=("one 3", "one 4")):
    return {"generators": [written(name, PRINTS, kind="small", lines=list(lines))]}


def suite(validator=proposed.VALIDATOR, solutions=proposed.SOLUTIONS, generators=proposed.GENERATORS):
    found = Suite()
    asked = (schemas.Validator, validator), (schemas.Solutions, solutions), (schemas.Generators, generators)
    for schema, answer in asked:
        found = taken(found, schema.model_validate(answer))
    return found


def offered(problem, suite):
    """What is not recommended or not offered, each with why."""
    found, caught = pieces.offered(suite, Tryout(problem, suite, 1).run())
    doubtful = {one["id"]: " ".join(one["doubts"]) for one in found if one["doubts"]}
    return doubtful | {f"{one['role']}:{one['name']}": one["why"] for one in caught}


def test_a_generator_is_not_taken_for_the_wrong_solution_of_its_name(doubles):
    wrong = proposed.SOLUTIONS | {"wrong": [written("greedy", NO_PROGRAM, verdict="WA")]}
    found = offered(doubles, suite(solutions=wrong, generators=generators("greedy")))
    assert list(found) == ["wrong:greedy.py"] and "compile" in found["wrong:greedy.py"]


def test_without_a_validator_that_takes_the_samples_nothing_was_run(doubles):
    refuses = proposed.VALIDATOR | {"validator": written("validate", "raise SystemExit(43)\n")}
    found = offered(doubles, suite(validator=refuses))
    assert found.pop("validator:validate.py").startswith("It refuses a sample.")
    why = "It wasn’t run, for want of a validator that takes the samples."
    assert found == {"slow:slow.py": why, "wrong:square.py": why, "generator:one.py": why}


def test_what_is_there_already_is_told_as_such(doubles, alice):
    rows = [by_hand(b"%d\n" % n, b"%d\n" % (2 * n), name=f"by-hand-{n}") for n in (3, 4)]
    hashes = [sha for row in rows for sha in (row.input, row.answer)]
    drafting.change(
        doubles, alice, lambda draft: draft.document, tests=testsets.columns(rows), hashes=filter(None, hashes)
    )
    found = offered(fresh(doubles), suite(generators=generators()))
    assert found["generator:one.py"] == "None of its lines makes a test that isn’t there already."


def test_what_there_was_no_time_for_is_not_called_too_weak_to_catch():
    (wrong,) = suite().wrong
    assert pieces.document(wrong, Report(1, is_run=True))["doubts"][0].startswith("It wasn’t run: so much went wrong")


def test_a_validator_that_was_asked_about_nothing_is_not_recommended():
    validator = suite().validator
    assert not pieces.document(validator, Report(1, is_run=True))["is_recommended"]


def test_a_given_answer_that_the_reference_contradicts_is_told_the_author_and_not_gemini(doubles, alice):
    """Another round wouldn't mend it."""
    row = by_hand(b"7\n", b"15\n", name="mine", answered=keys.given(""))
    drafting.change(
        doubles, alice, lambda draft: draft.document, tests=testsets.columns([row]), hashes=[row.input, row.answer]
    )
    report = Tryout(fresh(doubles), suite(), 1).run()
    assert report.is_good and not report.faults
    assert report.own[0].startswith("The draft’s test mine: submissions/reference.py doesn't agree with the answer")


def test_a_test_of_the_drafts_that_the_new_validator_refuses_is_told_gemini(doubles, alice):
    row = by_hand(b"100\n", b"200\n", name="mine")
    drafting.change(
        doubles, alice, lambda draft: draft.document, tests=testsets.columns([row]), hashes=[row.input, row.answer]
    )
    report = Tryout(fresh(doubles), suite(), 1).run()
    assert report.faults[0].words.startswith("The draft’s test mine: The input isn't valid") and not report.own
