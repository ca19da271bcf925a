"""The strength of tests in a browser: a search that is begun, watched, and finds a test, without a reload."""

import pytest
from playwright.sync_api import expect

from judge import drafting, invocations, invoking
from judge.models import Job
from tests.browser.test_every_page import visit
from tests.workshop.invoked import begin, written
from tests.workshop.programs import program, solution
from tests.workshop.test_hunting import ALIKE, GEN, POSITIVE, VALID

__all__ = ["visit"]


@pytest.fixture
def draft(alice):
    problem = drafting.start("Pairs", alice)
    written(
        problem,
        alice,
        solution("add.py", reference=True),
        solution("positive.py", POSITIVE, expected=["WA"]),
        program("generator", "gen.py", GEN),
        program("validator", "valid.py", VALID),
        pairs=ALIKE,
    )
    drafting.save(problem, alice, "script", "gen 50 1\n", None)
    invocation = begin(problem, alice)
    invoking.Work(invocation, invocations.save).run()
    Job.objects.update(state=Job.State.DONE)
    return problem


def test_a_test_is_searched_for_and_found(page, site, draft, alice, sign_in, start):
    start("worker", "generation")
    sign_in(alice)
    page.goto(f"{site}/workshop/pairs/strength")
    expect(page.locator("#strength")).to_contain_text("0 %")
    page.get_by_role("button", name="Search for a test that kills it").click()

    expect(page.locator("#kills")).to_contain_text("was added to the draft", timeout=40_000)
    expect(page.locator("#strength")).to_contain_text("The tests have changed since it was run.")
    page.goto(f"{site}/workshop/pairs/tests/")
    expect(page.locator("#tests-title")).to_have_text("3 tests")
    expect(page.locator("#tests")).to_contain_text("found by a search: gen.py")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_and_keeps_the_policy(page, site, draft, alice, sign_in, visit, width):
    sign_in(alice)
    page.set_viewport_size({"width": width, "height": 740})
    assert visit(page, ["/workshop/pairs/strength"]) == {}
