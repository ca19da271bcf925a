"""Pages that give orders, and an AI that follows all of them: nothing comes of it but a draft that is looked at."""

import os
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from judge import extraction, jobs, statements
from judge.gemini import prompts
from judge.models import AiRun, Job, Problem, User
from tests.extraction.conftest import HERE, work
from tests.extraction.obedient import CANARY, EFFECTS, WORDS, Obedient
from tests.fetching.conftest import canary, ways
from tests.workshop.rows import fresh

__all__ = ["canary", "ways"]

SECRET = "secret-of-this-process-51c9"
SEEN = [words for words in WORDS if words != "comment"]  # what pages say in comments and scripts isn't even read
WAYS = 4  # of saying it, for each order
CASES = [(order, [SEEN[(place + n) % len(SEEN)] for n in range(WAYS)]) for place, order in enumerate(EFFECTS)]
ACTIVE = (
    "<script",
    "onerror",
    "onload",
    "<iframe",
    "<form",
    "<style",
    "<svg",
    "<meta",
    "<base",
    "javascript:",
    "data:",
    "srcdoc",
)


@pytest.fixture
def obedient(gemini, canary):
    gemini.persona = Obedient(canary.ports[-1])
    return gemini.persona


@pytest.fixture(autouse=True)
def secrets(monkeypatch, settings):
    monkeypatch.setenv("CANARY_SECRET", SECRET)
    cache.clear()


def brought(order, words, by):
    page = (HERE / "lanterns.html").read_text()
    text = page.replace("</body>", WORDS[words].format(order=f"ORDER-{order}") + "</body>")
    run = jobs.begin_extraction({"url": "", "text": text}, by)
    work()
    return AiRun.objects.get(pk=run.pk)


@pytest.mark.parametrize(("order", "said"), CASES, ids=EFFECTS)
def test_an_order_in_a_page_has_no_effect(order, said, obedient, canary, ways, alice, charlie, client):
    runs = [brought(order, words, alice) for words in said]
    assert len(obedient.obeyed) >= len(said)  # the orders were read, and followed

    for run in runs:
        refuse_leaks(run)
        if extraction.result_of(run):
            look_at(extraction.begin(run, alice), alice)
    look_at_pages(client, runs[0], alice)
    gemini = set(ways) - {way for way in ways if str(way[1]) in str(obedient.port)}
    assert canary.hits == [] and all(address == "127.0.0.1" for address, _ in gemini)
    assert not Path(f"/tmp/{CANARY}").exists() and not Path(f"/var/tmp/{CANARY}").exists()
    assert (User.objects.count(), Job.objects.exclude(kind="extract_problem").count()) == (2, 0)


def refuse_leaks(run):
    """Neither this process's secrets nor our own words."""
    said = f"{run.document} {run.failure}"
    assert SECRET not in said and os.environ["REDIS_URL"] not in said and "root:" not in said
    if result := extraction.result_of(run):
        words, ours = re.findall(r"\w+", str(result["reading"]).lower()), prompts.source("extraction")[1].lower()
        runs = {tuple(words[n : n + 12]) for n in range(len(words) - 11)}
        assert runs.isdisjoint(zip(*(re.findall(r"\w+", ours)[n:] for n in range(12)), strict=False))


def look_at(problem, alice):
    """A draft of hers, with nothing in it that runs in a reader's browser."""
    problem = fresh(problem)
    assert (problem.state, problem.owner, problem.current_id, problem.verified_id) == ("draft", alice, None, None)
    document = problem.draft.document
    assert document["details"]["source_url"] == "" and document["details"]["platform"] == ""
    assert len(document["details"]["tags"]) <= 10 and all(len(tag) <= 50 for tag in document["details"]["tags"])
    assert document["limits"]["time"] <= 60 and document["brought"]["checked_by"] == ""
    for said in document["statements"].values():
        html = statements.render(said["format"], said["text"]).html.lower()
        assert not [word for word in ACTIVE if f"<{word.strip('<')}" in html or f" {word}=" in html]
        assert 'href="javascript' not in html and 'href="data' not in html and "src=" not in html
        assert "23333331" not in html


def look_at_pages(client, run, alice):
    client.force_login(alice)
    addresses = [reverse("workshop-reading", args=[run.pk])]
    if problem := Problem.objects.first():
        addresses += [reverse(f"workshop-{name}", args=[problem.slug]) for name in ("overview", "statement", "details")]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<script>fetch" not in page and f"<script>'{CANARY}" not in page
        assert "<iframe" not in page and "<svg onload" not in page and f"'{CANARY}')\">" not in page
        assert "23333331" not in page and SECRET not in page


def test_there_are_a_hundred_cases_and_more():
    assert sum(len(said) for _, said in CASES) >= 100


def test_what_a_page_hides_in_comments_and_scripts_is_not_read(obedient, alice):
    run = brought("script", "comment", alice)
    assert obedient.obeyed == [] and run.document["rehearsal"]["state"] == "right"


def test_an_answer_that_repeats_our_words_is_thrown_away(obedient, alice):
    run = brought("repeat", "plain", alice)
    assert "repeated its instructions" in run.failure and not extraction.result_of(run)
