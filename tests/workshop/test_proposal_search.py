"""Before Gemini is asked again, the platform itself looks for tests that catch what survives."""

import pytest

from judge import drafting, jobs
from judge.models import Job
from judge.proposing import accepting, schemas, searching
from judge.proposing.rounds import State
from judge.proposing.suite import Suite
from judge.proposing.taking import taken
from judge.proposing.tryout import Tryout
from judge.redis import connection as redis
from tests.queue.conftest import work
from tests.workshop import proposed
from tests.workshop.programs import program, solution
from tests.workshop.proposed import written
from tests.workshop.rows import fresh, rows_of

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)
DICE = "import random, sys\nrandom.seed(int(sys.argv[1]))\nprint(random.randint(1, 99))\n"
BLIND = "n = int(input())\nprint(0 if n > 80 else 2 * n)\n"  # which the given lines don't find out
DUMB = "import time\nn = int(input())\nif n > 80: time.sleep(30)\nprint(2 * n)\n"


@pytest.fixture
def doubles(alice):
    redis().flushdb()
    return proposed.doubles(alice)


def answers(*wrong, source=DICE, lines=("dice 1", "dice 2"), valid=proposed.VALID):
    validator = proposed.VALIDATOR | {"validator": written("validate", valid)}
    solutions = {"slow": proposed.SOLUTIONS["slow"], "wrong": list(wrong)}
    return {
        "proposal_validator": validator,
        "proposal_solutions": solutions,
        "proposal_generators": {"generators": [written("dice", source, kind="random", lines=list(lines))]},
    }


def tried(problem, *wrong, round=1, **how):
    """Its report."""
    return Tryout(problem, suite_of(answers(*wrong, **how)), round).run()


def suite_of(sent):
    suite = Suite()
    for task, schema in zip(sent, (schemas.Validator, schemas.Solutions, schemas.Generators), strict=True):
        suite = taken(suite, schema.model_validate(sent[task]))
    return suite


def blind(name="blind", source=BLIND, verdict="WA"):
    return written(name, source, verdict=verdict)


def test_another_seed_spares_a_call(gemini, alice, doubles, work):
    proposed.will(gemini, **answers(blind()))
    run = jobs.begin_proposal(doubles, alice)
    for queue in ("generation", "ai", "generation"):
        work(queue)
    run.refresh_from_db()

    assert gemini.count("proposal_repair") == 0 and gemini.count() == 3 and run.is_finished
    state = State.of(run.document)
    (piece,) = [one for one in state.pieces if one["role"] == "generator"]
    assert piece["lines"] == ["dice 1", "dice 2", *piece["found"]] and len(piece["found"]) == 1
    assert "1 of them found by a search" in piece["facts"][1]
    (step,) = [step for step in state.steps if step["step"] == "search"]
    assert step["words"].startswith("1 of 1 caught by other words for the generators")

    accepting.accept(run, doubles, alice, [one["id"] for one in state.pieces])
    jobs.begin_on_tests(jobs.generate_tests, doubles, alice)
    work("generation")
    assert Job.objects.latest("pk").state == Job.State.DONE
    assert fresh(doubles).draft.document["script"].split("\n")[2] == piece["found"][0]
    assert len(rows_of(doubles)) == 4


def test_one_test_may_catch_several_and_those_of_the_draft_too(doubles, alice):
    own = solution("submissions/careless.py", BLIND.replace("80", "85").encode(), expected=["WA"])
    drafting.save(doubles, alice, f"programs/{own['path']}", own, None, own["files"].values())
    report = tried(fresh(doubles), blind(), blind("other", BLIND.replace("80", "85").replace("0 if", "1 if")))
    assert [(kill.verdict, kill.tests > 0, kill.own) for kill in report.kills] == [
        ("WA", True, False),
        ("WA", True, False),
        ("WA", True, True),
    ]
    assert report.is_good and report.tests == 2 + len(report.found["dice.py"])
    assert report.good["dice.py"][2:] == report.found["dice.py"] and report.agreed == report.tests + 1


def test_one_that_ends_in_another_way_than_was_said_is_caught(doubles):
    assert tried(doubles, blind(source=BLIND.replace("0 if", "1 // 0 if"))).kills[0].verdict == "RTE"


def test_one_that_is_too_slow_is_searched_for_too(doubles):
    report = tried(doubles, blind(source=DUMB, verdict="TLE"))
    assert report.kills[0].verdict == "TLE" and report.found


def test_it_ends_after_so_many_tries(doubles, monkeypatch):
    monkeypatch.setattr(searching, "MOST_TRIES", 4)
    report = tried(doubles, blind(source="print(2 * int(input()))\n"))
    assert report.tried == 4 and len(report.survivors) == 1 and report.found == {}


def test_what_is_too_large_to_be_held_is_not_found(doubles, monkeypatch):
    monkeypatch.setattr(searching, "MOST_BYTES", 5)  # one test has 6
    report = tried(doubles, blind())
    assert report.tried > 0 and len(report.survivors) == 1 and report.found == {}


def test_it_ends_when_its_time_is_over(doubles, monkeypatch):
    monkeypatch.setattr(searching, "MOST_SECONDS", 0)
    report = tried(doubles, blind())
    assert report.tried == 0 and len(report.survivors) == 1


def test_by_a_validator_that_is_wrong_nothing_is_searched(doubles):
    """It takes 100, which a probe says it shouldn't."""
    report = tried(doubles, blind(), valid=proposed.VALID.replace("[1-9][0-9]?", "[1-9][0-9]*"))
    assert not report.is_sound and report.tried == 0 and report.survivors


def test_only_with_generators_of_the_proposal(doubles, alice):
    """The draft has one that would do, and one that never ends."""
    own = [
        program("generator", "generators/mine.py", b"print(99)\n"),
        program("generator", "generators/dead.py", b"while True: pass\n"),
    ]
    for one in own:
        drafting.save(doubles, alice, f"programs/{one['path']}", one, None, one["files"].values())
    drafting.save(doubles, alice, "script", "mine\ndead", None)
    small = "import random, sys\nrandom.seed(int(sys.argv[1]))\nprint(random.randint(3, 9))\n"
    report = tried(fresh(doubles), blind(), source=small)
    assert report.found == {} and report.survivors and report.tried


def test_the_same_round_finds_the_same_and_the_draft_gets_nothing(doubles):
    before = fresh(doubles).draft
    assert tried(doubles, blind()).found == tried(doubles, blind()).found != {}
    after = fresh(doubles).draft
    assert (after.edition, after.document, after.columns) == (before.edition, before.document, before.columns)


def test_a_generator_that_is_called_like_the_module_it_needs_makes_tests(doubles):
    sent = {"generators": [written("random", DICE, kind="random", lines=["random 1", "random 2"])]}
    suite = suite_of(answers() | {"proposal_generators": sent})
    assert Tryout(doubles, suite, 1).run().good == {"random-program.py": ["random-program 1", "random-program 2"]}
