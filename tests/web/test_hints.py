"""Hints on a submission's page: asked for by its author, opened one by one."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.models.functions import Now
from django.test import Client

from judge import asking, hints, queue
from judge.gemini import QuotaExhausted
from judge.hints import leaks, pointing
from judge.models import AiRun, Job, Plan, Submission
from judge.verdict import Verdict
from tests.web.conftest import judged, wrong

LEVELS = [
    "Check the signs.",
    "Try `<i>` and <b>-5 5</b>.",
    "It goes:\n```python\nprint(3)\n```\nwrong.",
    "Line 1 & all.",
]


@pytest.fixture
def submission(published, charlie, gemini):
    return judged(published, charlie, {3: wrong(b"10\n")})


def ask(client, submission, **headers):
    return client.post(f"/submissions/{submission.pk}/hints", headers=headers)


def page(client, submission):
    return client.get(f"/submissions/{submission.pk}/").content.decode()


def open_hint(client, submission, number):
    return client.post(f"/submissions/{submission.pk}/hints/open", {"number": number})


def write(submission, levels=LEVELS, **fields):
    """As the job leaves them."""
    plain = {"finished": Now(), "document": {"v": 1, "language": "en", "test": 3, "levels": levels, "refused": []}}
    return AiRun.objects.create(
        kind="hints",
        submission=submission,
        requested_by=submission.author,
        **{"key": hints.key(submission)} | plain | fields,
    )


def test_asking_begins_a_job(as_charlie, submission):
    response = ask(as_charlie, submission)

    assert response["Location"] == f"/submissions/{submission.pk}/#hints"
    run = AiRun.objects.get()
    assert Job.objects.get(kind="write_hints").subject == run.pk
    assert (run.submission_id, run.requested_by, run.document["language"]) == (submission.pk, submission.author, "en")
    assert "Waiting for its turn" in page(as_charlie, submission)
    assert f"/submissions/{submission.pk}/hints/stream" in page(as_charlie, submission)


def test_a_korean_reader_is_written_to_in_korean(as_charlie, submission):
    ask(as_charlie, submission, accept_language="ko-KR,ko;q=0.9")
    assert AiRun.objects.get().document["language"] == "ko"


def test_asking_twice_is_one_job_and_takes_one_of_the_day(as_charlie, submission, charlie):
    for _ in range(2):
        ask(as_charlie, submission)
    assert (AiRun.objects.count(), Job.objects.filter(kind="write_hints").count()) == (1, 1)
    assert charlie.hints_left == charlie.plan.daily_hints - 1


def test_hints_that_are_there_are_shown_at_once(as_charlie, submission):
    write(submission)
    ask(as_charlie, submission)
    assert AiRun.objects.count() == 1 and not Job.objects.filter(kind="write_hints").exists()


def test_only_what_was_opened_is_in_the_page(as_charlie, submission):
    write(submission)
    shown = page(as_charlie, submission)
    assert "Check the signs." in shown
    assert "-5 5</" not in shown and "all." not in shown.split('id="hints"')[1]


def test_the_last_one_shows_the_line_that_it_points_to(as_charlie, submission):
    submission.source = "".join(f"line_{number} < 3\n" for number in range(1, 9))
    submission.save()
    run = write(submission, opened=3)
    run.document["line"] = 5
    run.save()
    assert "<mark" not in page(as_charlie, submission).split('id="hints"')[1]

    open_hint(as_charlie, submission, 4)
    shown = page(as_charlie, submission).split('id="hints"')[1].split("</section>")[0]
    assert re.findall(r'data-number="(\d)"', shown) == list("34567")
    assert '<mark class="wrong">line_5 &lt; 3</mark>' in shown


def test_hints_of_before_lines_were_pointed_to_show_none(as_charlie, submission):
    write(submission, opened=4)
    assert "data-number" not in page(as_charlie, submission)


def test_they_are_opened_one_by_one(as_charlie, submission):
    write(submission)
    open_hint(as_charlie, submission, 2)
    shown = page(as_charlie, submission)
    assert "Try <code>&lt;i&gt;</code> and &lt;b&gt;-5 5&lt;/b&gt;." in shown and "It goes" not in shown
    assert "2 of 4 opened" in shown


@pytest.mark.parametrize("number", [3, 4])
def test_none_can_be_skipped(as_charlie, submission, number):
    run = write(submission)
    open_hint(as_charlie, submission, number)
    run.refresh_from_db()
    assert run.opened == 1


@pytest.mark.parametrize("number", ["0", "1", "5", "9" * 30, "-1", "x", ""])
def test_a_number_that_is_none_of_theirs_opens_nothing(as_charlie, submission, number):
    write(submission)
    assert open_hint(as_charlie, submission, number).status_code == 404


def test_code_in_a_hint_is_shown_as_code_and_all_of_it_as_text(as_charlie, submission):
    write(submission, opened=4)
    shown = page(as_charlie, submission)
    assert '<pre tabindex="0">print(3)</pre>' in shown
    assert "Line 1 &amp; all." in shown
    assert "Open the next hint" not in shown


def test_a_passed_submission_is_told_that_there_is_nothing_to_hint_at(as_charlie, published, charlie, gemini):
    passed = judged(published, charlie)
    assert 'id="hints"' not in page(as_charlie, passed)
    response = ask(as_charlie, passed)
    assert response.status_code == 422
    assert "nothing to hint at" in response.content.decode()


@pytest.mark.parametrize("verdict", ["", "CE", "JE", "CAN"])
def test_what_has_no_failing_test_has_no_hints(as_charlie, submission, verdict):
    Submission.objects.update(verdict=verdict)
    response = ask(as_charlie, submission)
    assert (response.status_code, AiRun.objects.count()) == (422, 0)


def test_the_day_s_quota_is_told_where_the_person_is_looking(as_charlie, submission):
    Plan.objects.update(daily_hints=0)
    response = ask(as_charlie, submission)
    assert response.status_code == 422
    assert "hints for 0 submissions a day" in response.content.decode()
    assert "0 of 0 left today" in page(as_charlie, submission)


def test_what_failed_before_a_call_was_paid_is_given_back(as_charlie, submission, charlie):
    write(submission, failure="Gemini can’t be reached.", document=None)
    assert charlie.hints_left == charlie.plan.daily_hints
    assert "Ask again" in page(as_charlie, submission)
    ask(as_charlie, submission)
    assert AiRun.objects.count() == 2


def test_what_failed_after_a_call_was_paid_counts(submission, charlie):
    write(submission, failure="Gemini’s safety filter refused.", document=None, input_tokens=1000)
    assert charlie.hints_left == charlie.plan.daily_hints - 1


def test_what_was_given_back_is_not_had_by_a_retry(as_charlie, submission, charlie):
    """Asked for and cancelled before a call, as often as one likes; then all retried."""
    Plan.objects.update(daily_hints=1)
    ask(as_charlie, submission)
    job = Job.objects.get(kind="write_hints")
    as_charlie.post(f"/jobs/{job.pk}/cancel")
    assert charlie.hints_left == 1
    assert ">Retry<" not in as_charlie.get(f"/jobs/{job.pk}/").text

    assert as_charlie.post(f"/jobs/{job.pk}/retry").status_code == 404
    assert "Ask again" in page(as_charlie, submission)


def test_yesterday_s_hints_count_no_more(submission, charlie):
    run = write(submission)
    AiRun.objects.filter(pk=run.pk).update(created="2020-01-01T00:00Z")
    assert charlie.hints_left == charlie.plan.daily_hints


def test_without_a_key_the_button_says_what_to_set(as_charlie, submission, settings):
    settings.GEMINI_API_KEY = ""
    assert "GEMINI_API_KEY" in page(as_charlie, submission)
    response = ask(as_charlie, submission)
    assert (response.status_code, AiRun.objects.count()) == (422, 0)
    assert "GEMINI_API_KEY" in response.content.decode()


def test_what_is_switched_off_cannot_be_asked_for(as_charlie, submission, dave):
    asking.switch(True, dave)
    assert "switched off" in page(as_charlie, submission)
    assert ask(as_charlie, submission).status_code == 422
    asking.switch(False, dave)
    assert "switched off" not in page(as_charlie, submission)


def test_others_neither_ask_nor_open(client, as_dave, alice, submission):
    """Staff may look."""
    write(submission)
    assert "Check the signs." in page(as_dave, submission)
    assert "Open the next hint" not in page(as_dave, submission)
    assert ask(as_dave, submission).status_code == 404
    assert open_hint(as_dave, submission, 2).status_code == 404
    client.force_login(alice)
    for path in ("", "hints/stream"):
        assert client.get(f"/submissions/{submission.pk}/{path}").status_code == 404


def test_what_was_refused_twice_leaves_the_failing_test(as_charlie, submission):
    write(submission, levels=[])
    shown = page(as_charlie, submission)
    assert "must do this time" in shown and "The smallest test that fails" in shown


def test_what_was_refused_says_why_and_points_to_no_test_that_is_hidden(as_charlie, submission):
    run = write(submission, levels=[])
    run.document["refused"] = [pointing.STRANGE] * 2
    run.save()
    assert "a line that isn’t in your program" in page(as_charlie, submission)

    run.document["refused"][0] = leaks.HIDDEN
    run.save()
    submission.problem.visibility = "samples"
    submission.problem.save()
    shown = page(as_charlie, submission)
    assert "too much away" in shown and "The verdict must do" in shown and "The failing test above" not in shown


def test_a_stuck_run_says_why(as_charlie, submission):
    run = write(submission, finished=None, document={"v": 1})
    Job.objects.create(kind="write_hints", queue="ai", subject=run.pk, state="dead", reason="no luck", finished=Now())
    assert "no luck" in page(as_charlie, submission)


def test_one_that_is_tried_again_says_why(as_charlie, submission):
    run = write(submission, finished=None, document={"v": 1})
    words = f"QuotaExhausted: {QuotaExhausted.words}"
    Job.objects.create(kind="write_hints", queue="ai", subject=run.pk, attempt=1, reason=words)
    assert "quota for this site is used up for now. It is tried again by itself." in page(as_charlie, submission)


def test_another_version_has_hints_of_its_own(as_charlie, submission):
    write(submission, key=f"{submission.pk}:0")
    assert "Check the signs." not in page(as_charlie, submission)


def test_every_verdict_with_a_failing_test_has_a_button(as_charlie, submission):
    for verdict in (Verdict.WRONG_ANSWER, Verdict.TIME_LIMIT, Verdict.MEMORY_LIMIT, Verdict.OUTPUT_LIMIT):
        Submission.objects.update(verdict=verdict)
        assert "Four hints" in page(as_charlie, submission)


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_are_one_job(submission, charlie):
    def request(_):
        client = Client()
        client.force_login(charlie)
        try:
            return ask(client, submission).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(request, range(4))) == {302}

    assert (AiRun.objects.count(), Job.objects.filter(kind="write_hints").count()) == (1, 1)


def test_an_older_job_that_is_retried_is_the_one_that_is_waited_for(as_charlie, submission, dave):
    """Somebody retries all that died in an outage, and who had asked twice asks once more."""
    for _ in range(2):
        ask(as_charlie, submission)
        job = Job.objects.latest("pk")
        queue.cancel(job)
    first = Job.objects.earliest("pk")
    assert queue.retry(first)
    assert f"job {first.pk}" in page(as_charlie, submission)

    ask(as_charlie, submission)

    assert AiRun.objects.count() == 2
    assert f"job {first.pk}" in page(as_charlie, submission)
