"""A call that somebody cuts short is on Gemini's bill all the same."""

import pytest
from django.db import connection

from judge import queue
from judge.models import Job
from tests.ai.hinted import asked_for, failed, published, said, work
from tests.gemini.answers import Says

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def submission(gemini, sums, charlie):
    return failed(published(sums), charlie)


def test_who_cancels_while_gemini_answers_has_used_one_of_the_day_s(gemini, submission):
    """Else nobody's day has an end: what is cancelled is given back."""
    run, job = asked_for(submission)

    def answer(request):
        queue.cancel(Job.objects.get(pk=job.pk))
        connection.close()  # of the server's thread
        return Says(said(), after=20)

    gemini.persona = answer
    work()

    job.refresh_from_db()
    run.refresh_from_db()
    assert (job.state, gemini.count()) == (Job.State.CANCELLED, 1)
    assert run.calls["end"] == ["Interrupted"] and run.input_tokens > 100
    assert submission.author.hints_left == submission.author.plan.daily_hints - 1
