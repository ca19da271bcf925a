"""From a problem's URL to a solver's last hint: what the AI writes is read, looked through, published and solved."""

import json

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.browser.test_newcomer import Newcomer
from tests.extraction.conftest import HERE
from tests.gemini.answers import Says
from tests.gemini.scripts import FOLDER
from tests.gemini.server import running
from tests.harness.pages import served
from tests.harness.processes import running_site

ROUNDED = "import math\n\nn, c = map(int, input().split())\nprint(math.ceil(n / c))\n"


def scripted(task):
    return json.loads((FOLDER / f"ferries/{task}.json").read_text())


HINTS = [level.replace("`", "") for level in scripted("hints")["levels"]]  # as they are shown
CALLS = {  # what is asked for, and how often
    "extraction": 1,
    "extraction_repair": 1,  # its first solution fails a sample
    "proposal_validator": 1,
    "proposal_solutions": 1,
    "proposal_generators": 1,
    "proposal_repair": 1,  # a wrong solution survives the first tests
    "hints": 1,
}


@pytest.fixture(scope="module")
def around():
    """A Gemini with its scripts, and a page on which a problem stands."""
    with running() as gemini, served() as problems:
        problems.put("/ferries", (HERE / "ferries.html").read_bytes())
        yield gemini, problems


@pytest.fixture(scope="module")
def environment(around):
    gemini, problems = around
    return gemini.environment | {"FETCH_FROM_TESTS": problems.host}


@pytest.fixture(scope="module")
def site(django_db_setup, tmp_path_factory, environment):
    with running_site(tmp_path_factory.mktemp("site"), **environment) as address:
        yield address


@pytest.fixture
def workers(start, environment):
    cache.clear()
    for queue in ("ai", "generation", "execution"):
        start("worker", queue, **environment)


def reading(who, url):
    who.open("/workshop/")
    who.follow("New problem")
    who.page.get_by_label("URL", exact=True).fill(url)
    who.press("Read it")
    who.sees("#reading", "The AI reads it")
    who.sees("#reading", "gives what all 2 samples say, in round 2")
    who.press("Begin a draft with it")
    who.press("I have compared them")
    expect(who.page.locator("#brought")).to_contain_text("compared with it by alice")
    expect(who.page.get_by_text("Gemini can draft a validator")).to_be_visible()


def proposal(who):
    who.follow("Write with Gemini")
    who.press("Write with Gemini")
    who.sees("#proposing", "1 of 2 wrong solutions caught")
    who.sees("#pieces-title", "6 pieces to decide about")
    expect(who.page.locator("#proposing")).to_contain_text("2 of 2 wrong solutions caught")
    floats = who.page.get_by_role("article", name="floats.py")
    floats.get_by_text("Source").click()
    expect(floats).to_contain_text("math.ceil(people / seats)")
    who.press("Accept and generate tests")
    who.sees("#tests", "all valid and answered")


def publishing(who):
    who.go_on("See what is left")
    who.press("Run every solution")
    who.sees("#ready-title", "Ready to be published")
    who.follow("Publish …")
    who.press("Publish revision")
    who.sees("#readiness", "solvers see this revision")


def solving(who):
    who.open("/problems/")
    who.follow("나룻배 몇 번")
    expect(who.page.locator(".samples").first).to_contain_text("7 3")
    who.code(ROUNDED, "#submit")
    who.page.get_by_label("Language").select_option("Python 3")
    who.press("Submit")
    who.sees("#headline", "Wrong answer on test")
    expect(who.page.get_by_text("999999999999999999").first).to_be_visible()


def hints(who):
    box = who.page.get_by_role("region", name="Hints")
    who.press("Hints")
    who.sees("#hints", HINTS[0])
    for hint in HINTS[1:]:
        assert hint not in who.page.text_content("body")
        who.press("Open the next hint")
        expect(box).to_contain_text(hint)
    expect(box).to_contain_text("4 of 4 opened")


def test_a_url_becomes_a_problem_and_its_solver_is_helped(page, site, around, alice, charlie, sign_in, workers):
    gemini, problems = around
    gemini.will(Says(scripted("extraction"), after=2), task="extraction")  # that one can see it being read
    sign_in(alice)
    who = Newcomer(page, site)
    reading(who, problems.url("/ferries"))
    proposal(who)
    publishing(who)

    sign_in(charlie)
    solving(who)
    hints(who)
    assert who.loads == who.moves
    assert {task: gemini.count(task) for task in CALLS} == CALLS
