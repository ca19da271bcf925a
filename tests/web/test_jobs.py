"""Jobs as people see them."""

import pytest

from judge import queue
from judge.models import Job
from tests.factories import submit


def make_job(user=None, kind="run_submission", **fields):
    return Job.objects.create(kind=kind, queue="execution", requested_by=user, **fields)


@pytest.fixture
def job(published, charlie):
    return make_job(charlie, subject=submit(published, charlie).pk, priority=8)


def listed(client, **query):
    return [job.pk for job in client.get("/jobs/", query).context["page"]]


def test_a_job_is_seen_by_its_requester_and_staff(client, job, charlie, alice, dave):
    for user, status in ((charlie, 200), (dave, 200), (alice, 404)):
        client.force_login(user)
        assert client.get(f"/jobs/{job.pk}/").status_code == status
        assert (job.pk in listed(client)) == (status == 200)


def test_strangers_are_asked_to_sign_in(client, job):
    assert client.get("/jobs/").url == "/login/?next=/jobs/"
    assert client.get(f"/jobs/{job.pk}/").url.startswith("/login/")
    assert client.post(f"/jobs/{job.pk}/cancel").url.startswith("/login/")


def test_a_job_that_waits_tells_its_place_and_its_subject(as_charlie, job, published, charlie):
    other = make_job(charlie)

    page = as_charlie.get(f"/jobs/{job.pk}/").text
    assert f'<a href="/submissions/{job.subject}/">submission {job.subject} to Sums</a>' in page
    assert "<b>next</b> in the queue <b>execution</b>" in page
    assert '<b class="num">2nd</b>' in as_charlie.get(f"/jobs/{other.pk}/").text


def test_a_running_job_tells_how_far_it_is(as_charlie, job):
    held = Job.objects.claim(job.pk, "a worker")
    held.say("half of it <b>")
    held.report(10, 20)
    held.beat()

    page = as_charlie.get(f"/jobs/{job.pk}/").text
    assert "10 of 20" in page and "half of it &lt;b&gt;" in page
    assert 'attempt <b class="num">1</b> of 3' in page
    assert "every 2s" in page and "data-elapsed" in page


def test_a_job_that_is_over_is_not_asked_for_again(as_charlie, job):
    Job.objects.claim(job.pk, "a worker").finish()

    assert "every 2s" not in as_charlie.get(f"/jobs/{job.pk}/").text


def test_the_list_can_be_narrowed(as_dave, job):
    other = make_job(kind="warm_problem_cache", state="dead", reason="no luck")

    assert listed(as_dave) == [other.pk, job.pk]
    assert listed(as_dave, state="dead") == [other.pk]
    assert listed(as_dave, kind="run_submission") == [job.pk]
    assert listed(as_dave, state="nonsense", kind="run_submission\0") == [job.pk]


def test_the_requester_cancels(as_charlie, job):
    as_charlie.post(f"/jobs/{job.pk}/cancel")

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert as_charlie.get(f"/submissions/{job.subject}/").context["result"].submission.verdict == "CAN"


def test_a_running_job_is_told_to_stop(as_charlie, job):
    Job.objects.claim(job.pk, "a worker")

    page = as_charlie.post(f"/jobs/{job.pk}/cancel", follow=True).text

    assert "told to stop" in page and "Stopping" in page


def test_others_change_nothing(as_alice, job):
    for action in ("cancel", "retry", "delete"):
        assert as_alice.post(f"/jobs/{job.pk}/{action}").status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_get_and_an_unknown_action_change_nothing(as_charlie, job):
    assert as_charlie.get(f"/jobs/{job.pk}/cancel").status_code == 405
    assert as_charlie.post(f"/jobs/{job.pk}/explode").status_code == 404


def test_only_staff_retries_a_submission_since_its_try_was_given_back(client, job, charlie, dave):
    queue.cancel(job)
    client.force_login(charlie)
    assert "Retry" not in client.get(f"/jobs/{job.pk}/").text
    assert client.post(f"/jobs/{job.pk}/retry").status_code == 404

    client.force_login(dave)
    client.post(f"/jobs/{job.pk}/retry")
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_requester_retries_what_costs_no_quota(as_charlie, charlie):
    job = make_job(charlie, kind="warm_problem_cache", state="dead", reason="no luck")
    assert "no luck" in as_charlie.get(f"/jobs/{job.pk}/").text

    as_charlie.post(f"/jobs/{job.pk}/retry")

    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert "not retried" in as_charlie.post(f"/jobs/{job.pk}/retry", follow=True).text


def test_staff_deletes_what_is_over(client, job, charlie, dave):
    client.force_login(dave)
    assert client.post(f"/jobs/{job.pk}/delete").status_code == 404
    queue.cancel(job)
    client.force_login(charlie)
    assert client.post(f"/jobs/{job.pk}/delete").status_code == 404

    client.force_login(dave)
    assert client.post(f"/jobs/{job.pk}/delete").url == "/jobs/"
    deleting = Job.objects.get(kind="delete_job")
    assert (deleting.subject, deleting.requested_by) == (job.pk, dave)
    assert f"job {job.pk}, run submission" in client.get(f"/jobs/{deleting.pk}/").text


def test_a_subject_that_is_gone_is_said(as_dave):
    job = make_job(subject=99)

    assert "99, which is gone" in as_dave.get(f"/jobs/{job.pk}/").text
    assert "99, which is gone" in as_dave.get("/jobs/").text
