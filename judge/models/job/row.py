"""What is remembered of a job."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from judge.models.job.changes import Changing, JobQuerySet
from judge.models.job.states import State as JobState


class Job(Changing):
    State = JobState

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
