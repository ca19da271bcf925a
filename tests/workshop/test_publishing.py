"""From a draft to what solvers see, and back: by owners, what was looked at, once nothing is open."""

import re

import pytest
from django.db import transaction
from django.db.models.functions import Now

from judge import drafting, freezing, jobs, publishing
from judge.models import Collaborator, Job, Problem
from judge.verdict import Verdict
from tests.factories import submit
from tests.workshop.conftest import publish
from tests.workshop.rows import answered, fresh
from tests.workshop.test_readiness import statements

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/workshop/sums/publish"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def mark(problem):
    return publishing.mark_of(fresh(problem).draft)


@pytest.fixture
def changed(published, alice, write):
    """With other tests, and all of it known."""
    write(tests=[answered(published, b"7 1\n", b"8\n", name="1", sample=1)])
    drafting.save(published, alice, "statements/en", statement("Add them."), None)
    jobs.verify_draft.function(published.pk)
    return fresh(published)


def statement(text):
    return {"title": "Sums", "format": "markdown", "text": text}


class TestPublishing:
    def test_a_click_makes_a_job_that_publishes_it(self, as_alice, ready):
        response = as_alice.post(PAGE, {"mark": mark(ready)})

        assert response.url == "/workshop/sums/"
        assert Job.objects.get(kind="publish_draft").key == publishing.job_key(ready, mark(ready))
        found = publish(ready)
        Job.objects.update(state="done")
        assert found.is_published and found.draft.version == found.current
        assert "solvers see this revision" in text(as_alice.get("/workshop/sums/"))

    def test_why_it_was_not_published_stands_there_until_something_is_saved(self, as_alice, ready, alice):
        job = {"queue": "execution", "subject": ready.pk, "state": "dead", "reason": "no luck", "finished": Now()}
        Job.objects.create(kind="publish_draft", **job)
        assert "Not published: no luck" in text(as_alice.get("/workshop/sums/"))
        drafting.save(ready, alice, "statements/en", statement("Other words."), None)

        assert "Not published" not in text(as_alice.get("/workshop/sums/"))

    def test_two_clicks_are_one_job(self, as_alice, ready):
        as_alice.post(PAGE, {"mark": mark(ready)})
        as_alice.post(PAGE, {"mark": mark(ready)})

        assert Job.objects.filter(kind="publish_draft").count() == 1

    def test_what_is_not_ready_is_refused_with_the_reason(self, as_alice, whole):
        response = as_alice.post(PAGE, {"mark": mark(whole)})

        assert response.status_code == 422 and "It isn’t ready: Not known yet" in text(response)
        assert not Job.objects.exists()

    def test_what_has_changed_since_it_was_looked_at_is_refused(self, as_alice, ready, alice):
        seen = mark(ready)
        drafting.save(ready, alice, "statements/en", statement("Other words."), None)

        assert as_alice.post(PAGE, {"mark": seen}).status_code == 409

    def test_the_job_publishes_nothing_else_than_what_was_looked_at(self, ready, alice):
        seen = mark(ready)
        drafting.save(ready, alice, "statements/en", statement("Other words."), None)

        with pytest.raises(publishing.Unfit, match="changed since you looked"):
            publishing.prepared(fresh(ready), fresh(ready).draft, seen)

    def test_a_save_while_it_is_rendered_is_not_overtaken(self, ready, alice):
        problem = fresh(ready)
        version = publishing.prepared(problem, problem.draft)
        drafting.save(ready, alice, "statements/en", statement("Other words."), None)

        with pytest.raises(publishing.Unfit, match="while it was being published"), transaction.atomic():
            publishing.publish(problem, problem.draft, version)
        assert not Problem.objects.get().is_published

    def test_only_owners_do(self, client, ready, bob):
        client.force_login(bob)

        assert "Its owners publish it" in text(client.get(PAGE))
        assert client.post(PAGE, {"mark": mark(ready)}).status_code == 403

    def test_strangers_get_nothing(self, as_charlie, ready):
        assert as_charlie.get(PAGE).status_code == as_charlie.post(PAGE).status_code == 404

    def test_what_is_published_is_not_published_again(self, as_alice, published):
        assert as_alice.post(PAGE, {"mark": mark(published)}).status_code == 422

    def test_a_statement_that_cannot_be_rendered_says_so(self, ready, monkeypatch):
        def fail(problem, draft):
            raise publishing.StatementError("no end of a group")

        monkeypatch.setattr(freezing, "rendered", fail)
        with pytest.raises(publishing.Unfit, match="can’t be rendered: no end of a group"):
            publishing.prepared(fresh(ready), fresh(ready).draft)


class TestWhatWouldChange:
    def test_is_shown_before_it_is_done(self, as_alice, changed, charlie):
        submit(changed, charlie, verdict=Verdict.ACCEPTED)
        submit(changed, charlie, verdict=Verdict.WRONG_ANSWER)
        found = text(as_alice.get(PAGE))

        assert "Add them." in found and "1 removed" in found and "1 changed" in found
        assert "2 submissions were judged before: 1 accepted, 1 failed" in found

    def test_of_what_only_authors_see_is_nothing(self, as_alice, published, alice, write):
        write(script="# nothing yet\n")

        found = text(as_alice.get(PAGE))
        assert "Nothing that solvers see would change" in found

    def test_of_words_alone_no_verdict_changes(self, published, alice):
        drafting.save(published, alice, "statements/en", statement("Add them."), None)
        problem = fresh(published)

        assert not publishing.changes_verdicts(publishing.difference(problem, problem.draft, published.current))

    def test_it_takes_as_many_statements_however_much_there_is(self, as_alice, changed, write, charlie):
        few = statements(as_alice, PAGE)
        write(tests=[answered(changed, b"%d 1\n" % n, b"%d\n" % (n + 1), name=f"{n}", sample=1) for n in range(100)])
        for _ in range(20):
            submit(changed, charlie, verdict=Verdict.ACCEPTED)

        assert statements(as_alice, PAGE) == few <= 8


class TestWithdrawing:
    def test_solvers_are_told_why_and_it_leaves_the_list(self, client, as_alice, published, charlie):
        as_alice.post("/workshop/sums/withdraw", {"reason": "Its tests are wrong."})
        client.force_login(charlie)

        response = client.get("/problems/sums/")
        assert response.status_code == 410 and "Its tests are wrong." in text(response)
        assert "Sums" not in text(client.get("/problems/"))

    def test_without_a_reason_it_stays(self, as_alice, published):
        assert as_alice.post("/workshop/sums/withdraw", {"reason": " "}).status_code == 422
        assert Problem.objects.get().is_published

    def test_it_comes_back_as_it_was(self, as_alice, changed):
        publishing.withdraw(changed, "For an hour.")
        as_alice.post("/workshop/sums/bring-back")

        problem = Problem.objects.get()
        assert (problem.is_published, problem.current_id, problem.reason) == (True, changed.current_id, "")

    def test_by_owners_only(self, client, published, bob):
        client.force_login(bob)

        assert client.post("/workshop/sums/withdraw", {"reason": "Mine!"}).status_code == 403
        assert client.post("/workshop/sums/bring-back").status_code == 403

    def test_who_reads_only_may_look(self, client, published, charlie):
        Collaborator.objects.create(problem=published, user=charlie, role="read")
        client.force_login(charlie)

        assert client.get(PAGE).status_code == 200
