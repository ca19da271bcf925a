"""What can be done in the background, and what people do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from judge.models.job import Job, turn
from judge.queue.messages import send
from judge.queue.nudging import nudge

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A function that takes an id, and how it is to be run."""

    function: Callable
    queue: str
    priority: int = 5  # higher goes first
    soft: float = 50  # seconds of a stretch of work until SoftLimit is raised in it
    hard: float = 60  # seconds until its process is ended
    cap: float = 60  # seconds: the longest pause before a retry
    every: str = ""  # by the clock: a cron line
    leads_to: str = ""  # the kind that it enqueues when it is done, as the next step of a chain
    on_abandon: Callable | None = None  # dead or cancelled: called with a list of subjects, in the rows' transaction
    on_revive: Callable | None = None  # retried by people after that, likewise
    on_delete: Callable | None = None  # removed for ever, likewise: takes along what only the jobs needed

    @property
    def name(self):
        return self.function.__name__

    def __call__(self, *subject):
        return self.function(*subject)

    def enqueue(self, subject=None, *, key=None, requested_by=None, after=None):
        """In the same transaction as what the job is about. With a key: the live job that has it, if there is one.

        After a job: as the next step of its chain. Enqueued in that one's last write, so that either both happen or
        neither: a step that failed is the end of its chain, and goes on with it when it is retried.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(f"{self.name} is enqueued outside a transaction")
        if after:
            after.leads_on = True
        fields = {
            "kind": self.name,
            "queue": self.queue,
            "priority": self.priority,
            "subject": subject,
            "turn": turn(self.priority),
            "requested_by_id": after.requested_by_id if after else requested_by and requested_by.pk,
            "chain_id": after and (after.chain_id or after.pk),
        }
        job, created = Job.objects.create_once(key, **fields) if key else (Job.objects.create(**fields), True)
        if created:
            send_on_commit(job)
        return job


def job(**options):
    """Make a function a background job, known under its name."""

    def register(function):
        kind = Kind(function=function, **options)
        if kind.name in KINDS or kind.queue not in settings.QUEUES:
            raise ImproperlyConfigured(f"the job {kind.name} is there already, or there is no queue {kind.queue}")
        KINDS[kind.name] = kind
        return kind

    return register


def load():
    """Know all kinds."""
    for module in settings.JOB_MODULES:
        import_module(module)


def send_on_commit(*jobs):
    """The first that Redis does not take leaves the others to the sweeper too."""
    transaction.on_commit(lambda: all(map(send, jobs)), robust=True)


def tell(what, jobs):
    """What their kinds have to do about it. Part of the transaction that says so in their rows."""
    subjects: dict[str, list] = {}
    for job in jobs:
        subjects.setdefault(job.kind, []).append(job.subject)
    for name, some in subjects.items():
        if do := getattr(KINDS.get(name), what, None):
            do(some)


def delete(jobs):
    """For ever, with what only they needed; those that live again by now are left alone."""
    with transaction.atomic():
        rows = Job.objects.ended().filter(pk__in=[job.pk for job in jobs]).order_by("pk")
        ended = list(rows.only("kind", "subject").select_for_update())
        tell("on_delete", ended)
        Job.objects.filter(pk__in=[job.pk for job in ended]).delete()
    return len(ended)


def cancel(job):
    """Whether it is cancelled already; one that runs is told, by its next heartbeat at the latest. Of one that is done
    meanwhile the step of its chain that goes on is meant.
    """
    with transaction.atomic():
        if cancelled := job.request_cancel():
            tell("on_abandon", [job])
        elif job.cancel:
            transaction.on_commit(lambda: nudge(job), robust=True)
        elif step := Job.objects.of_chain(job.chain_id or job.pk).live().exclude(pk=job.pk).first():
            return cancel(step)
    return cancelled


def retry(job):
    """Give a dead or cancelled job a new life. Whether it has one."""
    with transaction.atomic():
        if revived := job.run_again():
            tell("on_revive", [revived])
            send_on_commit(revived)
    return revived is not None
