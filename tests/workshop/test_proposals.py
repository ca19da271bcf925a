"""Proposals end to end: the real SDK against the local Gemini, real workers, a real sandbox."""

from dataclasses import replace

import pytest

from judge import drafting, jobs, ledger, queue, tools
from judge.models import AiRun, Job
from judge.proposing import accepting
from judge.proposing.rounds import State
from judge.proposing.tryout import Tryout
from judge.redis import connection as redis
from tests.gemini.answers import Says, wrong_key
from tests.queue.conftest import work
from tests.workshop import proposed
from tests.workshop.programs import solution
from tests.workshop.rows import fresh, rows_of

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = ["proposal_validator", "proposal_solutions", "proposal_generators"]


@pytest.fixture(autouse=True)
def nothing_waits(transactional_db, monkeypatch):
    redis().flushdb()
    monkeypatch.setattr(tools, "GENERATOR", replace(tools.GENERATOR, cpu=1))  # one of them never ends


@pytest.fixture
def finish(work):
    """Until nothing is left to do."""

    def finish(run):
        for _ in range(5):
            work("generation")
            work("ai")
        assert not Job.objects.live().exists()
        return AiRun.objects.get(pk=run.pk)

    return finish


@pytest.fixture
def propose(gemini, alice, finish):
    return lambda problem: finish(jobs.begin_proposal(problem, alice))


def ids(run, *, recommended=None):
    return [one["id"] for one in run.document["pieces"] if recommended in (None, one["is_recommended"])]


def log():
    return "".join(Job.objects.order_by("pk").values_list("log", flat=True))


def best(run):
    """The suite and the report of the round that did best."""
    found = State.of(run.document).best
    assert found
    return found


def put(problem, author, *programs, script=""):
    for one in programs:
        drafting.save(problem, author, f"programs/{one['path']}", one, None, one["files"].values())
    drafting.save(problem, author, "script", script, None)
    return fresh(problem)


def test_a_validator_that_refuses_a_sample_and_a_generator_without_end_are_mended(propose, alice, gemini, work):
    """In round 1 the validator takes no sign, in round 2 a generator never ends and no test is all below zero: one such
    is searched for, and kept."""
    problem = proposed.lanterns(alice)
    run = propose(problem)

    said, (_, report) = log(), best(run)
    assert [call.task for call in gemini.calls] == [*TASKS, "proposal_repair", "proposal_repair"]
    assert "Round 1: The validator refuses it: a sample that is valid." in said
    assert "every_small 1: The generator generators/every_small.py was stopped after 1 s" in said
    assert "Round 2: 11 tests, 4 of 4 wrong solutions caught." in said
    assert "found: " in gemini.calls[-1].text and "passes every test." not in gemini.calls[-1].text
    assert report.round == 3 and report.is_good and run.document["caught"] == []
    assert ids(run, recommended=True) == ids(run) and len(ids(run)) == 10
    assert fresh(problem).draft.document["script"] == "" and len(fresh(problem).draft.document["programs"]) == 1

    accepting.accept(run, problem, alice, ids(run))
    jobs.begin_on_tests(jobs.generate_tests, problem, alice)
    work("generation")

    assert Job.objects.latest("pk").state == Job.State.DONE, Job.objects.latest("pk").reason
    rows = rows_of(problem)
    assert len(rows) == report.tests + 1 and all(row.valid and row.answer for row in rows)


def test_a_slow_solution_that_disagrees_and_a_generator_out_of_bounds_are_mended(propose, alice, gemini):
    """And one that rolls dice of its own."""
    run = propose(proposed.ferry(alice))

    (repair,) = [call.text for call in gemini.calls if call.task == "proposal_repair"]
    _, report = best(run)
    assert "The reference and the slow solution disagree on the input" in repair
    assert "The input isn't valid: input_validators/validate.cpp" in repair
    assert report.round == 2 and report.is_good
    assert {kill.name for kill in report.kills if kill.tests} == {"half.py", "alone.py", "neighbours.py", "exactly.py"}
    slow = next(one for one in run.document["pieces"] if one["role"] == "slow")
    assert slow["expected"] == ["AC", "TLE"] and "not in time for" in slow["facts"][1]


def test_nothing_good_comes_of_nonsense(propose, alice, gemini):
    """Four rounds, no more; what is said of it holds nothing that a page or a shell would obey."""
    problem = proposed.beacons(alice)
    run = propose(problem)

    document = run.document
    assert gemini.count() == 6 and document["round"] == 4
    assert [one["id"] for one in document["pieces"] if one["role"] != "wrong" and one["is_recommended"]] == []
    assert {one["role"] for one in document["caught"]} >= {"generator"}
    names = [one["name"] for one in [*document["pieces"], *document["caught"]]]
    assert all(name.replace("_", "a").replace("-", "a").replace(".", "a", 1).isalnum() for name in names), names
    assert fresh(problem).draft.number == problem.draft.number
    calls = ledger.rows(run.calls)
    assert [call["task"] for call in calls] == [*TASKS, *["proposal_repair"] * 3]
    assert {call["version"] for call in calls} == {"2"} and all(call["seed"] and call["model"] for call in calls)
    assert run.input_tokens == 6000 and run.cost == sum(call["cost"] for call in calls) > 0


def test_a_budget_that_is_spent_leaves_the_best_round(propose, alice, gemini, settings):
    settings.AI_TOKENS_PER_PROBLEM = 3600  # what the first round takes
    proposed.will(gemini, proposal_solutions=proposed.SOLUTIONS | {"wrong": [survivor()]})
    run = propose(proposed.doubles(alice))

    assert run.is_finished and not run.has_failed and best(run)[1].round == 1
    assert "spent" in run.document["note"] or "budget" in run.document["note"]
    assert len(ledger.rows(run.calls)) == 3 and "generator:one.py" in ids(run, recommended=True)


def survivor():
    return proposed.written("right", "print(2 * int(input()))\n", verdict="WA")


def test_a_survivor_is_given_back_until_there_may_be_no_more_rounds(propose, alice, gemini):
    proposed.will(gemini, proposal_solutions=proposed.SOLUTIONS | {"wrong": [survivor()]})
    gemini.will({}, {}, {"removed": ["right"]}, task="proposal_repair")
    run = propose(proposed.doubles(alice))

    assert "right.py passes every test." in gemini.calls[-1].text
    assert best(run)[1].round == 4 and "wrong:right.py" not in ids(run)


@pytest.mark.parametrize("answer", [wrong_key(), Says("certainly!")])
def test_without_an_answer_it_is_dead_with_the_reason_and_goes_on_later(propose, finish, alice, gemini, answer):
    proposed.will(gemini)
    gemini.queues["proposal_solutions"].extendleft([answer] * 2)
    run = propose(proposed.doubles(alice))

    job = jobs.job_of(run)
    assert job.state == Job.State.DEAD and "Gemini" in job.reason and run.has_failed
    redis().flushdb()  # what was answered is known for longer than Redis knows it
    gemini.queues.clear()
    proposed.will(gemini)
    assert jobs.go_on_with_proposal(run)
    run = finish(run)

    assert gemini.count("proposal_validator") == 1 and len(ids(run)) == 4


def test_a_cancelled_one_stops_and_can_go_on(finish, alice, gemini, work):
    proposed.will(gemini)
    run = jobs.begin_proposal(proposed.doubles(alice), alice)
    work("generation")
    queue.cancel(jobs.job_of(run))
    assert finish(run).has_failed and gemini.count() == 0

    jobs.go_on_with_proposal(run)
    assert len(ids(finish(run))) == 4


def test_a_reference_that_fails_a_sample_costs_nothing(propose, alice, gemini):
    problem = proposed.made(alice, "Doubles", proposed.DOUBLES, b"print(input())\n", b"3\n", b"6\n")
    run = propose(problem)

    assert jobs.job_of(run).reason.startswith("The reference’s answer to the sample 1 isn’t the sample’s own.")
    assert gemini.count() == 0


def test_a_round_that_takes_too_long_ends_there_and_the_next_one_is_told(propose, alice, gemini, monkeypatch):
    """What the job's soft limit raises."""
    left = [queue.SoftLimit("ran longer than 1680 s")]
    whole = Tryout.answer
    monkeypatch.setattr(Tryout, "answer", lambda self: stop(left) or whole(self))
    proposed.will(gemini)
    gemini.will({}, task="proposal_repair")
    run = propose(proposed.doubles(alice))

    assert "1. It took too long, so not all of it was run." in gemini.calls[-1].text
    assert best(run)[1].round == 2 and best(run)[1].is_good


def stop(left):
    if left:
        raise left.pop()


def test_only_one_is_at_work_on_a_problem(gemini, alice, charlie):
    problem = proposed.doubles(alice)
    assert jobs.begin_proposal(problem, alice) == jobs.begin_proposal(problem, charlie)
    assert AiRun.objects.count() == Job.objects.count() == 1


def test_a_persons_own_wrong_solutions_are_measured_too(propose, alice, gemini):
    problem = put(proposed.doubles(alice), alice, solution("submissions/zero.py", b"print(0)\n", expected=["WA"]))
    proposed.will(gemini)
    _, report = best(propose(problem))
    assert [(kill.name, kill.own, kill.tests > 0) for kill in report.kills] == [
        ("square.py", False, True),
        ("submissions/zero.py", True, True),
    ]
