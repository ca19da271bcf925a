"""A job of every kind: what it needs to be about, and how one sees that it did what it is for."""

from collections.abc import Callable

from django.db import transaction

from judge import jobs
from judge.benchmarks.errands import ai, packages, submissions, upkeep, workshop
from judge.benchmarks.errands.errand import Errand
from judge.models import Job
from judge.queue import Kind
from judge.queue.kinds import KINDS

ERRANDS = submissions.ERRANDS | packages.ERRANDS | workshop.ERRANDS | ai.ERRANDS | upkeep.ERRANDS


def kinds() -> list[Kind]:
    """Those of the product."""
    return [kind for kind in KINDS.values() if kind.function.__module__.startswith(jobs.__name__)]


def errand(kind: Kind) -> Errand:
    if kind.every:  # nobody has to say what it is about
        return ERRANDS.get(kind.name, Errand())
    return ERRANDS[kind.name]


def prepared(kind: Kind) -> Callable[[], Job]:
    """What remains is to commit it."""
    subject = errand(kind).prepare()
    key = errand(kind).key(subject)

    def enqueue() -> Job:
        with transaction.atomic():
            return kind.enqueue(subject, key=key)

    return enqueue
