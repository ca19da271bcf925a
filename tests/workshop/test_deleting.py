"""Deleted with a reason, and restored: nothing is lost. And staff's mark beside what they have verified."""

import pytest
from django.contrib.auth import get_user_model

from judge import drafting, jobs, publishing
from judge.models import Problem
from judge.verdict import Verdict
from tests.factories import submit
from tests.workshop.conftest import publish
from tests.workshop.test_publishing import text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(ready):
    return publish(ready)


@pytest.fixture
def dave(db):
    """Is staff."""
    return get_user_model().objects.create_user("dave", password="director-of-it", is_staff=True, is_superuser=True)


def delete(client):
    return client.post("/workshop/sums/delete", {"delete-reason": "Another one is better."})


class TestDeleting:
    def test_it_leaves_every_list_and_its_page_says_so(self, as_alice, published):
        delete(as_alice)

        assert "Sums" not in text(as_alice.get("/problems/")) + text(as_alice.get("/workshop/"))
        response = as_alice.get("/problems/sums/")
        assert response.status_code == 410 and "has been deleted" in text(response)
        assert "Another one is better." in text(response)
        assert as_alice.get("/workshop/sums/tests/").status_code == 404
        assert "its owners can restore it" in text(as_alice.get("/workshop/sums/"))

    def test_what_was_submitted_stays_and_nothing_more_is_taken(self, client, published, charlie):
        submission = submit(published, charlie, verdict=Verdict.ACCEPTED)
        publishing.delete(published, "Gone.")
        client.force_login(charlie)

        assert client.get(submission.get_absolute_url()).status_code == 200
        response = client.post("/problems/sums/submit", {"source": "print(1)", "language": "python3"})
        assert response.status_code == 422 and "has been deleted" in text(response)

    def test_its_owner_restores_it(self, as_alice, published):
        delete(as_alice)
        assert "Another one is better." in text(as_alice.get("/workshop/?deleted=1"))
        as_alice.post("/workshop/sums/undelete")

        assert Problem.objects.get().state == "withdrawn"
        assert as_alice.get("/workshop/sums/").status_code == 200

    def test_a_draft_that_nobody_has_seen_is_a_draft_again(self, as_alice, sums, charlie, client):
        delete(as_alice)
        client.force_login(charlie)
        assert client.get("/problems/sums/").status_code == 404
        publishing.restore(sums)

        assert Problem.objects.get().state == "draft"

    def test_staff_restores_it(self, client, published, dave):
        publishing.delete(published, "Gone.")
        client.force_login(dave)

        assert "Sums" in text(client.get("/workshop/?deleted=1"))
        client.post("/workshop/sums/undelete")
        assert Problem.objects.get().state == "withdrawn"

    def test_collaborators_and_strangers_do_neither(self, client, published, bob, charlie):
        client.force_login(bob)
        assert delete(client).status_code == 403
        publishing.delete(published, "Gone.")
        assert client.post("/workshop/sums/undelete").status_code == 403
        client.force_login(charlie)
        assert client.post("/workshop/sums/undelete").status_code == 404
        assert "restore" not in text(client.get("/workshop/sums/"))

    def test_without_a_reason_it_stays(self, as_alice, published):
        assert as_alice.post("/workshop/sums/delete", {"delete-reason": ""}).status_code == 422
        assert Problem.objects.get().is_published

    def test_a_job_that_would_publish_it_is_refused(self, ready):
        publishing.delete(ready, "Gone.")

        with pytest.raises(Exception, match="has been deleted"):
            jobs.publish_draft.function(ready.pk)


class TestTheMark:
    def test_staff_sets_it_and_everybody_sees_it(self, client, published, dave, charlie):
        client.force_login(charlie)
        assert "✓ Verified" not in text(client.get("/problems/"))
        client.force_login(dave)
        client.post("/workshop/sums/verified", {"version": published.current_id})
        client.force_login(charlie)

        assert "✓ Verified" in text(client.get("/problems/")) and "✓ Verified" in text(client.get("/problems/sums/"))

    def test_it_is_of_one_version(self, published, dave, alice):
        publishing.verify(published, published.current_id)
        statement = {"title": "Sums", "format": "markdown", "text": "Other words."}
        drafting.save(published, alice, "statements/en", statement, None)

        assert not publish(published).is_verified
        assert not publishing.verify(published, published.current_id)  # it was looked at before that

    def test_authors_cannot(self, as_alice, published):
        assert as_alice.post("/workshop/sums/verified", {"version": published.current_id}).status_code == 403

    def test_the_admin_sets_it_and_takes_it_away(self, client, published, dave):
        client.force_login(dave)
        for action, is_verified in (("verify", True), ("unverify", False)):
            data = {"action": action, "_selected_action": [published.pk]}
            client.post("/admin/judge/problem/", data)
            assert Problem.objects.get().is_verified is is_verified
