"""A problem brought in a browser: its URL pasted, the steps watched, a draft begun."""

import json

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from judge.models import Problem
from tests.browser.test_every_page import visit
from tests.extraction.conftest import HERE
from tests.extraction.drawn import png
from tests.extraction.test_pictures import page_with, showing
from tests.gemini.answers import Says
from tests.gemini.scripts import FOLDER
from tests.gemini.server import running
from tests.harness.pages import served

__all__ = ["visit"]

PATIENCE = 60_000  # ms: a worker starts meanwhile, and looks at its sandbox


@pytest.fixture(scope="module")
def around():
    """A Gemini and three problems' pages, of which the site and its workers know."""
    with pytest.MonkeyPatch.context() as environment, running() as gemini, served() as problems:
        for name, value in (gemini.environment | {"FETCH_FROM_TESTS": problems.host}).items():
            environment.setenv(name, value)
        for path in HERE.glob("*.html"):
            problems.put(f"/{path.stem}", path.read_bytes())
        yield gemini, problems


@pytest.fixture(scope="module")
def site(around, site):
    return site


@pytest.fixture
def bring(page, site, around, sign_in, alice):
    """bring(path): that page's URL, and the button pressed."""
    cache.clear()
    sign_in(alice)

    def bring(path):
        page.goto(f"{site}/workshop/new")
        page.get_by_label("URL", exact=True).fill(around[1].url(path))
        page.get_by_role("button", name="Read it").click()
        return page

    return bring


def test_a_url_becomes_a_draft_while_one_watches(bring, around, start, alice):
    gemini, _ = around
    answer = json.loads((FOLDER / "ferries/extraction.json").read_text())
    gemini.will(Says(answer, after=1.5), task="extraction")
    page = bring("/ferries")
    expect(page.locator("#reading")).to_contain_text("It waits for its turn")

    start("worker", "ai")
    expect(page.locator("#reading")).to_contain_text("The AI reads it", timeout=PATIENCE)
    expect(page.locator("#reading")).to_contain_text("gives what all 2 samples say, in round 2", timeout=PATIENCE)
    page.get_by_role("button", name="Begin a draft with it").click()
    expect(page.locator("#brought")).to_contain_text("not checked by you yet")
    expect(page.locator("#draft-title")).to_have_text("나룻배 몇 번")
    page.get_by_role("button", name="I have compared them").click()
    expect(page.locator("#brought")).to_contain_text("compared with it by alice")
    assert Problem.objects.get().owner == alice


IS_SHOWN = "images => images.every(image => image.complete && image.naturalWidth > 0)"


def test_its_pictures_are_there_before_and_after_it_is_a_draft(bring, around, start):
    gemini, problems = around
    problems.put("/a.png", png(), content_type="image/png")
    problems.put("/pier", page_with('<p><img src="a.png" alt="A pier"></p>', '<img src="/b.png">'))
    gemini.will(showing("figure-1", "figure-2"), task="extraction")
    page = bring("/pier")
    start("worker", "ai")
    shown = page.locator(".statement img")
    expect(shown).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("#reading")).to_contain_text("There is no such picture")
    page.wait_for_function(f"({IS_SHOWN})([...document.images])")
    expect(page.locator("#reading table math").first).to_be_visible()

    page.get_by_role("button", name="Begin a draft with it").click()
    page.get_by_role("link", name="Statement").first.click()
    expect(page.locator("#preview img")).to_have_count(1, timeout=PATIENCE)
    page.wait_for_function(f"({IS_SHOWN})([...document.querySelectorAll('#preview img')])")
    expect(page.locator("#images")).to_contain_text("There is no such picture")


def test_a_page_that_is_closed_asks_for_its_text(bring, around, start):
    around[1].put("/closed", "<title>Just a moment...</title>", status=403)
    page = bring("/closed")
    start("worker", "ai")

    expect(page.get_by_role("heading", name="Paste the text here")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("URL", exact=True)).to_have_value(around[1].url("/closed"))
    page.get_by_label("Or its text").fill("Beads on a thread. " + "The longest run of equal beads in a word. " * 3)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#reading")).to_contain_text("marked as unproven", timeout=PATIENCE)


@pytest.mark.parametrize("width", [360, 1280])
def test_its_pages_fit_and_keep_the_policy(page, visit, bring, around, start, width):
    page.set_viewport_size({"width": width, "height": 740})
    bring("/beads")
    here = page.url.partition("/workshop")[2]
    live = visit(page, ["/workshop/new", f"/workshop{here}"])
    start("worker", "ai")
    expect(page.locator("#reading")).to_contain_text("marked as unproven", timeout=PATIENCE)
    page.get_by_role("button", name="Begin a draft with it").click()
    overview = "/workshop" + page.url.partition("/workshop")[2]
    assert {**live, **visit(page, [f"/workshop{here}", overview, f"{overview}statement"])} == {}
