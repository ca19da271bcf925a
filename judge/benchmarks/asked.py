"""What hints are written for while it is measured: a submission that has failed, judged as by the worker."""

from django.db import transaction

from judge import hints, judging
from judge.benchmarks.submission import submit
from judge.models import AiRun, ProblemVersion, Submission


def judged(version: ProblemVersion, source: str) -> Submission:
    submission = Submission.objects.for_judging().get(pk=submit(version, source).pk)
    found = judging.judge(submission, fence=0, checkpoint=lambda _: None)
    with transaction.atomic():
        submission.decide(found)
    return submission


def asked_for(submission: Submission) -> AiRun:
    return AiRun.objects.create(
        kind=AiRun.Kind.HINTS,
        key=hints.key(submission),
        submission=submission,
        requested_by=submission.author,
        document={"v": 1, "language": "en"},
    )
