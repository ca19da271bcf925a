"""Submissions of older versions, judged again: each keeps what it had until then, and once is enough."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from judge import jobs, publishing, rejudging
from judge.models import Job, Rejudge, Submission
from judge.verdict import Verdict
from tests.factories import submit
from tests.workshop.conftest import publish
from tests.workshop.programs import ADD, solution
from tests.workshop.rows import answered, fresh
from tests.workshop.test_publishing import text
from tests.workshop.test_readiness import statements

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/workshop/sums/rejudge"
SMALL = b"a, b = map(int, input().split())\nprint(a + b if a < 5 else 0)\n"


@pytest.fixture
def moved(published, write, charlie):
    """Two tests more catch what Charlie's second solution does wrong."""
    for source in (ADD, SMALL):
        submit(published, charlie, source.decode(), verdict=Verdict.ACCEPTED)
    submit(published, charlie, "1 / 0", verdict=Verdict.RUNTIME_ERROR)
    write(tests=[answered(published, b"%d 1\n" % n, b"%d\n" % (n + 1), name=f"{n}", sample=1) for n in (1, 7)])
    jobs.verify_draft.function(published.pk)
    return publish(published)


def judge_all(problem, which="all", user=None):
    job = jobs.rejudge(problem, which, user)
    jobs.rejudge_submissions.function(job.subject)
    Job.objects.filter(pk=job.pk).update(state="done")
    return Rejudge.objects.get(pk=job.subject)


def verdicts():
    return list(Submission.objects.order_by("pk").values_list("verdict", "earlier"))


def test_verdicts_become_those_of_the_new_version_and_changes_are_counted(moved):
    found = judge_all(moved)

    assert verdicts() == [("AC", "AC"), ("WA", "AC"), ("RTE", "RTE")]
    assert set(Submission.objects.values_list("version", flat=True)) == {moved.current_id}
    assert (found.total, found.judged, found.changes) == (3, 3, {"AC WA": 1})


def test_only_those_that_were_accepted(moved):
    assert judge_all(moved, "accepted").judged == 2
    assert verdicts()[2] == ("RTE", "")


def test_only_those_that_failed(moved):
    assert judge_all(moved, "failed").judged == 1


def test_run_twice_is_once(moved, monkeypatch):
    found = judge_all(moved)
    jobs.rejudge_submissions.function(found.pk)

    assert Rejudge.objects.get().judged == 3
    assert judge_all(moved).judged == 0


def test_each_keeps_what_it_had_until_the_new_verdict_is_there(moved, monkeypatch):
    seen = []
    original = rejudging.judged

    def looked(*args):
        seen.append(verdicts())
        return original(*args)

    monkeypatch.setattr(rejudging, "judged", looked)
    judge_all(moved)

    assert seen[1] == [("AC", "AC"), ("AC", ""), ("RTE", "")]


def test_when_its_time_is_over_the_rest_is_another_job(moved, monkeypatch):
    monkeypatch.setattr(rejudging, "STRETCH", -1)
    found = judge_all(moved)

    assert found.judged == 0
    assert Job.objects.filter(kind="rejudge_submissions", subject=found.pk).count() == 2


def test_what_cannot_be_judged_keeps_its_verdict(moved, monkeypatch):
    original = rejudging.judged

    def broken(*args):
        found = original(*args)
        return type(found)(**{name: getattr(found, name) for name in found.__slots__} | {"verdict": "JE"})

    monkeypatch.setattr(rejudging, "judged", broken)
    found = judge_all(moved)

    assert found.unjudged == 3 and [verdict for verdict, _ in verdicts()] == ["AC", "AC", "RTE"]


def test_a_long_one_goes_on_from_its_checkpoint(moved):
    """What an earlier stretch has found isn't run again."""
    submission = Submission.objects.for_judging().order_by("pk").first()
    rejudge = rejudging.start(moved, "all", None)
    part = {"results": {"v": 1, "n": [1], "verdict": ["WA"], "cpu_ms": [1], "bytes": [1]}, "evidence": []}

    found = rejudging.judged(submission, rejudge, part, lambda part: None)

    assert (found.verdict, found.columns["verdict"]) == ("WA", ["WA", "AC"])


def test_one_that_was_judged_meanwhile_is_left_alone(moved):
    submission = Submission.objects.for_judging().order_by("pk").first()
    rejudge = rejudging.start(moved, "all", None)
    found = rejudging.judged(submission, rejudge, None, lambda part: None)
    Submission.objects.filter(pk=submission.pk).update(verdict="")

    rejudging.settle(rejudge, submission, found)

    assert Submission.objects.get(pk=submission.pk).verdict == ""


def test_two_clicks_are_one(as_alice, moved):
    for _ in range(2):
        as_alice.post(PAGE, {"which": "all"})

    assert (Job.objects.filter(kind="rejudge_submissions").count(), Rejudge.objects.count()) == (1, 1)


def test_the_page_shows_what_changed_and_the_solver_is_told(client, as_alice, moved, charlie):
    judge_all(moved)
    found = text(as_alice.get(PAGE))
    assert "Every verdict is of version 2" in found and "✓ Accepted✕ Wrong answer1" in found

    client.force_login(charlie)
    submission = Submission.objects.get(verdict="WA")
    told = text(client.get(submission.get_absolute_url()))
    assert "Judged again on version 2" in told and "Before: ✓ Accepted" in told


def test_it_can_be_cancelled(as_alice, moved):
    as_alice.post(PAGE, {"which": "all"})
    as_alice.post(PAGE + "/cancel")

    assert Job.objects.get(kind="rejudge_submissions").state == "cancelled"
    assert verdicts() == [("AC", ""), ("AC", ""), ("RTE", "")]


def test_a_cancelled_one_goes_on_when_it_is_asked_for_again(as_alice, moved):
    for address in (PAGE, PAGE + "/cancel", PAGE):
        as_alice.post(address, {"which": "all"})

    assert Rejudge.objects.count() == 1 and Job.objects.get(kind="rejudge_submissions").state == "queued"


def test_by_owners_only(client, moved, bob, charlie):
    client.force_login(bob)
    assert client.post(PAGE, {"which": "all"}).status_code == client.post(PAGE + "/cancel").status_code == 403
    client.force_login(charlie)
    assert client.get(PAGE).status_code == 404


def test_nonsense_is_refused(as_alice, moved):
    assert as_alice.post(PAGE, {"which": "mine"}).status_code == 422


def test_what_is_withdrawn_is_not_judged(as_alice, moved):
    publishing.withdraw(moved, "Wrong.")

    assert as_alice.post(PAGE, {"which": "all"}).status_code == 422


@pytest.mark.parametrize("before", [[], [PAGE + "/cancel"]])
def test_asking_for_it_takes_few_statements(as_alice, moved, before):
    for address in [PAGE, *before] if before else []:
        as_alice.post(address, {"which": "all"})
    with CaptureQueriesContext(connection) as captured:
        assert as_alice.post(PAGE, {"which": "all"}).status_code == 302

    sql = [query["sql"] for query in captured.captured_queries]
    own = [words for words in sql if not words.startswith(("BEGIN", "COMMIT", "SAVE", "REL"))]
    assert len(own) <= 8


def test_it_takes_as_many_statements_however_much_there_is(as_alice, moved, charlie, write):
    as_alice.post(PAGE, {"which": "all"})
    few = statements(as_alice, PAGE)
    for _ in range(20):
        submit(fresh(moved), charlie, verdict=Verdict.ACCEPTED)
    write(solution("more.py"))

    assert statements(as_alice, PAGE) == few <= 8
