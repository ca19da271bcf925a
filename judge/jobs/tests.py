"""An author's tests. Both kinds of job have the same key: one at a time on a problem."""

from django.db import transaction

from judge import (
    events,
    generation,
    outputs,
    working,
)
from judge.models import (
    Job,
    Problem,
    User,
)
from judge.queue import Refused, chunk, fence, holding, job, last_write, report, retry, say


def tell_authors(ids):
    for problem_id in ids:
        events.publish_on_commit(working.topic(problem_id), state="ended")


def work_on_tests(problem_id, verb, put_in_place):
    """Rows at checkpoints, where nobody sees them; the draft changes once, when all of them are right."""
    problem = Problem.objects.with_draft().get(pk=problem_id)
    aside = working.Aside(holding() and holding().checkpoint)
    tell = working.Teller(problem_id, fence(), report)

    def keep(rows):
        with chunk(aside.with_rows(rows)):
            pass

    work = verb(problem, aside.rows, keep=keep, report=tell, say=say)
    try:
        found = work.run()
    except generation.Impossible as error:
        raise Refused(str(error)) from error
    if work.failures.found:
        with chunk(aside.checkpoint | {"failures": work.failures.documents()}):
            working.keep_evidence(problem, work.failures)
        raise Refused(work.failures.summary)
    with last_write():
        put_in_place(problem, requester(), found)
    tell.end()


def requester():
    """Who asked for the running job, without a statement to find out more."""
    job = holding()
    return User(pk=job.requested_by_id) if job and job.requested_by_id else None


@job(
    queue="generation",
    soft=28 * 60,
    hard=30 * 60,
    cap=600,
    on_abandon=tell_authors,
)
def generate_tests(problem_id):
    work_on_tests(problem_id, generation.Generation, generation.put_in_place)


@job(
    queue="generation",
    soft=14 * 60,
    hard=15 * 60,
    cap=600,
    on_abandon=tell_authors,
)
def generate_outputs(problem_id):
    work_on_tests(problem_id, outputs.Answering, outputs.put_in_place)


def begin_on_tests(kind, problem, user):
    """The job that does it, or the one that works on this problem's tests already. What a person's own last try has
    found before it failed isn't done again."""
    last = Job.objects.about(kind.name, problem.pk).order_by("-pk").first()
    if last and last.requested_by_id == user.pk and last.can_be_retried and retry(last):
        return last
    with transaction.atomic():
        return kind.enqueue(problem.pk, key=working.job_key(problem.pk), requested_by=user)
