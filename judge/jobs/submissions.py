"""Submissions are judged, and judged again when that ended through our fault."""

from django.db import transaction

from judge import (
    events,
    judging,
)
from judge.models import (
    Job,
    Submission,
)
from judge.queue import chunk, fence, job, last_write, report, retry


def end_submissions(ids):
    """Their jobs came to nothing."""
    rows = Job.objects.filter(kind="run_submission", subject__in=ids).order_by("pk")
    latest = {job.subject: job for job in rows.only("subject", "state", "started", "finished")}
    cancelled = {pk: job.seconds for pk, job in latest.items() if job.state == Job.State.CANCELLED}
    Submission.objects.filter(pk__in=set(ids) - set(cancelled)).give_up()
    Submission.objects.cancel(cancelled)
    for pk in ids:
        events.publish_on_commit(Submission(pk=pk).topic, state="judged")


def judge_submissions_again(ids):
    Submission.objects.filter(pk__in=ids).judge_again()
    events.forget_on_commit([Submission(pk=pk).topic for pk in ids])


@job(
    queue="execution",
    priority=8,
    soft=270,
    hard=300,
    on_abandon=end_submissions,
    on_revive=judge_submissions_again,
)
def run_submission(submission_id):
    submission = Submission.objects.for_judging().get(pk=submission_id)

    def keep(found):
        with chunk():
            submission.keep(found)

    found = judging.judge(submission, fence(), keep, report)
    with last_write():
        submission.decide(found)
    events.publish(submission.topic, fence=fence(), state="judged")


def judge_again(submission):
    """What ended through our fault: by the job that died of it, or by a new one."""
    job = Job.objects.about("run_submission", submission.pk).order_by("-pk").first()
    if job and retry(job):
        return
    with transaction.atomic():
        judge_submissions_again([submission.pk])
        run_submission.enqueue(submission.pk, key=f"judge {submission.pk}", requested_by=submission.author)
