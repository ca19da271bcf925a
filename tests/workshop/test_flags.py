"""What solvers say of verdicts that the real site doesn't share, and what the authors answer."""

import pytest

from judge import drafting
from judge.models import Collaborator, Flag, Submission
from judge.verdict import Verdict
from tests.factories import submit
from tests.workshop.conftest import publish
from tests.workshop.test_publishing import text
from tests.workshop.test_readiness import statements

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"verdict": "TLE", "words": "Test 7 has a million lines."}


@pytest.fixture
def submission(ready, charlie):
    return submit(publish(ready), charlie, "print('mine')", verdict=Verdict.ACCEPTED)


@pytest.fixture
def flag(submission):
    return Flag.objects.create(problem=submission.problem, submission=submission, **SAID)


def address(submission):
    return f"/submissions/{submission.pk}/flag"


class TestTheSolver:
    def test_tells_the_authors_once(self, as_charlie, submission, charlie):
        left = charlie.executions_left
        for _ in range(2):
            assert as_charlie.post(address(submission), SAID).url == submission.get_absolute_url()

        assert [(flag.verdict, flag.words) for flag in Flag.objects.all()] == [("TLE", SAID["words"])]
        assert charlie.executions_left == left
        assert "Not answered yet" in text(as_charlie.get(submission.get_absolute_url()))

    def test_reads_the_answer_and_may_then_say_more(self, as_charlie, submission, flag, alice):
        assert "Tell the authors" not in text(as_charlie.get(submission.get_absolute_url()))
        flag.reply(alice, "We have added it.")

        found = text(as_charlie.get(submission.get_absolute_url()))
        assert "We have added it." in found and "Tell the authors" in found
        as_charlie.post(address(submission), SAID)
        assert Flag.objects.count() == 2

    def test_still_reads_it_when_the_verdict_has_changed(self, as_charlie, submission, flag):
        Submission.objects.update(verdict=Verdict.TIME_LIMIT, earlier=Verdict.ACCEPTED)

        found = text(as_charlie.get(submission.get_absolute_url()))
        assert SAID["words"] in found and "Tell the authors" not in found

    def test_keeps_what_they_typed_where_something_is_missing(self, as_charlie, submission):
        response = as_charlie.post(address(submission), {"verdict": "MLE", "words": ""})

        assert response.status_code == 422 and "Say what you know about it." in text(response)
        assert '<option value="MLE" selected>' in response.content.decode()

    def test_flags_only_what_was_accepted(self, as_charlie, submission):
        Submission.objects.update(verdict=Verdict.WRONG_ANSWER)
        page = text(as_charlie.get(submission.get_absolute_url()))

        assert as_charlie.post(address(submission), SAID).status_code == 422
        assert "Tell the authors" not in page and not Flag.objects.exists()

    def test_flags_so_many_a_day(self, as_charlie, submission, flag, monkeypatch, charlie):
        monkeypatch.setattr(Flag, "MOST", 1)
        other = submit(submission.problem, charlie, verdict=Verdict.ACCEPTED)

        response = as_charlie.post(address(other), SAID)
        assert response.status_code == 422 and "At most 1 submissions a day" in text(response)

    def test_flags_nobody_elses(self, as_alice, client, submission, django_user_model):
        assert as_alice.post(address(submission), SAID).status_code == 404
        client.force_login(django_user_model.objects.create_user("dave", is_staff=True))
        assert client.post(address(submission), SAID).status_code == 404
        assert not Flag.objects.exists()


class TestTheAuthors:
    def test_see_it_with_the_code_and_answer(self, as_alice, submission, flag):
        assert SAID["words"] in text(as_alice.get("/workshop/sums/"))
        page = f"/workshop/sums/flags/{flag.pk}"
        assert "print(&#x27;mine&#x27;)" in as_alice.get(page).content.decode()
        as_alice.post(page, {"answer": "We have added it."})

        flag.refresh_from_db()
        assert (flag.answer, flag.answered_by.username, flag.is_open) == ("We have added it.", "alice", False)
        assert "answered" in text(as_alice.get("/workshop/sums/"))

    def test_an_answer_is_words(self, as_alice, flag):
        assert as_alice.post(f"/workshop/sums/flags/{flag.pk}", {"answer": " "}).status_code == 422

    def test_who_reads_only_does_not_answer(self, client, flag, submission, django_user_model):
        erin = django_user_model.objects.create_user("erin")
        Collaborator.objects.create(problem=submission.problem, user=erin, role="read")
        client.force_login(erin)

        page = f"/workshop/sums/flags/{flag.pk}"
        assert client.get(page).status_code == 200
        assert client.post(page, {"answer": "Yes."}).status_code == 403

    def test_strangers_get_nothing(self, as_charlie, flag):
        assert as_charlie.get(f"/workshop/sums/flags/{flag.pk}").status_code == 404

    def test_another_problems_is_not_found(self, as_alice, flag, alice):
        drafting.start("Other", alice)
        assert as_alice.get(f"/workshop/other/flags/{flag.pk}").status_code == 404

    def test_it_takes_as_many_statements_however_many_there_are(self, as_alice, flag, submission, charlie):
        few = statements(as_alice, "/workshop/sums/")
        for _ in range(10):
            other = submit(submission.problem, charlie, verdict=Verdict.ACCEPTED)
            Flag.objects.create(problem=submission.problem, submission=other, **SAID)

        assert statements(as_alice, "/workshop/sums/") == few <= 8
