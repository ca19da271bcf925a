"""What people do to all jobs of a queue: some in one transaction, with a few statements however many they are."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from judge.models.job import Job
from judge.queue.kinds import send_on_commit, tell

AT_ONCE = 1000  # jobs changed in one transaction


def waiting(queue: str) -> QuerySet[Job]:
    return Job.objects.filter(queue=queue, state=Job.State.QUEUED)


def dead(queue: str) -> QuerySet[Job]:
    return Job.objects.filter(queue=queue, state=Job.State.DEAD)


def are_many(rows: QuerySet[Job]) -> bool:
    """More than one transaction should change."""
    return rows[: AT_ONCE + 1].count() > AT_ONCE


def cancel(pks: list[int]) -> list[Job]:
    """Those that wait still. Part of a transaction, like the next."""
    cancelled = Job.objects.filter(pk__in=pks).cancel_waiting()
    tell("on_abandon", cancelled)
    return cancelled


def retry(pks: list[int]) -> list[Job]:
    """A new life for each that can have one."""
    rows = Job.objects.filter(pk__in=pks)
    try:
        with transaction.atomic():
            revived = rows.run_again()
    except IntegrityError:  # another job has the key of one of them, so each is tried on its own
        revived = list(filter(None, (job.run_again() for job in rows.only("pk"))))
    tell("on_revive", revived)
    send_on_commit(*revived)
    return revived


@transaction.atomic
def free_orphans() -> int:
    """Those whose lease is over by the database's clock. One that a worker holds in its last write is left to it."""
    orphans = locked(Job.objects.running().filter(lease__lt=Now()))
    lost = Job.objects.filter(pk__in=orphans).lose_their_workers("its worker vanished")
    tell("on_abandon", [job for job in lost if job.state != Job.State.QUEUED])
    send_on_commit(*(job for job in lost if job.state == Job.State.QUEUED))
    return len(lost)


def in_batches(
    rows: QuerySet[Job],
    do: Callable[[list[int]], list[Job]],
    batch: Callable[[], AbstractContextManager] = transaction.atomic,
) -> Iterator[int]:
    """Do it to some at a time, each time in a transaction. To how many, after each."""
    last = 0
    while True:
        with batch():
            some = locked(rows.filter(pk__gt=last))
            done = len(do(some)) if some else 0
        if not some:
            return
        yield done
        last = some[-1]


def locked(rows: QuerySet[Job]) -> list[int]:
    """The first of them. One that somebody else is changing just now is his."""
    mine = rows.order_by("pk").select_for_update(skip_locked=True)
    return list(mine.values_list("pk", flat=True)[:AT_ONCE])
