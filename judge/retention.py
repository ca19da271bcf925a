"""What is removed, and when: jobs that came to their end long ago, blobs that nothing points to."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from judge import blobs, linking
from judge.models import AiRun, Blob, Job

UNUSED = timedelta(hours=24)
HELD = timedelta(days=7)  # by what the AI has read, for whoever begins a draft with it
JOBS, BLOBS = 500, 50  # removed in a transaction; a blob's file is removed inside it


def expired_jobs() -> Iterator[list[Job]]:
    """Those whose days are over, in batches, each to be deleted before the next; a workflow's when all of it is."""
    first = Coalesce(OuterRef("chain"), OuterRef("pk"))
    fellows = Job.objects.filter(Q(pk=first) | Q(chain=first))
    rows = Job.objects.filter(over()).exclude(Exists(fellows.exclude(over()))).defer("log", "checkpoint").order_by("pk")
    at = 0
    while batch := list(rows.filter(pk__gt=at)[:JOBS]):
        yield batch
        at = batch[-1].pk


def over() -> Q:
    days = settings.JOB_KEPT.items()
    each: list[Any] = [Q(state=state, finished__lt=Now() - timedelta(days=kept)) for state, kept in days]
    return Q(*each, _connector=Q.OR)


def unused_blobs() -> Iterator[list[str]]:
    """What nothing references and nobody stored for a day, in batches."""
    linking.link_the_rest()
    at = ""
    while batch := list(unused().filter(pk__gt=at).order_by("pk").values_list("pk", flat=True)[:BLOBS]):
        yield batch
        at = batch[-1]


def release_old_holds() -> None:
    """Of what the AI has read too long ago."""
    AiRun.objects.filter(created__lt=Now() - HELD).exclude(holds=None).update(holds=None)


@transaction.atomic
def collect(hashes: list[str]) -> int:
    """Remove those that are unused still: the rows first, their files before this transaction ends. How many.

    - Who stores the same bytes meanwhile waits for that end, as an INSERT does for a row that is being deleted (and on
      SQLite every write for every other), finds neither row nor file, and writes both.
    - Who was a moment earlier holds the row, so it is skipped, or has renewed it, so it isn't unused.
    - Whoever points to a blob has stored it within the day. One who hasn't finds no row, and fails.
    - A crash in between leaves a row without a file: nothing references it, and the next one to store it mends it.
    """
    locked = list(unused().filter(pk__in=hashes).order_by("pk").select_for_update(skip_locked=True, of=("self",)))
    doomed = unused().filter(pk__in=[blob.pk for blob in locked])  # asked anew, with the rows locked
    found = list(doomed.values_list("pk", flat=True))
    Blob.objects.filter(pk__in=found).delete()
    for sha in found:
        blobs.discard(sha)
    return len(found)


def unused() -> QuerySet[Blob]:
    """Every reference is a foreign key, so that one added later counts by itself."""
    rows = Blob.objects.filter(last_used__lt=Now() - UNUSED)
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            references = relation.field.model._base_manager.filter(**{relation.field.attname: OuterRef("pk")})
            rows = rows.exclude(Exists(references))
    return rows
