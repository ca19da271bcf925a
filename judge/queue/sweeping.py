"""Finds what was lost: jobs whose worker vanished, and jobs that Redis forgot or never heard of."""

import logging
import time

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, transaction
from redis import RedisError

from judge.models.job import Job
from judge.queue.messages import message_id, queue_named, send
from judge.queue.release import release
from judge.redis import connection

LOCK = "sweeper"
AT_ONCE = 10_000  # rows of a queue looked at in one sweep, in the order of their turn

log = logging.getLogger(__name__)


class Sweeper:
    """One is active at a time, to spare work: two would do no harm, since each change names the fence and lease it saw.

    A lease is dead when we have *watched* it unchanged for its whole length, on our own clock: time in which we didn't
    look (we, or the database, stood still) doesn't count, nor does what any other clock says.
    """

    def __init__(self):
        self.lock = connection().lock(LOCK, timeout=max(10, 3 * settings.JOB_SWEEP))
        self.watched = {}  # (row, fence, lease): seconds
        self.looked = time.monotonic()

    def sweep(self):
        close_old_connections()
        try:
            if self.is_active():
                self.free_orphans()
                self.send_forgotten()
        except DatabaseError as error:
            log.error("the database is away: %s", error)

    def is_active(self):
        """Without Redis nobody can say."""
        try:
            if self.lock.owned():
                return self.lock.reacquire()
            return self.lock.acquire(blocking=False)
        except RedisError as error:
            log.warning("sweeping without the lock: %s", error)
            return True

    def retire(self):
        """Let another one take over at once."""
        try:
            if self.lock.owned():
                self.lock.release()
        except RedisError as error:
            log.warning("the lock is left to expire: %s", error)

    def free_orphans(self):
        now, running = time.monotonic(), list(Job.objects.running().defer("checkpoint", "log"))
        passed, self.looked = min(now - self.looked, 2 * settings.JOB_SWEEP), now
        known = self.watched
        self.watched = {
            seen: known[seen] + passed if seen in known else 0
            for seen in ((job.pk, job.fence, job.lease) for job in running)
        }
        for job in running:
            if self.watched[job.pk, job.fence, job.lease] >= settings.JOB_LEASE:
                self.free(job)

    def free(self, job):
        """A worker that was cut off within its last write may hold the row's lock still: it is waited for by nobody."""
        with transaction.atomic():
            if list(Job.objects.running().filter(pk=job.pk).select_for_update(skip_locked=True).values_list("pk")):
                release(job, "its worker vanished", seen=job.lease)

    def send_forgotten(self):
        for name in settings.QUEUES:
            due = Job.objects.due().filter(queue=name).only("kind", "subject", "queue", "fence").order_by("turn", "pk")
            try:
                sent = set(queue_named(name).get_job_ids())
            except RedisError as error:
                log.warning("nothing is sent, Redis is away: %s", error)
                return
            for job in due[:AT_ONCE]:
                if message_id(job) not in sent:
                    send(job)
