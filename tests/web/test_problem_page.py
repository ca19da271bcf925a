import re

import pytest

from judge.models import Problem
from tests.factories import make_version, publish
from tests.web.conftest import judged, wrong


@pytest.fixture
def bilingual(sums):
    statements = {"en": "<p>Add the numbers.</p>", "ko": "<p>두 수를 더하라.</p>"}
    publish(sums, samples=[(b"1 2\n", b"3\n")], titles={"en": "Sums", "ko": "합"}, statements=statements)
    return sums


def test_it_shows_statement_samples_and_limits(client, published):
    text = client.get("/problems/sums/").text

    assert "<p>Add the numbers.</p>" in text
    assert re.search(r'<pre id="sample-1-input"[^>]*>1 2\n</pre>', text)
    assert "1 s" in text and "256 MiB" in text
    assert "<b>4</b> tests" in text


def test_a_language_with_more_time_is_named(client, sums):
    publish(sums, tests=[(b"1", b"1")], language_factors={"python3": 3, "cpp": 1})

    assert "3 s in Python 3" in client.get("/problems/sums/").text


def test_it_says_when_judging_stops_early(client, sums):
    publish(sums, tests=[(b"1", b"1")], stops_early=True)

    assert "up to the first failing one" in client.get("/problems/sums/").text


def test_the_statement_is_in_the_language_that_was_asked_for(client, bilingual):
    text = client.get("/problems/sums/?lang=ko").text

    assert "두 수를 더하라." in text and "Add the numbers." not in text
    assert '<h1 id="title" lang="ko">합</h1>' in text
    assert '<div class="statement" lang="ko">' in text


@pytest.mark.parametrize(("accept", "language"), [("ko-KR,ko;q=0.9", "ko"), ("en", "en"), ("sv", "en"), ("", "en")])
def test_else_in_the_one_that_the_browser_prefers(client, bilingual, accept, language):
    response = client.get("/problems/sums/", headers={"Accept-Language": accept})

    assert f'<div class="statement" lang="{language}">' in response.text


def test_a_statement_in_one_language_is_shown_to_everybody(client, sums):
    publish(sums, tests=[(b"1", b"1")], titles={"ko": "합"}, statements={"ko": "<p>두 수를 더하라.</p>"})

    assert "두 수를 더하라." in client.get("/problems/sums/?lang=en").text


def test_drafts_are_for_their_people(client, sums, alice, bob, charlie, dave):
    make_version(sums, tests=[(b"1", b"1")])
    status = {}
    for user in (alice, bob, charlie, dave):
        client.force_login(user)
        status[user.username] = client.get("/problems/sums/").status_code
    client.logout()

    assert status == {"alice": 200, "bob": 200, "charlie": 404, "dave": 200}
    assert client.get("/problems/sums/").status_code == 404


def test_a_withdrawn_problem_says_so(client, published, bob):
    Problem.objects.update(state=Problem.State.WITHDRAWN)

    gone = client.get("/problems/sums/")
    client.force_login(bob)

    assert gone.status_code == 410 and "has been withdrawn" in gone.text and "Add the numbers" not in gone.text
    assert client.get("/problems/sums/").status_code == 200


def test_a_draft_without_a_version_has_a_page(as_alice, sums):
    assert "no statement yet" in as_alice.get("/problems/sums/").text


def test_only_installed_languages_are_offered(client, published, monkeypatch):
    from judge.languages import LANGUAGES

    monkeypatch.setattr("web.forms.languages.installed", lambda: {"cpp": LANGUAGES["cpp"]})
    offered = re.findall(r'<option value="(\w+)"', client.get("/problems/sums/").text)

    assert offered == ["cpp"]


def test_an_own_submission_can_be_edited(as_charlie, published, charlie):
    submission = judged(published, charlie, {1: wrong(b"4")}, source="print('<4>')", language="pypy3")

    text = as_charlie.get(f"/problems/sums/?from={submission.pk}").text

    assert "print(&#x27;&lt;4&gt;&#x27;)" in text
    assert re.search(r'value="pypy3"[^>]* selected', text)


@pytest.mark.parametrize("which", ["others", "0", "99999999999999999999999", "9" * 5000])
def test_nobody_elses_code_can_be_edited(as_dave, published, charlie, which):
    pk = judged(published, charlie).pk if which == "others" else which

    assert as_dave.get(f"/problems/sums/?from={pk}").status_code == 404


def test_it_shows_ones_own_latest_submissions(as_charlie, published, charlie, alice):
    own, others = judged(published, charlie), judged(published, alice)
    text = as_charlie.get("/problems/sums/").text

    assert f"/submissions/{own.pk}/" in text and f"/submissions/{others.pk}/" not in text
    assert "49 of 50 submissions left today" in text


@pytest.mark.parametrize(("pk", "status"), [("9" * 5000, 404), ("9" * 15, 404), ("x", 200), ("²", 200)])
def test_an_odd_number_to_begin_from_is_no_error(as_charlie, published, pk, status):
    assert as_charlie.get("/problems/sums/", {"from": pk}).status_code == status
