"""The queues page: for staff, who see how each queue stands and put it right."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models.functions import Now

from judge.models import Job
from judge.queue import crowds
from judge.queue.messages import queue_named
from judge.queue.workers import Worker
from judge.redis import connection as redis
from tests.factories import submit

PAGE = "/operations/queues/"


@pytest.fixture(autouse=True)
def empty_redis(db):
    redis().flushdb()


def make_job(queue="maintenance", kind="warm_problem_cache", **fields):
    return Job.objects.create(kind=kind, queue=queue, **fields)


def standing(client, name):
    return next(queue for queue in client.get(PAGE).context["queues"] if queue.name == name)


def state(job):
    job.refresh_from_db()
    return job.state


def test_it_is_for_staff(client, charlie, dave):
    assert client.get(PAGE).url.startswith("/login/")
    for user, status in ((charlie, 404), (dave, 200)):
        client.force_login(user)
        assert client.get(PAGE).status_code == status
    client.force_login(charlie)
    for address in ("recover", "queues/execution/empty", "queues/execution/retry"):
        assert client.post(f"/operations/{address}").status_code == 404


def test_it_tells_how_each_queue_stands(as_dave):
    make_job(due=Now() - timedelta(minutes=5))
    make_job(due=Now() + timedelta(minutes=5), attempt=1)
    make_job(state="running", started=Now())
    make_job(state="dead", finished=Now(), reason="no luck")
    make_job(state="done")
    Worker.named("maintenance-here", ["maintenance"]).register_birth()

    found = standing(as_dave, "maintenance")
    assert (found.waiting, found.later, found.running, found.dead) == (1, 1, 1, 1)
    assert found.workers == ["maintenance-here"]
    page = as_dave.get(PAGE).text
    assert "5 min" in page and "+ 1 to be tried again" in page and "no luck" in page
    assert [queue.name for queue in as_dave.get(PAGE).context["queues"]] == list(settings.QUEUES)


def test_it_says_who_is_missing(as_dave):
    assert as_dave.get(PAGE).context["absent"] == ["sweeper", "scheduler"]


def test_without_redis_it_says_so(as_dave, monkeypatch):
    monkeypatch.setattr("judge.queue.overview.connection", away)
    monkeypatch.setattr("judge.queue.overview.queue_named", away)

    page = as_dave.get(PAGE)
    assert "Redis is away" in page.text and "unknown" in page.text


def away(*_):
    raise ConnectionRefusedError("Redis is away")


def test_a_queue_is_emptied(as_dave, published, charlie):
    submission = submit(published, charlie)
    job = make_job("execution")
    Job.objects.filter(pk=job.pk).update(kind="run_submission", subject=submission.pk)
    later, running, other = make_job("execution", due=Now() + timedelta(1)), make_job("execution"), make_job()
    Job.objects.claim(running.pk, "a worker")

    page = as_dave.post(f"{PAGE}execution/empty", follow=True).text

    assert "2 jobs cancelled in execution" in page
    assert [state(row) for row in (job, later, running, other)] == ["cancelled", "cancelled", "running", "queued"]
    submission.refresh_from_db()
    assert submission.verdict == "CAN"


BOTH = [("empty", "queued", "cancels what"), ("retry", "dead", "again")]


@pytest.mark.parametrize(("action", "state", "words"), BOTH)
def test_what_is_too_much_for_one_request_is_done_by_a_job(as_dave, monkeypatch, action, state, words):
    monkeypatch.setattr(crowds, "AT_ONCE", 2)
    rows = [make_job("execution", state=state, finished=Now()) for _ in range(3)]

    page = as_dave.post(f"{PAGE}execution/{action}", follow=True).text

    job = Job.objects.get(kind__in=["empty_queue", "retry_queue"])
    assert f"Job {job.pk} " in page and words in page and "more than can be done at once" in page
    assert "execution" in as_dave.get(f"/jobs/{job.pk}/").text
    assert Job.objects.filter(pk__in=[row.pk for row in rows], state=state).count() == 3


def test_dead_jobs_are_retried(as_dave, django_capture_on_commit_callbacks):
    dead, other = make_job(state="dead"), make_job("execution", state="dead")

    with django_capture_on_commit_callbacks(execute=True):
        as_dave.post(f"{PAGE}maintenance/retry")

    assert (state(dead), state(other)) == ("queued", "dead")
    assert queue_named("maintenance").count == 1


def test_recover_frees_what_has_no_holder_and_sends_what_redis_forgot(as_dave):
    orphan, held, waiting = make_job(), make_job(), make_job("execution")
    for job in (orphan, held):
        Job.objects.claim(job.pk, "a worker")
    Job.objects.filter(pk=orphan.pk).update(lease=Now() - timedelta(seconds=1))

    page = as_dave.post("/operations/recover", follow=True).text

    assert "1 job freed" in page
    assert (state(orphan), state(held), state(waiting)) == ("queued", "running", "queued")
    assert queue_named("execution").count == 1


def test_recover_ends_what_was_to_end(as_dave, published, charlie):
    submission = submit(published, charlie)
    cancelled, tried = make_job("execution", kind="run_submission", subject=submission.pk), make_job()
    for job in (cancelled, tried):
        Job.objects.claim(job.pk, "a worker")
    long_ago = Now() - timedelta(seconds=1)
    Job.objects.filter(pk=cancelled.pk).update(lease=long_ago, cancel=True)
    Job.objects.filter(pk=tried.pk).update(lease=long_ago, attempt=3)

    as_dave.post("/operations/recover")

    assert (state(cancelled), state(tried)) == ("cancelled", "dead")
    submission.refresh_from_db()
    assert submission.verdict == "CAN"
    assert "its worker vanished" in Job.objects.get(pk=tried.pk).log


def test_what_is_not_there_is_not_found(as_dave):
    assert as_dave.post(f"{PAGE}nothing/empty").status_code == 404
    assert as_dave.post(f"{PAGE}execution/explode").status_code == 404
    assert as_dave.get(f"{PAGE}execution/empty").status_code == 405


def test_buttons_of_single_jobs_lead_back(as_dave):
    dead, running = make_job(state="dead", finished=Now()), make_job()
    Job.objects.claim(running.pk, "a worker")

    assert f'id="cancel-{running.pk}"' in as_dave.get(PAGE).text
    assert as_dave.post(f"/jobs/{dead.pk}/retry", {"queues": ""}).url == PAGE
    assert as_dave.post(f"/jobs/{running.pk}/cancel", {"queues": ""}).url == PAGE
