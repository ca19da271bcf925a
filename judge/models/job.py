"""The durable job: one row is the truth. Every change of state is one conditional UPDATE in this file."""

import random
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from judge.models.text import clean, storable, tail

TRIES = 3


class Fenced(BaseException):
    """Somebody else holds this job by now, or nobody does: nothing we write counts.

    Not an Exception: `except Exception` in a job must not swallow it.
    """


class JobQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def running(self):
        return self.filter(state=Job.State.RUNNING)

    def due(self):
        return self.filter(state=Job.State.QUEUED, due__lte=Now())

    def about(self, kind, subject):
        return self.filter(kind=kind, subject=subject)

    def ended(self):
        return self.exclude(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def of_chain(self, first):
        """The steps of a workflow, by the id of its first."""
        return self.filter(Q(pk=first) | Q(chain=first)).order_by("pk")

    def visible_to(self, user):
        return self if user.is_staff else self.filter(requested_by=user.pk)

    def for_list(self):
        return self.select_related("requested_by").defer("log", "checkpoint").order_by("-pk")

    def change(self, **values):
        """UPDATE … RETURNING: the rows that changed, as they are now, in one statement on both databases.

        QuerySet.update() can't return rows; _update() is what Model.save() uses. A test pins it.
        """
        fields = self.model._meta.concrete_fields
        names = [field.attname for field in fields]
        changes = [(self.model._meta.get_field(name), None, value) for name, value in values.items()]
        rows = self._update(changes, returning_fields=fields)  # type: ignore[attr-defined]
        return [self.model.from_db(self.db, names, row) for row in rows]

    def claim(self, pk, worker):
        """The job, ours from now on; None when it isn't there to be had."""
        return self.due().filter(pk=pk)._claim(worker)

    def claim_best(self, queue, worker):
        """The due job of a queue whose turn it is, whichever message woke us: priority lives here, not in Redis."""
        best = self.due().filter(queue=queue).order_by("turn", "pk").select_for_update(skip_locked=True)
        with transaction.atomic():
            return self.filter(pk=Subquery(best.values("pk")[:1]), state=Job.State.QUEUED)._claim(worker)

    def _claim(self, worker):
        rows = self.change(
            state=Job.State.RUNNING,
            attempt=F("attempt") + 1,
            fence=F("fence") + 1,
            worker=worker,
            lease=Now() + lease(),
            started=Now(),
        )
        return rows[0] if rows else None

    def create_once(self, key, **fields):
        """The live job with this key, made now unless there is one: (job, created)."""
        for _ in range(2):  # the live one may end between our INSERT and our SELECT
            try:
                with transaction.atomic():
                    return self.create(key=key, **fields), True
            except IntegrityError:
                if job := self.live().filter(key=key).first():
                    return job, False
        return self.create(key=key, **fields), True


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"  # a retry that waits is queued with a later `due`
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=40)
    queue = models.CharField(max_length=20)
    priority = models.SmallIntegerField(default=5)
    subject = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120, null=True)  # idempotency: unique among live jobs
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    attempt = models.SmallIntegerField(default=0)  # claims since the last progress
    fence = models.IntegerField(default=0)  # claims ever; a late writer has an old one
    worker = models.CharField(max_length=120, blank=True)
    lease = models.DateTimeField(null=True)  # the database's clock; changes with every heartbeat
    due = models.DateTimeField(db_default=Now())
    turn = models.DateTimeField(db_default=Now())  # earliest first; a point of priority is worth a minute
    cancel = models.BooleanField(default=False)
    checkpoint = models.JSONField(null=True)
    progress = models.PositiveIntegerField(null=True)  # so many …
    goal = models.PositiveIntegerField(null=True)  # … of so many
    reason = models.TextField(blank=True)
    log = models.TextField(blank=True)  # at most 64 KiB
    chain = models.ForeignKey("self", models.SET_NULL, null=True, related_name="steps")  # its first step
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(db_default=Now())
    started = models.DateTimeField(null=True)  # the latest claim
    finished = models.DateTimeField(null=True)

    about: Any  # its subject in words, where somebody has looked it up
    is_told = True  # progress and log are in the row as we know them

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state__in=["queued", "running"]), name="job_live_key")
        ]
        indexes = [
            models.Index(fields=["queue", "turn", "id"], condition=Q(state="queued"), name="job_waiting"),
            models.Index(fields=["worker"], condition=Q(state="running"), name="job_running"),
            models.Index(fields=["kind", "subject"], name="job_about"),
            models.Index(fields=["state", "queue"], name="job_state"),
        ]

    def __str__(self):
        return self.kind if self.subject is None else f"{self.kind} {self.subject}"

    @property
    def title(self):
        return self.kind.replace("_", " ").capitalize()

    def get_absolute_url(self):
        return reverse("job", args=[self.pk])

    @property
    def is_live(self):
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def is_due(self):
        return self.state == self.State.QUEUED and self.due <= timezone.now()

    @property
    def is_running(self):
        return self.state == self.State.RUNNING

    @property
    def can_be_retried(self):
        return self.state in (self.State.DEAD, self.State.CANCELLED)

    @property
    def percent(self):
        return min(100 * self.progress // self.goal, 100) if self.goal and self.progress is not None else None

    @property
    def seconds(self):
        """How long its latest attempt has taken, or takes."""
        if self.started is None or self.state == self.State.QUEUED:
            return None
        return max(((self.finished or timezone.now()) - self.started).total_seconds(), 0)

    def position(self):
        """How many due jobs of its queue go before it."""
        turn = Subquery(Job.objects.filter(pk=self.pk).values("turn")[:1])  # SQLite's own text for it isn't ours
        ahead = Q(turn__lt=turn) | Q(turn=turn, pk__lt=self.pk)
        return Job.objects.due().filter(ahead, queue=self.queue).count()

    # running -> …: only by the holder of the current fence, or by a sweeper that also names the lease it saw

    def held(self, seen=None):
        rows = Job.objects.running().filter(pk=self.pk, fence=self.fence)
        return rows.filter(lease=seen) if seen else rows

    def is_to_stop(self, seen=None):
        return self.held(seen).filter(cancel=True).exists()

    def leave(self, seen=None, **values):
        if not self.held(seen).update(**values, **self.told()):
            raise Fenced(self.pk)

    def say(self, words):
        """A line of the log. It and the progress travel with the next statement about the row, so they cost none."""
        self.log = tail(f"{self.log}{timezone.now():%Y-%m-%d %H:%M:%S}  {storable(words)}\n")
        self.is_told = False

    def report(self, progress, goal):
        self.progress, self.goal, self.is_told = progress, goal, False

    def told(self):
        if self.is_told:
            return {}
        self.is_told = True  # first, so that what is said meanwhile is told the next time
        return {"log": self.log, "progress": self.progress, "goal": self.goal}

    def beat(self):
        """Extend the lease; whether somebody wants us to stop. The only statement that a long job adds."""
        rows = self.held().change(lease=Now() + lease(), **self.told())
        if not rows:
            raise Fenced(self.pk)
        return rows[0].cancel

    def save_checkpoint(self, checkpoint):
        """Progress: this claim is the first since."""
        self.leave(checkpoint=checkpoint, attempt=1, lease=Now() + lease())
        self.checkpoint, self.attempt = checkpoint, 1

    def finish(self):
        self.say("Done.")
        self.leave(state=self.State.DONE, lease=None, reason="", finished=Now())

    def hand_over(self):
        """To another worker, at once: this attempt doesn't count."""
        self.say("Handed over to another worker.")
        self.leave(state=self.State.QUEUED, attempt=F("attempt") - 1, lease=None, due=Now())

    def stop(self, reason="cancelled", seen=None):
        self.say("Cancelled.")
        self.leave(seen, state=self.State.CANCELLED, lease=None, reason=clean(reason), finished=Now())

    def die(self, reason, seen=None):
        self.say(f"Failed for good: {clean(reason)}")
        self.leave(seen, state=self.State.DEAD, lease=None, reason=clean(reason), finished=Now())

    def fail(self, reason, cap, seen=None, final=False):
        """An attempt that came to nothing: cancelled if somebody asked for it, dead after the last try, otherwise
        queued again after a pause of at most `cap` seconds. The state it is in now.
        """
        if self.is_to_stop(seen):
            self.stop(seen=seen)
            return self.State.CANCELLED
        if final or self.attempt >= TRIES:
            self.die(reason, seen)
            return self.State.DEAD
        pause = timedelta(seconds=random.uniform(0.5, 1) * min(cap, 2**self.attempt))
        self.say(f"Failed: {clean(reason)}. Tried again in {pause.total_seconds():.0f} s.")
        self.leave(seen, state=self.State.QUEUED, lease=None, reason=clean(reason), due=Now() + pause)
        return self.State.CANCELLED if self.cancel_waiting(cancel=True) else self.State.QUEUED  # since we looked

    # By people

    def request_cancel(self):
        """Queued: at once. Running: its holder, whose fence we then know, is to ask the row. Whether the job is
        cancelled already.
        """
        if self.cancel_waiting():
            return True
        if running := Job.objects.running().filter(pk=self.pk).change(cancel=True):
            self.fence, self.cancel = running[0].fence, True
            return False
        return self.cancel_waiting()  # it has failed just now, and waits to be tried again

    def cancel_waiting(self, **conditions):
        queued = Job.objects.filter(pk=self.pk, state=self.State.QUEUED, **conditions)
        return bool(queued.update(state=self.State.CANCELLED, reason="cancelled", finished=Now()))

    def run_again(self):
        """A new life, unless it is alive or a live job has its key: the row as it is now, or None."""
        ended = Job.objects.filter(pk=self.pk, state__in=[self.State.DEAD, self.State.CANCELLED])
        try:
            with transaction.atomic():
                rows = ended.change(
                    state=self.State.QUEUED,
                    attempt=0,
                    cancel=False,
                    due=Now(),
                    turn=turn(self.priority),
                    reason="",
                    finished=None,
                )
        except IntegrityError:
            return None
        return rows[0] if rows else None


def lease():
    return timedelta(seconds=settings.JOB_LEASE)


def turn(priority):
    """Higher priority first, the oldest first among equals, and each minute of waiting is worth one point."""
    return Now() - timedelta(minutes=priority)
