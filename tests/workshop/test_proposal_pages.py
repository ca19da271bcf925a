"""Gemini's proposals on their page: what it says, what it does without JavaScript, and who gets nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from judge import events, jobs
from judge.gemini import QuotaExhausted
from judge.models import AiRun, Collaborator, Job
from judge.redis import connection as redis
from tests.web.test_submission_stream import opened, running, watch
from tests.workshop import proposed
from tests.workshop.rows import fresh

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/workshop/doubles/proposals"


@pytest.fixture(autouse=True)
def nothing_was_told(transactional_db):
    redis().flushdb()


@pytest.fixture
def doubles(alice):
    return proposed.doubles(alice)


@pytest.fixture
def run(doubles, alice, gemini):
    """One that is done, with a generator and a wrong solution that no test catches."""
    doubt = {"is_recommended": False, "doubts": ["No test catches it."], "expected": ["WA"]}
    pieces = [
        proposed.a_piece("generator", "one.py", lines=["one 1", "one 2"], found=["one 2"]),
        proposed.a_piece("wrong", "odd.py", **doubt),
    ]
    return proposed.offered(
        doubles, alice, *pieces, caught=[{"name": "bad.py", "role": "generator", "why": "It never ends."}]
    )


def text(client, address=ADDRESS):
    return client.get(address).content.decode()


def decide(client, run, *ids, **how):
    return client.post(f"{ADDRESS}/{run.pk}/decide", {"piece": ids} | how)


def test_without_a_key_it_says_what_to_set(as_alice, doubles, settings):
    settings.GEMINI_API_KEY = ""
    page = text(as_alice)
    assert "GEMINI_API_KEY" in page and "proposals/begin" not in page
    assert as_alice.post(f"{ADDRESS}/begin").status_code == 422
    assert not Job.objects.exists()


def test_what_is_missing_is_said(as_alice, sums, gemini):
    page = text(as_alice, reverse("workshop-proposals", args=["sums"]))
    assert "There is no statement yet" in page and "There is no reference solution yet" in page
    assert "Write with Gemini</button>" not in page


def test_it_is_begun_cancelled_and_begun_again_without_javascript(as_alice, doubles, gemini):
    assert as_alice.post(f"{ADDRESS}/begin").status_code == 302
    run, job = AiRun.objects.get(), Job.objects.get()
    assert "next in the queue" in text(as_alice) and "Look again" in text(as_alice)

    as_alice.post(f"{ADDRESS}/{run.pk}/cancel")
    page = text(as_alice)
    assert "It was cancelled." in page and "Try again" in page
    as_alice.post(f"{ADDRESS}/{run.pk}/again")
    job.refresh_from_db()
    assert job.is_live and AiRun.objects.get().finished is None


def test_who_acts_on_an_older_one_stays_with_it(as_alice, run, doubles, alice):
    proposed.offered(doubles, alice, proposed.a_piece("generator", "two.py"))
    here = f"?run={run.pk}"
    assert as_alice.post(f"{ADDRESS}/{run.pk}/again")["Location"].endswith(here)
    assert as_alice.post(f"{ADDRESS}/{run.pk}/cancel")["Location"].endswith(here)
    assert decide(as_alice, run, "generator:one.py", accept="1")["Location"].endswith(f"{here}#pieces")


def test_one_that_is_tried_again_says_why(as_alice, doubles, gemini):
    as_alice.post(f"{ADDRESS}/begin")
    Job.objects.update(attempt=1, reason=f"QuotaExhausted: {QuotaExhausted.words}")
    assert "quota for this site is used up for now. It is tried again by itself." in text(as_alice)


def test_a_draft_that_lacks_tests_is_led_there(as_alice, doubles):
    overview = reverse("workshop-overview", args=["doubles"])
    assert "Gemini can draft a validator" in text(as_alice, overview)


def test_the_jobs_page_tells_of_its_steps(as_alice, doubles, gemini):
    """They go round and round, so none of them says which one is next."""
    as_alice.post(f"{ADDRESS}/begin")
    page = text(as_alice, Job.objects.get().get_absolute_url())
    assert "for Doubles" in page and ADDRESS in page


def test_what_gemini_wrote_is_text(as_alice, run):
    page = text(as_alice)
    assert "&lt;b&gt;It&lt;/b&gt; is one." in page and "<b>It</b>" not in page
    assert "No test catches it." in page and "It never ends." in page
    assert "Adds 2 lines to the script" in page and "one 2  # found by a search" in page


def test_pieces_are_taken_and_turned_down_one_by_one(as_alice, run, doubles):
    assert decide(as_alice, run, "generator:one.py", accept="1").status_code == 302
    draft = fresh(doubles).draft
    assert draft.program("generators/one.py") and draft.document["script"] == "one 1\none 2\n"
    assert "one.py" in draft.note
    decide(as_alice, run, "wrong:odd.py", reject="1")

    page = text(as_alice)
    assert "All is decided" in page and "Rejected" in page and "generators/one.py" in page
    assert fresh(doubles).draft.program("submissions/odd.py") is None
    assert Job.objects.filter(kind="check_programs").exists()


def test_accepting_may_begin_to_generate_tests(as_alice, run):
    response = decide(as_alice, run, "generator:one.py", generate="1")
    assert response.url == "/workshop/doubles/tests/" and Job.objects.filter(kind="generate_tests").exists()


@pytest.mark.parametrize("path", ["begin", "{}/cancel", "{}/again", "{}/decide"])
def test_who_may_only_look_changes_nothing(client, run, charlie, doubles, path):
    Collaborator.objects.create(problem=doubles, user=charlie, role=Collaborator.Role.READ)
    client.force_login(charlie)
    assert "Accept" not in text(client)
    assert client.post(f"{ADDRESS}/{path.format(run.pk)}", {"piece": "generator:one.py"}).status_code == 403
    assert fresh(doubles).draft.program("generators/one.py") is None


def test_strangers_get_nothing(as_charlie, run, charlie):
    assert as_charlie.get(ADDRESS).status_code == 404
    assert decide(as_charlie, run, "generator:one.py", accept="1").status_code == 404
    assert running(opened(charlie, f"{ADDRESS}/{run.pk}/stream")).status_code == 404


def test_another_problems_proposal_is_not_there(as_alice, run, alice):
    proposed.ferry(alice)
    assert as_alice.get(f"/workshop/ferry/proposals?run={run.pk}").status_code == 404
    assert as_alice.post(f"/workshop/ferry/proposals/{run.pk}/decide", {"piece": "generator:one.py"}).status_code == 404


def test_its_steps_are_told_as_they_go(doubles, alice, gemini):
    run = jobs.begin_proposal(doubles, alice)
    step = {"round": 1, "step": "probe", "done": 3, "goal": 12, "is_over": False, "words": ""}
    events.publish(run.topic, **step)

    def end():
        Job.objects.update(state=Job.State.DONE)
        events.publish(run.topic, state="ended")

    parts = watch(alice, f"{ADDRESS}/{run.pk}/stream", end)

    assert "Probe the validator" in parts[0] and "3 of 12" in parts[0]
    assert 'hx-trigger="load"' in parts[-2] and parts[-1].startswith("event: end")


def test_statements_of_the_page(as_alice, run):
    with CaptureQueriesContext(connection) as seen:
        text(as_alice)
    assert len(seen) <= 8, [query["sql"][:120] for query in seen]
