"""Errands of queues, caches and what is left behind."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import cache as caches
from django.db.models.functions import Now
from django.utils import timezone

from judge import blobs, jobs, retention
from judge.benchmarks.errands.errand import Errand
from judge.benchmarks.kinds import do_nothing
from judge.models import (
    Blob,
    Job,
)

LONG_AGO = timedelta(days=1000)
EMPTIED = "ai"  # the queue to which people do something as a whole


def make_job(state: str, queue: str, **fields) -> int:
    return Job.objects.create(kind=do_nothing.name, subject=0, state=state, queue=queue, **fields).pk


def a_finished_job() -> int:
    return make_job(Job.State.DONE, do_nothing.queue, finished=Now())


def an_old_job() -> None:
    make_job(Job.State.DONE, do_nothing.queue, finished=Now() - LONG_AGO)


def a_full_queue() -> int:
    make_job(Job.State.QUEUED, EMPTIED, due=Now() + LONG_AGO)
    return settings.QUEUES.index(EMPTIED)


def a_dead_queue() -> int:
    make_job(Job.State.DEAD, EMPTIED, finished=Now())
    return settings.QUEUES.index(EMPTIED)


def is_there_none(state: str) -> bool:
    return not Job.objects.filter(queue=EMPTIED, state=state).exists()


def an_old_session() -> None:
    Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=timezone.now() - LONG_AGO)


def an_unused_blob() -> None:
    sha = blobs.put(uuid.uuid4().bytes)
    Blob.objects.filter(pk=sha).update(last_used=Now() - LONG_AGO)


def a_kept_entry(_: int | None) -> str:
    person = uuid.uuid4().int
    caches.cache.set(f"user_stats:{person}:bench", "kept")
    return f"{jobs.INVALIDATE}user_stats:{person}:*"


def is_dropped(job: Job) -> bool:
    assert job.key
    return caches.cache.get(job.key.removeprefix(jobs.INVALIDATE).replace("*", "bench")) is None


ERRANDS = {
    "delete_job": Errand(a_finished_job, is_done=lambda job: not Job.objects.filter(pk=job.subject).exists()),
    "delete_old_jobs": Errand(an_old_job, is_done=lambda job: not Job.objects.filter(retention.over()).exists()),
    "clear_sessions": Errand(
        an_old_session, is_done=lambda job: not Session.objects.filter(expire_date__lt=timezone.now()).exists()
    ),
    "collect_blobs": Errand(an_unused_blob, is_done=lambda job: not retention.unused().exists()),
    "invalidate_cache": Errand(key=a_kept_entry, is_done=is_dropped),
    "empty_queue": Errand(a_full_queue, is_done=lambda job: is_there_none(Job.State.QUEUED)),
    "retry_queue": Errand(a_dead_queue, is_done=lambda job: is_there_none(Job.State.DEAD)),
}
