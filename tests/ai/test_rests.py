"""While Gemini is left alone, jobs have their turn all the same: they come back when it may be asked."""

import pytest
from django.utils import timezone

from judge import jobs
from judge.gemini import breaker, retrying
from judge.models import Job
from judge.models.job import TRIES
from judge.queue.messages import send
from judge.redis import connection
from tests.ai.hinted import asked_for, failed, published, said, work
from tests.gemini.answers import Fails, Says

pytestmark = pytest.mark.django_db(transaction=True)
MODEL = "gemini-3.8-flash"


@pytest.fixture
def submission(gemini, sums, charlie):
    return failed(published(sums), charlie)


def turn_of(job):
    """Its time has come: the row, when the worker has done what it could."""
    Job.objects.filter(pk=job.pk).update(due=job.created)
    send(job)
    work()
    return Job.objects.get(pk=job.pk)


def test_who_comes_while_gemini_is_left_alone_comes_back_when_it_may_be_asked(gemini, submission):
    breaker.failed(MODEL, 120)
    run, job = asked_for(submission)
    for _ in range(TRIES + 1):
        job = turn_of(job)
        assert (job.state, job.attempt, gemini.count()) == (Job.State.QUEUED, 0, 0)
    assert 100 < (job.due - timezone.now()).total_seconds() < 150
    assert jobs.setback(job) == "Gemini can’t be reached, or is overloaded. It is tried again by itself."

    breaker.worked(MODEL)
    gemini.will(said())
    assert turn_of(job).state == Job.State.DONE


def test_a_try_that_fails_counts_however_long_gemini_is_left_alone_for_it(gemini, submission, quick):
    """Else a question that no Gemini survives would go round for ever."""
    for _ in range(breaker.FAILURES):
        breaker.failed(MODEL)
    run, job = asked_for(submission)
    for attempt in range(1, TRIES + 1):
        connection().hset(breaker.key(MODEL), "until", 1)
        gemini.will(Fails(503))
        job = turn_of(job)
        assert job.attempt == gemini.count() == attempt
    run.refresh_from_db()
    assert (job.state, run.failure) == (Job.State.DEAD, "Gemini can’t be reached, or is overloaded.")


def test_after_nonsense_a_rest_that_others_have_caused_is_waited_for(gemini, submission, quick, monkeypatch):
    gemini.will(Says("no JSON"), said())
    note = retrying.note_failure

    def others_fail_too(model, error):
        note(model, error)
        breaker.failed(model, 30)

    monkeypatch.setattr(retrying, "note_failure", others_fail_too)
    run, job = asked_for(submission)
    work()
    job.refresh_from_db()
    assert (job.state, gemini.count()) == (Job.State.QUEUED, 1)


def test_one_that_waits_for_gemini_can_be_cancelled(gemini, submission):
    breaker.failed(MODEL, 120)
    run, job = asked_for(submission)
    turn_of(job)
    assert job.request_cancel()
