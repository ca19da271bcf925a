"""Whole queues, cancelled or retried by people: however many jobs those are, and whatever happens meanwhile."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis import Redis

from judge import jobs
from judge.models import Job, Plan, Submission
from judge.queue import crowds
from judge.queue.messages import queue_named
from judge.verdict import Verdict
from tests.factories import make_problem, publish, submit
from tests.queue.kinds import marks
from tests.queue.test_life import make_due, reload

State = Job.State


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """So that a few jobs are many."""
    monkeypatch.setattr(crowds, "AT_ONCE", 3)


@pytest.fixture
def dave(db):
    return get_user_model().objects.create_user("dave", password="director-of-it", is_staff=True)


def make(many, **fields):
    rows = [Job(**{"kind": "fail", "queue": "execution", "subject": number} | fields) for number in range(many)]
    return Job.objects.bulk_create(rows)


def states():
    return list(Job.objects.filter(queue="execution").order_by("pk").values_list("state", flat=True))


def test_few_are_cancelled_at_once(dave):
    make(3)

    assert jobs.empty("execution", dave) == 3
    assert states() == ["cancelled"] * 3
    assert marks() == ["abandoned-0", "abandoned-1", "abandoned-2"]


def test_many_are_cancelled_by_a_job_and_a_failure_in_between_loses_nothing(dave, work, monkeypatch):
    make(8)
    emptying = jobs.empty("execution", dave)
    assert (emptying.kind, emptying.requested_by) == ("empty_queue", dave)
    assert states() == ["queued"] * 8  # nothing is half done
    make(1, subject=99)
    cancel = crowds.cancel
    monkeypatch.setattr(crowds, "cancel", lambda pks: fails_at_the_second_batch(cancel(pks)))

    work("maintenance")
    assert states() == ["cancelled"] * 3 + ["queued"] * 6
    assert marks() == ["abandoned-0", "abandoned-1", "abandoned-2"]
    monkeypatch.undo()
    make_due(emptying)
    work("maintenance")

    assert (reload(emptying).state, reload(emptying).progress) == (State.DONE, 5)
    assert states() == ["cancelled"] * 8 + ["queued"]  # nobody meant what came later
    assert marks() == [f"abandoned-{number}" for number in range(8)]


def fails_at_the_second_batch(cancelled):
    if Plan.objects.filter(name="abandoned-5").exists():
        raise ValueError("the disk is full")
    return cancelled


def test_many_are_retried_by_a_job(dave, work):
    make(7, state=State.DEAD, attempt=3, kind="note")

    retrying = jobs.retry_dead("execution", dave)
    work("maintenance")

    assert reload(retrying).state == State.DONE
    assert states() == ["queued"] * 7
    assert not Job.objects.filter(queue="execution", attempt__gt=0).exists()
    assert queue_named("execution").count == 7


def test_it_goes_before_all_that_floods_its_own_queue(dave, work):
    make(8, queue="maintenance", kind="remember")

    jobs.empty("maintenance", dave)
    work("maintenance")

    assert Job.objects.filter(kind="remember", state=State.CANCELLED).count() == 8


def test_one_whose_key_is_taken_does_not_hold_up_the_others(dave):
    dead = make(3, state=State.DEAD, kind="note")
    Job.objects.filter(pk=dead[1].pk).update(key="k")
    make(1, key="k", kind="note")

    assert jobs.retry_dead("execution", dave) == 2
    assert states() == ["queued", "dead", "queued", "queued"]


def test_a_redis_that_is_away_is_asked_once(dave, monkeypatch, caplog):
    make(3, state=State.DEAD, kind="note")
    monkeypatch.setattr(queue_named("execution"), "connection", Redis.from_url("unix:///nowhere/valkey.sock"))

    assert jobs.retry_dead("execution", dave) == 3
    assert caplog.text.count("the sweeper will") == 1


def test_submissions_are_given_back_with_as_many_statements_for_many_as_for_few(dave, monkeypatch):
    monkeypatch.setattr(crowds, "AT_ONCE", 100)
    sums = make_problem("sums", owner=dave)
    publish(sums, tests=[(b"1\n", b"1\n")])
    counts = []
    for many in (1, 20):
        submitted = [submit(sums, dave) for _ in range(many)]
        for submission in submitted:
            make(1, kind="run_submission", subject=submission.pk)
        began = Job.objects.claim(Job.objects.get(subject=submitted[-1].pk).pk, "a worker")
        began.hand_over()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert jobs.empty("execution", dave) == many
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert set(Submission.objects.values_list("verdict", flat=True)) == {Verdict.CANCELLED}
    begun = Submission.objects.exclude(judged_in=None)
    assert begun.count() == 2 and dave.executions_left == dave.plan.daily_executions - 2


def test_what_a_worker_claims_meanwhile_is_left_to_it(dave):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite locks no rows")
    rows = make(3)
    claiming = connection.copy()
    claiming.set_autocommit(False)
    try:
        with claiming.cursor() as cursor:
            cursor.execute("UPDATE judge_job SET state = 'running' WHERE id = %s", [rows[1].pk])
        assert jobs.empty("execution", dave) == 2
    finally:
        claiming.rollback()
        claiming.close()

    assert states() == ["cancelled", "queued", "cancelled"]
