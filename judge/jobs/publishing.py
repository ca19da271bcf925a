"""From a draft to what solvers see, and what was submitted before."""

import time

from django.db import transaction

from judge import (
    events,
    publishing,
    rejudging,
    trials,
    warming,
)
from judge.models import (
    Job,
    Problem,
    Rejudge,
)
from judge.queue import Refused, chunk, fence, holding, job, last_write, report, retry


def told_of_drafts(ids):
    """Their pages look at the job's row."""
    for pk in ids:
        events.publish_on_commit(trials.topic(Problem(pk=pk)), state="ended")


def drafted(problem_id):
    return Problem.objects.with_draft().get(pk=problem_id)


@job(
    queue="generation",
    priority=6,
    soft=28 * 60,
    hard=30 * 60,
    cap=600,
    on_abandon=told_of_drafts,
    on_revive=told_of_drafts,
)
def verify_draft(problem_id):
    """What every solution gets on the draft's tests. One that has its verdict on the same content isn't run again."""
    problem = drafted(problem_id)
    topic, asked = trials.topic(problem), set(trials.wanted(problem, problem.draft).values())
    done = set(trials.known(problem, asked))
    report(len(done), len(asked))
    try:
        for count, trial in enumerate(trials.tried(problem, problem.draft, done), len(done) + 1):
            with chunk():
                trials.keep(trial)
            report(count, len(asked))
            events.publish(topic, fence=fence(), key=trial.key)
    except trials.Impossible as error:
        raise Refused(str(error)) from error
    with last_write():
        trials.forget(problem, asked)
    events.publish(topic, fence=fence(), state="ended")


def verify(problem, user):
    """One at a time on a problem."""
    with transaction.atomic():
        return verify_draft.enqueue(problem.pk, key=trials.job_key(problem), requested_by=user)


@job(queue="execution", priority=7, on_abandon=told_of_drafts, on_revive=told_of_drafts)
def publish_draft(problem_id):
    """Its key holds the mark of what was looked at. By a job, because it renders somebody's text in the sandbox."""
    mark = holding().key.rpartition(" ")[2] if holding() else None
    problem = drafted(problem_id)
    try:
        version = publishing.prepared(problem, problem.draft, mark)
        with last_write():
            publishing.publish(problem, problem.draft, version)
    except publishing.Unfit as error:
        raise Refused(str(error)) from error
    events.publish(trials.topic(problem), state="ended")
    warming.warm_version(problem_version(problem_id))


def problem_version(problem_id):
    return Problem.objects.values_list("current", flat=True).get(pk=problem_id)


def publish(problem, mark, user):
    with transaction.atomic():
        return publish_draft.enqueue(problem.pk, key=publishing.job_key(problem, mark), requested_by=user)


def told_of_rejudges(ids):
    for problem in Problem.objects.filter(rejudges__in=ids).distinct():
        events.publish_on_commit(rejudging.topic(problem), state="ended")


@job(
    queue="execution",
    priority=1,
    soft=270,
    hard=300,
    on_abandon=told_of_rejudges,
    on_revive=told_of_rejudges,
)
def rejudge_submissions(rejudge_id):
    """One after another, for a while; then the rest is another job, behind the submissions that came meanwhile."""
    rejudge = Rejudge.objects.select_related("problem", "version").defer(None).get(pk=rejudge_id)
    topic, began = rejudging.topic(rejudge.problem), time.monotonic()
    state, is_over = (holding() and holding().checkpoint) or {}, False
    for submission in rejudging.left(rejudge):
        if time.monotonic() - began > rejudging.STRETCH:
            break

        def keep(part, of=submission.pk):
            with chunk({"of": of, "part": part}):
                pass

        part = state.get("part") if state.get("of") == submission.pk else None
        attempt = fence() if holding() else 0
        found = rejudging.judged(submission, rejudge, part, keep, attempt)
        with chunk():
            rejudging.settle(rejudge, submission, found)
        events.publish(submission.topic, fence=rejudging.fence_of(rejudge, attempt), state="judged")
        report(rejudge.judged, rejudge.total)
        events.publish(topic, done=rejudge.judged)
    else:
        is_over = True
    with last_write():
        if not is_over:
            rejudge_submissions.enqueue(rejudge_id, requested_by=rejudge.requested_by)
    events.publish(topic, state="ended")


@transaction.atomic
def rejudge(problem, which, user):
    """One at a time on a problem: the one that is at it, one that was stopped and is asked for again, or a new one."""
    problem = rejudging.locked(problem)
    rows = Job.objects.filter(kind=rejudge_submissions.name, subject__in=problem.rejudges.values("pk"))
    last = rows.defer("log", "checkpoint").order_by("-pk").first()
    if last and (last.is_live or goes_on(last, problem, which)):
        return last
    begun = rejudging.start(problem, which, user)
    return rejudge_submissions.enqueue(begun.pk, requested_by=user)


def goes_on(job, problem, which):
    if not job.can_be_retried:
        return False
    same = Rejudge.objects.filter(pk=job.subject, which=which, version=problem.current_id)
    return same.exists() and retry(job)
