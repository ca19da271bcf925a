"""Every background job: the table of contents of what happens outside a request. Ids in, one call inside."""

from django.core.management import call_command

from judge import events, judging, warming
from judge.models import Submission
from judge.queue import chunk, fence, job, last_write


def give_up_submission(submission_id):
    for submission in Submission.objects.filter(pk=submission_id):
        submission.give_up()
        events.publish_on_commit(submission.topic, state="judged")


def judge_submission_again(submission_id):
    for submission in Submission.objects.filter(pk=submission_id):
        submission.judge_again()


@job(
    queue="execution",
    priority=8,
    soft=270,
    hard=300,
    on_abandon=give_up_submission,
    on_revive=judge_submission_again,
)
def run_submission(submission_id):
    submission = Submission.objects.for_judging().get(pk=submission_id)

    def keep(found):
        with chunk():
            submission.keep(found)

    found = judging.judge(submission, fence(), keep)
    with last_write():
        submission.decide(found)
    events.publish(submission.topic, fence=fence(), state="judged")


@job(queue="maintenance", priority=3, every="*/5 * * * *")
def warm_problem_cache():
    warming.warm_problems()


@job(queue="maintenance", priority=2, every="17 4 * * *")
def clear_sessions():
    call_command("clearsessions")
