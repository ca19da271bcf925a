"""The tests' page while a job is at work: what is sent, and when it ends."""

import pytest
from django.db import transaction
from django.db.models.functions import Now

from judge import events, jobs, working
from judge.models import Collaborator, Job
from judge.redis import connection as redis
from tests.web.test_submission_stream import opened, running, watch

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/workshop/sums/tests/stream"


@pytest.fixture(autouse=True)
def nothing_was_told(transactional_db):
    redis().flushdb()


@pytest.fixture
def job(sums, alice):
    with transaction.atomic():
        job = jobs.generate_tests.enqueue(sums.pk, key=working.job_key(sums.pk), requested_by=alice)
    Job.objects.update(state=Job.State.RUNNING, started=Now(), fence=1)
    return job


def end(sums, state):
    Job.objects.update(state=state, finished=Now())
    events.publish(working.topic(sums.pk), state="ended")


def test_it_tells_how_far_it_is_and_at_the_end_fetches_the_tests(sums, job, alice):
    working.Teller(sums.pk, 1, lambda done, goal: None)(40, 200)

    parts = watch(alice, ADDRESS, lambda: end(sums, Job.State.DONE))

    assert "40 of 200" in parts[0] and 'hx-trigger="load"' not in parts[0]
    assert 'hx-trigger="load"' in parts[-2] and 'hx-select="#made"' in parts[-2]
    assert parts[-1].startswith("event: end")


def test_a_job_that_has_ended_already_is_told_at_once(sums, job, alice):
    end(sums, Job.State.DONE)

    assert 'hx-trigger="load"' in watch(alice, ADDRESS)[0]


def test_strangers_get_nothing(sums, job, charlie):
    assert running(opened(charlie, ADDRESS)).status_code == 404


def test_who_is_put_out_hears_no_more(sums, job, bob, monkeypatch):
    monkeypatch.setattr("web.workshop.making.LOOK", 0.0)
    tell = working.Teller(sums.pk, 1, lambda done, goal: None)
    tell(1, 2)

    parts = watch(bob, ADDRESS, lambda: (Collaborator.objects.all().delete(), tell(2, 2)))

    assert parts[-1].startswith("event: end") and "2 of 2" not in "".join(parts)
