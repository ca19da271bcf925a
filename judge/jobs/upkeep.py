"""By the clock, and what people clear away."""

from django.core.management import call_command
from django.db import transaction

from judge import (
    retention,
    warming,
)
from judge.caching import entries
from judge.models import (
    Job,
)
from judge.queue import Refused, chunk, delete, holding, job, last_write, say


@job(queue="maintenance", priority=3, every="*/5 * * * *")
def warm_problem_cache():
    warmed = 0
    for some in warming.warm_problems():
        warmed += some
        with chunk():
            pass
    say(f"{warmed} problems.")


@job(queue="maintenance", priority=3, every="*/15 * * * *")
def warm_user_stats():
    say(f"{warming.warm_statistics()} people.")


@transaction.atomic
def warm_everything(requested_by=None):
    """Now; once, however often it is asked for until then."""
    for kind in (warm_problem_cache, warm_user_stats):
        kind.enqueue(key=f"{kind.name} by hand", requested_by=requested_by)


INVALIDATE = "invalidate "  # and a pattern: the key of such a job, which is all that it is about


@job(queue="maintenance", priority=4)
def invalidate_cache():
    pattern = holding().key.removeprefix(INVALIDATE)
    say(f"{entries.invalidate(pattern)} entries of {pattern} dropped.")


def invalidate(pattern, requested_by=None):
    """Soon, once whatever is waiting or running: what is kept is right, so that it is about room and doubts only."""
    with transaction.atomic():
        return invalidate_cache.enqueue(key=f"{INVALIDATE}{entries.checked(pattern)}", requested_by=requested_by)


FEW = 10  # jobs, each of which goes through the whole Redis


def invalidate_each(name, ids, requested_by=None):
    """What is kept of each of them under that name; of everybody, where they are many: it is made again when needed."""
    for pattern in [f"{name}:{pk}:*" for pk in ids] if len(ids) <= FEW else [f"{name}:*"]:
        invalidate(pattern, requested_by)


@job(queue="maintenance", priority=2, every="17 4 * * *")
def clear_sessions():
    call_command("clearsessions")


@job(queue="maintenance", priority=2)
def delete_job(job_id):
    """With the whole workflow that it is a step of, if it is one."""
    found = Job.objects.get(pk=job_id)
    steps = list(Job.objects.of_chain(found.chain_id or found.pk).only("state"))
    if any(step.is_live for step in steps):
        raise Refused("a job that waits or runs can't be deleted; cancel it first")
    with last_write():
        delete(steps)


@job(queue="maintenance", priority=2, every="37 4 * * *")
def delete_old_jobs():
    deleted = 0
    for some in retention.expired_jobs():
        with chunk():
            deleted += delete(some)
    say(f"{deleted} deleted.")


@job(queue="maintenance", priority=2, every="57 4 * * *")
def collect_blobs():
    retention.release_old_holds()
    removed = 0
    for some in retention.unused_blobs():
        with chunk():
            removed += retention.collect(some)
    say(f"{removed} removed.")
