"""What a job's row can say, and the terms of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import DurationField, ExpressionWrapper, Value
from django.db.models.functions import Now

TRIES = 3


class Fenced(BaseException):
    """Somebody else holds this job by now, or nobody does: nothing we write counts.

    Not an Exception: `except Exception` in a job must not swallow it.
    """


class State(models.TextChoices):
    QUEUED = "queued"  # a retry that waits is queued with a later `due`
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


def lease():
    return timedelta(seconds=settings.JOB_LEASE)


def turn(priority):
    """Higher priority first, the oldest first among equals, and each minute of waiting is worth one point."""
    minute = Value(timedelta(minutes=1), DurationField())
    return Now() - ExpressionWrapper(minute * priority, DurationField())
