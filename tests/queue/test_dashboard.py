"""The RQ dashboard's Requeue does what our own Retry does, or says why not."""

import time

import pytest
from django.contrib.auth import get_user_model
from rq.job import JobStatus

from judge.models import Job
from judge.queue.messages import message_id, queue_named
from judge.queue.overview import workers
from judge.queue.workers import Worker
from judge.redis import connection as redis
from tests.queue import kinds
from tests.queue.test_life import reload

QUEUE = "execution"


@pytest.fixture
def dead(enqueue, work):
    """Refused, and its message failed."""
    job = enqueue(kinds.refuse)
    work()
    assert reload(job).state == Job.State.DEAD
    time.sleep(1.1)  # a person takes longer
    return job


@pytest.fixture
def requeue(client, dead, settings):
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    client.force_login(get_user_model().objects.create_superuser("boss"))
    index = list(settings.RQ_QUEUES).index(QUEUE)

    def requeue():
        client.post(f"/admin/rq/queues/{index}/{message_id(dead)}/requeue/")
        return queue_named(QUEUE).fetch_job(message_id(dead))

    return requeue


def test_a_dead_job_has_a_new_life(requeue, dead, work):
    assert requeue().get_status() == JobStatus.QUEUED

    work()

    assert reload(dead).fence == 2  # it ran again
    assert reload(dead).log.count("Attempt 1") == 2
    message = queue_named(QUEUE).fetch_job(message_id(dead))
    assert message.return_value() == f"job {dead.pk} is retried"


def test_one_that_was_done_meanwhile_says_so(requeue, dead, work):
    Job.objects.filter(pk=dead.pk).update(state=Job.State.DONE)
    requeue()

    work()

    assert reload(dead).fence == 1
    message = queue_named(QUEUE).fetch_job(message_id(dead))
    assert message.return_value() == f"not retried: job {dead.pk} is done"


def test_a_message_says_which_job_it_woke_a_worker_for(enqueue, work):
    ordinary, important = enqueue(kinds.ordinary, 1), enqueue(kinds.important, 2)
    work("ai")

    said = {queue_named("ai").fetch_job(message_id(job)).description for job in (ordinary, important)}
    assert said == {"important 2", "ordinary 1"}
    assert queue_named("ai").fetch_job(message_id(ordinary)).description == "important 2"


def test_a_worker_is_known_again_to_a_redis_that_was_flushed(db):
    worker = Worker.named("here", [QUEUE])
    worker.register_birth()
    redis().flushdb()
    assert workers(QUEUE) == []

    worker.heartbeat()

    assert workers(QUEUE) == ["here"]
    assert redis().ttl(worker.key) > 0
