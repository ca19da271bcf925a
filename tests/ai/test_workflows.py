"""Six problems from their page to a solver's hints: the real SDK, real jobs, a real sandbox. Gemini's answers are those
of tests/gemini/answers, in which there are mistakes: each is caught where it has to be.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from judge import drafting, extraction, jobs, tools, trials
from judge.languages import for_extension
from judge.models import AiRun, Job, Problem
from judge.packages.importing import bring
from judge.proposing import accepting, agreeing, evaluating, scores, searching
from judge.proposing.rounds import State
from judge.redis import connection as redis
from tests.ai.hinted import asked_for, failed
from tests.ai.workflows import READ, REPAIR, WORKFLOWS, table
from tests.gemini.scripts import FOLDER
from tests.queue.conftest import work
from tests.workshop.conftest import publish
from tests.workshop.rows import fresh, rows_of

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLES = settings.BASE_DIR / "samples"


@pytest.fixture(autouse=True)
def nothing_waits(transactional_db, monkeypatch):
    cache.clear()
    redis().flushdb()
    monkeypatch.setattr(tools, "GENERATOR", replace(tools.GENERATOR, cpu=2))  # one of them never ends
    monkeypatch.setattr(agreeing, "SECONDS", 2.0)
    monkeypatch.setattr(searching, "MOST_TRIES", 0)  # it finds by itself what the model has to be told here


@pytest.fixture
def package(flow):
    """What the author knows of the problem, and Gemini isn't told."""
    return bring(SAMPLES / flow.problem).version


@pytest.fixture
def finish(work):
    """finish(run): when nothing is left to do."""

    def finish(run):
        while Job.objects.live().exists():
            work("generation")
            work("ai")
        run = AiRun.objects.get(pk=run.pk)
        assert run.is_finished and not run.failure, run.failure
        return run

    return finish


def page(flow):
    (path,) = (FOLDER / flow.problem).glob("page.*")
    return path.read_text()


def completed(problem, author, programs, **more):
    """What is left to the author, since the model doesn't write it."""
    for one in programs:
        drafting.save(problem, author, f"programs/{one['path']}", one, None, one["files"].values())
    drafting.change(problem, author, lambda draft: draft.document | more)
    return fresh(problem)


def misjudged(problem, own):
    """By the tests that were made, of the solutions that are known to be right or wrong."""
    keys = trials.wanted(problem, problem.draft)
    found = trials.known(problem, keys.values())
    passes = {one["path"]: found[keys[one["path"]]].verdict == "AC" for one in own}
    return [one["path"] for one in own if passes[one["path"]] != scores.is_right(one["expected"])]


@pytest.mark.parametrize("flow", WORKFLOWS, ids=lambda flow: flow.problem)
def test_a_page_becomes_a_problem_and_each_mistake_is_caught(flow, package, gemini, finish, work, alice, charlie):
    reading = finish(jobs.begin_extraction({"url": "", "text": page(flow)}, alice))
    problem = extraction.begin(reading, alice)
    assert reading.document["rehearsal"] == {"state": "right", "failures": [], "strangers": []}
    assert problem.draft.reference["path"].startswith("submissions/reference.")

    checkers = [one for one in package.programs if one["role"] == "checker"]
    problem = completed(problem, alice, checkers, checker=package.checker)
    run = finish(jobs.begin_proposal(problem, alice))
    _, report = State.of(run.document).best
    assert report.is_good and report.round == flow.rounds and run.document["caught"] == []

    accepting.accept(run, problem, alice, [one["id"] for one in run.document["pieces"]])
    own = [one for one in evaluating.set_aside(package) if one["language"] != "java"]  # which takes as long as the rest
    completed(problem, alice, own)
    jobs.generate_tests.function(problem.pk)
    rows = rows_of(problem)
    assert len(rows) == report.tests + 2 and all(row.valid and row.answer for row in rows)

    jobs.check_programs.function(problem.pk)
    jobs.verify_draft.function(problem.pk)
    assert misjudged(fresh(problem), own) == [] and len(own) >= 5  # TPR = TNR = 1
    problem = publish(problem)
    problem.visibility = Problem.Visibility.SMALL
    problem.save()

    submission = SAMPLES / flow.problem / "submissions" / flow.submission
    language = for_extension(submission.suffix).key
    hints, _ = asked_for(failed(problem, charlie, submission.read_text(), language))
    document = finish(hints).document
    assert len(document["levels"]) == 4 and len(document["refused"]) == 1

    for mistake in flow.mistakes:
        told = [call.text for call in gemini.calls if call.task == mistake.task]
        assert mistake.told in told[mistake.turn - 1], mistake
    assert gemini.count(READ) == flow.readings - 1 and gemini.count(REPAIR) == flow.rounds - 1


def test_the_documentation_names_them_all():
    assert table() in Path(settings.BASE_DIR / "docs/ai.md").read_text()
