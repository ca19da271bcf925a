"""A submission is taken back by its author, and what failed through our fault is judged again by staff."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from judge import queue
from judge.models import Job, Submission
from judge.queue.release import release, stop
from judge.verdict import Verdict
from tests.factories import submit


@pytest.fixture
def submission(published, charlie):
    submission = submit(published, charlie)
    Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk, requested_by=charlie)
    return submission


def job_of(submission):
    return Job.objects.get(subject=submission.pk)


def reload(submission):
    return Submission.objects.get(pk=submission.pk)


def run_for(submission, seconds):
    """As a worker that was stopped by its heartbeat."""
    held = Job.objects.claim(job_of(submission).pk, "a worker")
    Job.objects.filter(pk=held.pk).update(started=Now() - timedelta(seconds=seconds))
    queue.cancel(held)
    stop(held)


def test_its_author_takes_it_back_while_it_waits(as_charlie, submission, charlie):
    before = charlie.executions_left
    assert "Yes, cancel it" in as_charlie.get(f"/submissions/{submission.pk}/").text

    page = as_charlie.post(f"/submissions/{submission.pk}/cancel", follow=True).text

    assert "– Cancelled" in page and "Nothing of it was run" in page and "Judge error" not in page
    assert "Yes, cancel it" not in page and "Edit and resubmit" in page
    assert charlie.executions_left == before + 1


def test_one_that_was_begun_with_counts(as_charlie, submission, charlie):
    before = charlie.executions_left
    run_for(submission, seconds=7)

    page = as_charlie.get(f"/submissions/{submission.pk}/").text

    assert "Judging had begun" in page and "judged in" not in page
    assert reload(submission).judged_in == pytest.approx(7, abs=2)
    assert charlie.executions_left == before


def test_one_that_runs_is_told_to_stop(as_charlie, submission):
    Job.objects.claim(job_of(submission).pk, "a worker")

    page = as_charlie.post(f"/submissions/{submission.pk}/cancel", follow=True).text

    assert "◌ Stopping" in page
    assert reload(submission).verdict == Verdict.PENDING


def test_a_verdict_is_not_taken_back(as_charlie, submission):
    Job.objects.claim(job_of(submission).pk, "a worker").finish()
    Submission.objects.update(verdict=Verdict.ACCEPTED)

    as_charlie.post(f"/submissions/{submission.pk}/cancel")

    assert (reload(submission).verdict, job_of(submission).state) == (Verdict.ACCEPTED, Job.State.DONE)


def test_others_cannot(as_alice, submission):
    for action in ("cancel", "retry"):
        assert as_alice.post(f"/submissions/{submission.pk}/{action}").status_code == 404
    assert reload(submission).verdict == Verdict.PENDING


def test_what_a_broken_checker_ended_is_judged_again_by_a_new_job(as_dave, submission):
    Job.objects.claim(job_of(submission).pk, "a worker").finish()
    Submission.objects.update(verdict=Verdict.JUDGE_ERROR, failed_test=1, cpu_ms=3)

    for _ in range(2):
        as_dave.post(f"/submissions/{submission.pk}/retry")

    assert [job.state for job in Job.objects.order_by("pk")] == [Job.State.DONE, Job.State.QUEUED]
    assert reload(submission).verdict == Verdict.PENDING


def test_staff_has_it_judged_again(client, submission, charlie, dave):
    held = Job.objects.claim(job_of(submission).pk, "a worker")
    release(held, "the disk is full", final=True)
    client.force_login(charlie)
    assert "Judge it again" not in client.get(f"/submissions/{submission.pk}/").text
    assert client.post(f"/submissions/{submission.pk}/retry").status_code == 404

    client.force_login(dave)
    assert "Judge it again" in client.get(f"/submissions/{submission.pk}/").text
    page = client.post(f"/submissions/{submission.pk}/retry", follow=True).text

    assert "◌ Queued" in page
    assert (reload(submission).verdict, job_of(submission).state) == (Verdict.PENDING, Job.State.QUEUED)
