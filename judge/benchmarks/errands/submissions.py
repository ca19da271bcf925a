"""Errands of submissions."""

from functools import cache

from judge import rejudging
from judge.benchmarks.errands.errand import Errand
from judge.benchmarks.submission import TESTS, WRONG, make_version, submit
from judge.models import (
    Job,
    ProblemVersion,
    Rejudge,
    Submission,
)


@cache
def version() -> ProblemVersion:
    return make_version(TESTS)


def a_rejudge() -> int:
    older = make_version(3)
    Submission.objects.filter(pk=submit(older, WRONG).pk).update(verdict="AC")
    older.problem.publish(older.under({"stops_early": True, "language_factors": {}}))
    return rejudging.start(older.problem, Rejudge.Which.ALL, None).pk


def is_rejudged(job: Job) -> bool:
    found = Rejudge.objects.get(pk=job.subject)
    return (found.judged, found.changes) == (1, {"AC WA": 1})


ERRANDS = {
    "run_submission": Errand(
        lambda: submit(version(), WRONG).pk, is_done=lambda job: Submission.objects.get(pk=job.subject).verdict == "WA"
    ),
    "rejudge_submissions": Errand(a_rejudge, is_done=is_rejudged),
}
