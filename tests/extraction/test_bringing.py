"""The page on which a problem is brought, and the one on which it is read."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from judge import events, extraction, jobs, publishing
from judge.gemini import AiError, QuotaExhausted
from judge.models import AiRun, Job, Problem, User
from judge.models.job import Job as Row
from judge.queue.release import release
from tests.extraction.conftest import HERE, work
from tests.gemini.answers import Blocks, Fails, Says, quota, truncated, wrong_key
from tests.gemini.scripts import FOLDER

TEXT = "Beads on a thread. " + "What is the length of the longest run of equal beads? " * 3


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def bring(client, **said):
    return client.post(reverse("workshop-read"), {"url": "", "text": ""} | said)


def run_all():
    while Job.objects.filter(state="queued").exists():
        work()


def test_a_url_becomes_a_draft_of_whoever_brought_it(as_alice, alice, site, gemini):
    response = bring(as_alice, url=site.url("/lanterns"))
    assert response.status_code == 302
    assert "It waits for its turn" in as_alice.get(response.url).content.decode()

    run_all()
    page = as_alice.get(response.url).content.decode()
    assert "Lanterns of the Old Pier" in page and "gives what all 2 samples say" in page
    assert "nobody has compared it" in page

    draft = as_alice.post(response.url + "/begin", follow=True)
    assert "not checked by you yet" in draft.content.decode()
    problem = Problem.objects.get()
    assert problem.owner == alice and problem.state == "draft"
    assert as_alice.post(response.url + "/begin").url == reverse("workshop-overview", args=[problem.slug])

    compared = as_alice.post(reverse("workshop-compared", args=[problem.slug]), follow=True).content.decode()
    assert "compared with it by alice" in compared


def test_a_draft_that_was_deleted_may_be_begun_again(as_alice, alice, site, gemini):
    response = bring(as_alice, url=site.url("/lanterns"))
    run_all()
    as_alice.post(response.url + "/begin")
    first = Problem.objects.get()
    assert "Open the draft" in as_alice.get(response.url).content.decode()
    publishing.delete(first, "by mistake")
    assert "Begin a draft with it" in as_alice.get(response.url).content.decode()
    as_alice.post(response.url + "/begin")
    assert Problem.objects.there().get().pk != first.pk


def test_staff_look_at_a_reading_and_take_nobodys_draft(as_alice, alice, site, gemini):
    response = bring(as_alice, url=site.url("/lanterns"))
    run_all()
    staff = Client()
    staff.force_login(User.objects.create_user("root", is_staff=True))
    page = staff.get(response.url).content.decode()
    assert "Lanterns of the Old Pier" in page and "Begin a draft with it" not in page
    assert staff.post(response.url + "/begin").url == response.url and not Problem.objects.exists()
    as_alice.post(response.url + "/begin")
    assert Problem.objects.get().owner == alice


def test_a_text_that_is_too_long_is_said_to_be_cut(as_alice, gemini):
    response = bring(as_alice, text=TEXT + "word " * 30_000)
    run_all()
    assert "the end of it is missing" in as_alice.get(response.url).content.decode()


def test_a_text_is_read_without_its_page(as_alice, site, gemini):
    response = bring(as_alice, url=site.url("/beads"), text=TEXT)
    run_all()
    page = as_alice.get(response.url).content.decode()
    assert "pasted text" in page and site.url("/beads") in page and site.asked == []
    assert "The draft keeps it, marked as unproven" in page


def test_a_pdf_goes_to_the_ai_as_it_is(as_alice, gemini):
    gemini.will(json.loads((FOLDER / "lanterns/extraction.json").read_text()), task="extraction")
    gemini.will(json.loads((FOLDER / "ferries/extraction_repair.json").read_text()), task="extraction_repair")
    data = (HERE / "lanterns.pdf").read_bytes()
    response = bring(as_alice, file=SimpleUploadedFile("lanterns.pdf", data, "application/pdf"))
    run_all()
    (call,) = gemini.calls
    parts = call.body["contents"][0]["parts"]
    assert "application/pdf" in json.dumps(parts) and "JVBERi" in json.dumps(parts)  # %PDF
    assert "1 3 2 2 5" in call.text
    assert "gives what all 2 samples say" in as_alice.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Give its URL"),
        ({"url": "http://127.0.0.1/"}, "isn’t public"),
        ({"url": "file:///etc/passwd"}, "http"),
        ({"url": "http://api.internal/x"}, "internal"),
        ({"url": "https://example.com:22/"}, "ports"),
        ({"text": "x" * 200_001}, "200,001"),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(as_alice, gemini, said, words):
    response = bring(as_alice, **said)
    page = response.content.decode()
    assert response.status_code == 422 and words in page and not AiRun.objects.exists()
    assert said.get("url", "") in page


@pytest.mark.parametrize(("data", "words"), [(b"GIF89a", "no PDF"), (b"", "empty")])
def test_a_file_that_is_no_pdf_is_refused(as_alice, gemini, data, words):
    response = bring(as_alice, url="https://example.com/a", file=SimpleUploadedFile("x.pdf", data))
    assert response.status_code == 422 and words in response.content.decode()
    assert "https://example.com/a" in response.content.decode()


def test_a_pdf_that_is_too_large_is_refused_before_it_is_read(as_alice):
    file = SimpleUploadedFile("x.pdf", b"%PDF-" + bytes(7 * 2**20))
    response = bring(as_alice, file=file)
    assert response.status_code == 413 and "A PDF has at most" in response.content.decode()


def test_a_broken_pdf_says_so(as_alice, gemini):
    response = bring(as_alice, file=SimpleUploadedFile("x.pdf", b"%PDF-1.7 and then nothing"))
    run_all()
    page = as_alice.get(response.url).content.decode()
    assert "This PDF can’t be read" in page and gemini.count() == 0


def test_a_refused_page_asks_for_its_text_and_keeps_the_url(as_alice, site, gemini):
    url = site.put("/closed", "<title>Just a moment...</title>", status=403)
    response = bring(as_alice, url=url)
    run_all()
    page = as_alice.get(response.url).content.decode()
    assert "Paste the text here" in page and f'value="{url}"' in page and "403" in page

    pasted = bring(as_alice, url=url, text=TEXT)
    run_all()
    assert extraction.result_of(AiRun.objects.get(pk=pasted.url.split("/")[-1]))["asked"] == {
        "url": url,
        "text": TEXT.strip(),
    }


def test_without_a_key_the_button_says_what_to_set(as_alice, settings, site):
    settings.GEMINI_API_KEY = ""
    page = as_alice.get(reverse("workshop-new")).content.decode()
    assert "GEMINI_API_KEY" in page and "disabled" in page
    response = bring(as_alice, url=site.url("/lanterns"))
    assert response.status_code == 422 and "GEMINI_API_KEY" in response.content.decode()
    assert not AiRun.objects.exists() and site.asked == []
    assert as_alice.post(reverse("workshop-new"), {"title": "By hand"}).status_code == 302


def test_a_failure_is_said_and_can_be_tried_again(as_alice, site, gemini):
    url = site.put("/down", "", status=502)
    response = bring(as_alice, url=url)
    run_all()
    assert "Try again" not in as_alice.get(response.url).content.decode()  # it is refused: the text is asked for
    gemini.will({"no": "problem"}, {"no": "problem"}, task="extraction")
    response = bring(as_alice, url=site.url("/lanterns"))
    run_all()
    page = as_alice.get(response.url).content.decode()
    assert "made no sense" in page and "Try again" in page
    again = as_alice.post(response.url + "/again")
    run_all()
    assert again.url != response.url and "What was read" in as_alice.get(again.url).content.decode()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([wrong_key()], "look at GEMINI_API_KEY"),
        ([Fails(401)], "look at GEMINI_API_KEY"),
        ([Blocks()], "safety filter refused"),
        ([truncated({"title": "Beads on a thread"})], "too long and was cut off"),
        ([Says("certainly!")] * 2, "made no sense"),
    ],
    ids=str,
)
def test_what_ended_it_is_said_and_what_was_typed_is_kept(as_alice, site, gemini, answers, words):
    gemini.will(*answers, task="extraction")
    response = bring(as_alice, url=site.url("/beads"), text=TEXT)
    run_all()
    page = as_alice.get(response.url).content.decode()
    assert words in page and "Try again" in page
    assert TEXT.strip() in page and f'value="{site.url("/beads")}"' in page


@pytest.mark.parametrize(
    ("answers", "words"), [([quota()] * 3, "quota for this site is used up"), ([Fails(503)] * 4, "is overloaded")]
)
def test_what_may_pass_is_said_while_it_waits(as_alice, site, gemini, answers, words, monkeypatch):
    monkeypatch.setattr("judge.gemini.retrying.sleep", lambda seconds: None)
    gemini.will(*answers, task="extraction")
    response = bring(as_alice, url=site.url("/beads"))
    job = Row.objects.claim_best("ai", "worker")
    with pytest.raises(AiError) as caught:
        jobs.extract_problem.function(job.subject)
    release(job, f"{type(caught.value).__name__}: {caught.value}")
    page = as_alice.get(response.url).content.decode()
    assert words in page and page.count("tried again by itself") == 1


def test_one_that_waits_can_be_cancelled(as_alice, site, gemini):
    response = bring(as_alice, url=site.url("/lanterns"))
    page = as_alice.post(response.url + "/cancel", follow=True).content.decode()
    assert Job.objects.get().state == "cancelled" and "It was cancelled" in page and "Try again" in page


def test_who_waits_with_somebody_else_gets_a_draft_of_their_own(client, alice, charlie, site, gemini):
    client.force_login(alice)
    hers = bring(client, url=site.url("/lanterns")).url
    client.force_login(charlie)
    his = bring(client, url=site.url("/lanterns#same")).url
    assert his != hers and Job.objects.count() == 1
    assert "Cancel" not in client.get(his).content.decode()
    client.post(his + "/cancel")
    assert Job.objects.get().state == "queued"

    run_all()
    client.post(his + "/begin")
    client.force_login(alice)
    client.post(hers + "/begin")
    assert gemini.count() == 1
    assert set(Problem.objects.values_list("owner__username", flat=True)) == {"alice", "charlie"}


def test_a_dead_job_says_what_it_died_of(as_alice, site, gemini, django_capture_on_commit_callbacks):
    response = bring(as_alice, url=site.url("/lanterns"))
    job = Row.objects.claim_best("ai", "worker")
    release(job, f"QuotaExhausted: {QuotaExhausted.words}", final=True)
    assert "quota for this site is used up" in as_alice.get(response.url).content.decode()


def test_charlie_sees_nothing_of_it(client, alice, charlie, site, gemini):
    client.force_login(alice)
    hers = bring(client, url=site.url("/lanterns")).url
    client.force_login(charlie)
    assert client.get(hers).status_code == 404 == client.get(hers + "/stream").status_code
    for act in ("again", "cancel", "begin"):
        assert client.post(f"{hers}/{act}").status_code == 404
    client.logout()
    assert client.get(hers).status_code == 302


def test_its_pages_take_few_statements(as_alice, site, gemini, django_assert_max_num_queries):
    hers = bring(as_alice, url=site.url("/lanterns")).url
    for _ in range(2):
        with django_assert_max_num_queries(6):
            as_alice.get(hers)
        run_all()


def test_the_steps_are_those_of_the_newest_attempt(as_alice, site, gemini):
    hers = bring(as_alice, url=site.url("/lanterns")).url
    topic = AiRun.objects.get().topic
    events.forget([topic])
    for fence, said in [(1, "fetch"), (1, "read"), (2, "fetch"), (2, "read"), (2, "run")]:
        events.publish(topic, fence=fence, step=said, round=1)
    events.publish(topic, fence=2, step="ran", round=1, state="wrong")
    events.publish(topic, fence=2, step="mend", round=2)
    page = as_alice.get(hers).content.decode()
    assert page.count("The page is fetched") == 1 and "not every sample is right" in page and "round 2 …" in page
    events.forget([topic])


def test_it_is_on_the_list_of_jobs(as_alice, site, gemini):
    bring(as_alice, url=site.url("/lanterns"))
    page = as_alice.get(reverse("jobs")).content.decode()
    assert "a problem that somebody brought" in page
