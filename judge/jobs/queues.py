"""What people do to a whole queue: at once when one transaction is enough, otherwise by a job."""

from django.conf import settings
from django.db import transaction

from judge.models import (
    Job,
)
from judge.queue import chunk, crowds, holding, job, report, say

FIRST = 10_000  # priority: it may be the maintenance queue itself that is overfull


def empty(queue, by) -> int | Job:
    """Cancel all that waits in it: how many were, or the job that will do it."""
    rows = crowds.waiting(queue)
    return later(empty_queue, queue, by) if crowds.are_many(rows) else sum(crowds.in_batches(rows, crowds.cancel))


def retry_dead(queue, by) -> int | Job:
    rows = crowds.dead(queue)
    return later(retry_queue, queue, by) if crowds.are_many(rows) else sum(crowds.in_batches(rows, crowds.retry))


def later(kind, queue, by) -> Job:
    with transaction.atomic():
        return kind.enqueue(settings.QUEUES.index(queue), requested_by=by)


@job(queue="maintenance", priority=FIRST)
def empty_queue(place):
    done = in_stretches(crowds.waiting(settings.QUEUES[place]), crowds.cancel)
    say(f"{done} cancelled.")


@job(queue="maintenance", priority=FIRST)
def retry_queue(place):
    done = in_stretches(crowds.dead(settings.QUEUES[place]), crowds.retry)
    say(f"{done} queued again.")


def in_stretches(rows, do) -> int:
    """To those that were there when somebody asked for it."""
    rows = rows.filter(pk__lt=holding().pk)
    done, goal = 0, rows.count()
    for some in crowds.in_batches(rows, do, chunk):
        done += some
        report(done, goal)
    return done
