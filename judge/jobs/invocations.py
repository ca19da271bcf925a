"""An author's solutions on the draft's tests."""

from django.db import transaction

from judge import (
    events,
    generation,
    hunting,
    invocations,
    invoking,
)
from judge.checking import CheckerError
from judge.jobs.tests import requester
from judge.models import (
    Invocation,
    InvocationCell,
    InvocationRow,
    Job,
    Problem,
)
from judge.queue import Refused, chunk, fence, holding, job, last_write, report, retry


def end_invocations(ids):
    for pk in ids:
        events.publish_on_commit(Invocation(pk=pk).topic, state="ended")


@job(queue="generation", priority=6, soft=28 * 60, hard=30 * 60, cap=600, on_abandon=end_invocations)
def invoke(invocation_id):
    """What it lacks, however often this begins."""
    invocation = Invocation.objects.select_related("problem").get(pk=invocation_id)

    def keep(row, cells):
        with chunk():
            invocations.save(row, cells)

    def tell(**said):
        events.publish(invocation.topic, fence=fence(), **said)

    try:
        invoking.Work(invocation, keep, report, tell).run()
    except CheckerError as error:
        raise Refused(str(error)) from error
    with last_write():
        Invocation.objects.filter(pk=invocation.pk).update(extremes=invocation.extremes)
    tell(state="ended")


def invocation_key(problem_id):
    return f"invoke {problem_id}"


def begin_invocation(problem, draft, user):
    """The invocation that begins, or that of this problem which is at work. Raises Impossible."""
    key = invocation_key(problem.pk)
    if live := Job.objects.live().filter(key=key).first():
        return Invocation.objects.get(pk=live.subject)
    with transaction.atomic():
        invocation = invocations.begun(problem, draft, user)
        job = invoke.enqueue(invocation.pk, key=key, requested_by=user)
        if job.subject != invocation.pk:  # somebody else's has begun this very moment
            invocation.delete()
            return Invocation.objects.get(pk=job.subject)
    return invocation


def go_on(invocation, user):
    """With what it lacks, after a job of its that came to nothing."""
    last = Job.objects.about("invoke", invocation.pk).order_by("-pk").first()
    if not (last and last.can_be_retried and retry(last)):
        with transaction.atomic():
            invoke.enqueue(invocation.pk, key=invocation_key(invocation.problem_id), requested_by=user)


def invoke_again(invocation, user, **what):
    """Some of it. Raises Impossible while the problem's solutions are being run."""
    key = invocation_key(invocation.problem_id)
    with transaction.atomic():
        Problem.objects.select_for_update().get(pk=invocation.problem_id)  # so that of two presses one is later
        if Job.objects.live().filter(key=key).exists():
            raise generation.Impossible("Solutions are being run already: wait until that is done, or cancel it.")
        invocations.clear(invocation, **what)
        return invoke.enqueue(invocation.pk, key=key, requested_by=user)


def end_cells(ids):
    for cell in InvocationCell.objects.filter(pk__in=ids).select_related("invocation"):
        events.publish_on_commit(cell.invocation.topic, cell=[cell.place, cell.test])


@job(queue="generation", priority=7, soft=4 * 60, hard=5 * 60, on_abandon=end_cells)
def show_cell(cell_id):
    cell = InvocationCell.objects.select_related("invocation__problem").get(pk=cell_id)
    try:
        run = invoking.run_cell(cell)
    except CheckerError as error:
        raise Refused(str(error)) from error
    if run is None:
        raise Refused("This solution can't be run here.")
    found = invoking.filled(cell, run)
    with last_write():
        invocations.save_cells([found])
    events.publish(cell.invocation.topic, cell=[cell.place, cell.test])


def ask_for_cell(invocation, place, test, user):
    """Run it to see what it prints, unless that is known already."""
    with transaction.atomic():
        cell, _ = InvocationCell.objects.get_or_create(invocation=invocation, place=place, test=test)
        if not cell.is_known:
            show_cell.enqueue(cell.pk, key=f"cell {cell.pk}", requested_by=user)


def hunt_topic(problem_id):
    """Of its own: elsewhere the fences of other jobs count."""
    return f"problem:{problem_id}:hunts"


def end_hunts(ids):
    for row in InvocationRow.objects.filter(pk__in=ids).select_related("invocation"):
        events.publish_on_commit(hunt_topic(row.invocation.problem_id), state="ended")


@job(queue="generation", soft=10 * 60, hard=12 * 60, cap=600, on_abandon=end_hunts)
def search_for_test(row_id):
    """For one that kills the solution of that row. Bounded in time and tries."""
    row = InvocationRow.objects.select_related("invocation").get(pk=row_id)
    problem = Problem.objects.with_draft().get(pk=row.invocation.problem_id)
    path = invocations.solutions(row.invocation.document)[row.place]["path"]
    topic = hunt_topic(problem.pk)

    def keep(state):
        with chunk(state):
            pass
        events.publish(topic, state="going on")

    job = holding()
    seed, kept = (job.pk, job.checkpoint) if job else (row.pk, None)  # another search tries other words
    search = hunting.Hunt(problem, path, seed, report, keep, kept)
    try:
        find = search.run()
    except (generation.Impossible, CheckerError) as error:
        raise Refused(str(error)) from error
    found = search.row(find) if find else None
    with last_write():
        search.end(row, requester(), found)
    events.publish(topic, state="ended")


def begin_hunt(row, user):
    """Once, whoever asks."""
    last = Job.objects.about("search_for_test", row.pk).order_by("-pk").first()
    if last and last.can_be_retried and retry(last):
        return
    with transaction.atomic():
        search_for_test.enqueue(row.pk, key=f"hunt {row.pk}", requested_by=user)
