"""The jobs of the house, run by a worker."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from judge import events, jobs, judging
from judge.models import Job, ProblemVersion, Submission
from judge.queue.messages import send
from judge.verdict import Verdict
from tests.factories import publish, submit

TESTS = [(b"1 2\n", b"3\n"), (b"2 2\n", b"4\n")]


@pytest.fixture
def submission(sums, alice):
    publish(sums, TESTS)
    return submit(sums, alice, "print(sum(map(int, input().split())))")


@pytest.fixture
def job(submission):
    with transaction.atomic():
        return jobs.run_submission.enqueue(submission.pk)


def states(submission):
    return [event.get("state") or event["test"] for _, event in events.so_far(submission.topic)]


def test_a_submission_is_judged_and_told_of(submission, job, work):
    work()

    submission.refresh_from_db()
    assert submission.verdict == Verdict.ACCEPTED
    assert states(submission) == ["compiling", "running", 1, 2, "judged"]
    assert {event["fence"] for _, event in events.so_far(submission.topic)} == {1}


def test_a_stretch_that_is_kept_is_not_judged_again(submission, job, work, monkeypatch):
    monkeypatch.setattr(judging, "STRETCH", 0)

    work()

    submission.refresh_from_db()
    assert submission.verdict == Verdict.ACCEPTED
    assert states(submission) == ["compiling", "running", 1, 2, "judged"]
    assert Job.objects.get().attempt == 1


def test_a_submission_that_cannot_be_judged_gets_its_end(submission, job, work, monkeypatch):
    monkeypatch.setattr(judging, "judge", broken)
    for _ in range(3):
        Job.objects.update(due=job.due)
        send(Job.objects.get())
        work()

    submission.refresh_from_db()
    job.refresh_from_db()
    assert (job.state, job.reason) == (Job.State.DEAD, "OSError: the disk is full")
    assert submission.verdict == Verdict.JUDGE_ERROR
    assert states(submission) == ["judged"]


def broken(*_):
    raise OSError("the disk is full")


def test_a_submission_that_is_gone_harms_nobody(submission, job, work):
    Submission.objects.all().delete()

    work()

    assert Job.objects.get().reason.startswith("DoesNotExist")


def test_warm_pages_cost_no_statement(submission, work):
    with transaction.atomic():
        jobs.warm_problem_cache.enqueue()
    work("maintenance")

    with CaptureQueriesContext(connection) as statements:
        version = ProblemVersion.objects.for_statement().get(pk=submission.version_id)
    assert (version.title, len(statements)) == ("Sums", 0)


def test_old_sessions_are_cleared(work):
    Session.objects.create(session_key="old", expire_date=timezone.now())
    Session.objects.create(session_key="new", expire_date=timezone.now() + timedelta(days=1))
    with transaction.atomic():
        jobs.clear_sessions.enqueue()

    work("maintenance")

    assert [session.pk for session in Session.objects.all()] == ["new"]
