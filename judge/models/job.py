"""The durable job: one row is the truth. Every change of state is one conditional UPDATE in this file."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.conf import settings


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"
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
    cancel = models.BooleanField(default=False)
    checkpoint = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(db_default=Now())
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state__in=["queued", "running"]), name="job_live_key")
        ]

    def __str__(self):
        return f"{self.kind} {self.subject}"
