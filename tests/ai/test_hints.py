"""From a failed submission to four hints, through the real job, sandbox and SDK."""

import pytest
from django.db import transaction

from judge import hints, queue
from judge.benchmarks.statements import statements
from judge.gemini import journal
from judge.hints import leaks, pointing
from judge.models import AiRun, Job, Submission
from judge.models.submission import SubmissionQuerySet
from judge.queue.messages import send
from judge.verdict import Verdict
from tests.ai.hinted import GOOD, HIDDEN, HIDDEN_ANSWER, RIGHT, WRONG, asked_for, failed, published, said, work, written
from tests.factories import make_problem, publish, submit
from tests.gemini.answers import Blocks, Fails, Says
from tests.gemini.personas import obedient

pytestmark = pytest.mark.django_db(transaction=True)
GOOD_ANSWER = said()


@pytest.fixture
def submission(gemini, sums, charlie):
    return failed(published(sums), charlie)


def test_four_hints_rest_on_the_smallest_failing_test(gemini, submission):
    gemini.will(GOOD_ANSWER)

    run, job = written(submission)

    assert (job.state, run.failure) == (Job.State.DONE, "")
    assert run.document == {"v": 1, "language": "en", "test": 3, "levels": GOOD, "line": 2, "refused": []}
    assert (run.input_tokens, run.output_tokens, run.opened) == (1000, 200, 1)


def test_the_model_is_told_what_the_solver_may_see_and_no_more(gemini, submission):
    gemini.will(GOOD_ANSWER)
    written(submission)
    (call,) = gemini.calls
    for known in (
        "-5 5",
        *(f"{number:4} | {line}" for number, line in enumerate(WRONG.splitlines(), 1)),
        RIGHT.strip(),
        "Wrong answer",
        "a value differs",
        "Add the numbers",
    ):
        assert known in call.text
    assert HIDDEN_ANSWER not in call.text and HIDDEN[0].decode()[:20] not in call.text


def test_the_line_that_is_pointed_to_is_found_by_its_words(gemini, submission):
    gemini.will(said(line=1))
    assert written(submission)[0].document["line"] == 2


def test_a_line_that_is_not_there_is_a_reason_to_ask_again(gemini, submission):
    gemini.will(said(words="print(max(a, b))"), GOOD_ANSWER)
    run, _ = written(submission)
    assert (run.document["levels"], run.document["refused"]) == (GOOD, [pointing.STRANGE])
    assert f"refused, because: {pointing.STRANGE}" in gemini.calls[1].text


def test_where_all_failing_tests_are_hidden_nothing_of_them_is_told(gemini, sums, charlie):
    submission = failed(published(sums, visibility="samples"), charlie)
    gemini.will(GOOD_ANSWER)
    run, _ = written(submission)
    (call,) = gemini.calls
    assert run.document["levels"] == GOOD
    assert "-5 5" not in call.text and HIDDEN_ANSWER not in call.text


def test_hints_are_in_the_solver_s_language(gemini, submission):
    gemini.will(GOOD_ANSWER)
    run, _ = written(submission, "ko")
    assert "The reader's language: Korean" in gemini.calls[0].text
    assert run.document["language"] == "ko"


def test_it_costs_one_statement_to_read_and_one_to_write(gemini, submission):
    gemini.will(said([RIGHT, *GOOD[1:]]), GOOD_ANSWER)
    for language in ("cpp", "python3"):
        submit(submission.problem, submission.author, RIGHT, language, verdict=Verdict.ACCEPTED)
    _, job = asked_for(submission)
    counted = statements(job)
    assert (counted.work, counted.row) == (2, 2)


def test_what_leaks_is_refused_and_the_model_is_told_why(gemini, submission):
    gemini.will(said([*GOOD[:3], f"```\n{RIGHT}\n```"]), GOOD_ANSWER)
    run, _ = written(submission)
    assert run.document["levels"] == GOOD
    assert run.document["refused"] == [leaks.SOLUTION]
    assert leaks.SOLUTION in gemini.calls[1].text


def test_it_repeats_nothing_that_anybody_was_accepted_with(gemini, submission, alice):
    line = "print(sum(int(part) for part in input().replace(',', ' ').split() if part))"
    submit(submission.problem, alice, f"# mine\n{line}\n", verdict=Verdict.ACCEPTED)
    gemini.will(said([*GOOD[:3], f"Try {line.replace('part', 'x').replace('print(sum', '')}"]), GOOD_ANSWER)
    run, _ = written(submission)
    assert (run.document["levels"], run.document["refused"]) == (GOOD, [leaks.SOLUTION])


def test_it_is_compared_with_the_newest_accepted_ones_of_the_problem_in_each_language(submission, alice, monkeypatch):
    monkeypatch.setattr(SubmissionQuerySet, "NEWEST", 2)
    monkeypatch.setattr(SubmissionQuerySet, "MOST_COMPARED", 7)
    other = make_problem("other", owner=alice)
    publish(other, tests=[(b"1\n", b"1\n")])
    for number, language in enumerate(["cpp", "python3", "cpp", "java", "cpp", "python3"]):
        submit(submission.problem, alice, f"right-{number}-cut", language, verdict=Verdict.ACCEPTED)
        submit(submission.problem, alice, f"wrong-{number}", language, verdict=Verdict.WRONG_ANSWER)
        submit(other, alice, f"other-{number}", language, verdict=Verdict.ACCEPTED)
    run, _ = asked_for(submission)
    found = AiRun.objects.for_hints().get(pk=run.pk).accepted
    newest = [["cpp", 2], ["cpp", 4], ["java", 3], ["python3", 1], ["python3", 5]]
    assert sorted(found) == [[language, f"right-{number}"] for language, number in newest]


def test_refused_twice_the_failing_test_serves_alone(gemini, submission):
    gemini.persona = obedient(said([*GOOD[:3], f"The answer is {HIDDEN_ANSWER}"]))
    run, job = written(submission)
    assert (job.state, gemini.count()) == (Job.State.DONE, 2)
    assert (run.document["levels"], run.document["refused"]) == ([], [leaks.HIDDEN] * 2)


def test_a_failure_that_does_not_show_again_is_told_without_a_call(gemini, submission):
    Submission.objects.filter(pk=submission.pk).update(source="a, b = map(int, input().split()[:2])\nprint(a + b)\n")
    run, job = written(submission)
    assert (job.state, gemini.count()) == (Job.State.DEAD, 0)
    assert "changes from run to run" in run.failure
    assert submission.author.hints_left == submission.author.plan.daily_hints


def test_what_cannot_be_mended_ends_it_at_once_with_plain_words(gemini, submission):
    gemini.will(Blocks())
    run, job = written(submission)
    assert (job.state, job.attempt) == (Job.State.DEAD, 1)
    assert run.failure == "Gemini’s safety filter refused to answer this."
    assert (run.input_tokens, run.output_tokens) == (1000, 0)


def test_what_may_go_better_is_tried_again_by_the_job(gemini, submission, quick):
    gemini.will(*[Fails(503)] * 4)
    run, job = written(submission)
    assert (job.state, job.attempt, run.finished) == (Job.State.QUEUED, 1, None)
    assert "overloaded" in job.reason


def test_a_job_that_dies_leaves_what_was_paid_in_the_ledger(gemini, submission, quick):
    """Nonsense is paid for, too."""
    gemini.will(Says("nonsense"), Says("nonsense"))
    run, job = written(submission)
    assert (job.state, run.input_tokens, run.calls["end"]) == (Job.State.DEAD, 2000, ["Nonsense", "Nonsense"])


def test_a_retried_job_begins_anew(gemini, submission):
    gemini.will(Blocks(), GOOD_ANSWER)
    run, job = written(submission)
    assert queue.retry(job)
    work()
    run.refresh_from_db()
    assert (run.failure, run.document["levels"]) == ("", GOOD)
    assert run.calls["end"] == ["Blocked", "ok"]


def test_a_passed_submission_has_nothing_to_hint_at(gemini, sums, charlie):
    run, job = written(failed(published(sums), charlie, RIGHT))
    assert (job.state, gemini.count()) == (Job.State.DEAD, 0)
    assert "nothing to hint at" in run.failure


def test_what_cannot_be_seen_is_taken_out(gemini, submission):
    gemini.will(said(["Look \u202eback\x07 here\0.", *GOOD[1:]]))
    run, _ = written(submission)
    assert run.document["levels"][0] == "Look back here\N{REPLACEMENT CHARACTER}."


def test_an_answer_that_was_paid_for_is_not_asked_for_again(gemini, submission, monkeypatch):
    """The worker is killed between the answer and the write: here, by an error that nobody expects."""
    gemini.will(GOOD_ANSWER)
    run, job = asked_for(submission)
    with monkeypatch.context() as broken:
        broken.setattr(leaks.Guard, "complaint", lambda *_: 1 / 0)
        work()
    assert journal.calls(run.pk)
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(due=job.created)
    send(Job.objects.get(pk=job.pk))
    work()
    run.refresh_from_db()
    assert (run.document["levels"], gemini.count(), run.input_tokens) == (GOOD, 1, 1000)


def test_hints_are_for_a_version(gemini, submission):
    assert hints.key(submission) == f"{submission.pk}:{submission.version_id}"
    assert AiRun.objects.of_submission(submission, "another").first() is None


def test_hints_for_what_was_judged_again_meanwhile_are_not_paid_for(gemini, submission):
    """They would be written for the new version and kept for the old one, where nobody finds them."""
    run, job = asked_for(submission)
    newer = published(submission.problem).current
    Submission.objects.filter(pk=submission.pk).update(version=newer)
    work()
    run.refresh_from_db()
    job.refresh_from_db()
    assert (job.state, gemini.count()) == (Job.State.DEAD, 0)
    assert "judged again" in run.failure
    assert submission.author.hints_left == submission.author.plan.daily_hints


def test_an_obedient_model_that_is_told_nothing_does_its_work(gemini, submission):
    gemini.persona = obedient(GOOD_ANSWER)
    assert written(submission)[0].document["levels"] == GOOD
