"""From the readiness list to a published problem, and its submissions judged again, without a reload."""

import pytest
from playwright.sync_api import expect

from judge import drafting, events, jobs, rejudging, testsets
from judge.models import Problem, Rejudge
from judge.verdict import Verdict
from tests.browser.test_every_page import visit
from tests.factories import submit
from tests.workshop.conftest import WRONG
from tests.workshop.programs import ADD, solution
from tests.workshop.rows import answered, fresh

__all__ = ["visit"]


@pytest.fixture
def draft(alice):
    problem = drafting.start("Add", alice)
    statement = {"title": "Add", "format": "markdown", "text": "Add $a$ and $b$."}
    drafting.save(problem, alice, "statements/en", statement, None)
    for one in (solution("add.py", reference=True), solution("subtract.py", WRONG, expected=["WA"])):
        drafting.save(problem, alice, f"programs/{one['path']}", one, None, one["files"].values())
    keep_tests(problem, alice, 1, 4)
    return problem


def keep_tests(problem, alice, *numbers):
    rows = [answered(problem, b"%d 1\n" % n, b"%d\n" % (n + 1), name=f"{n}", sample=n == 1) for n in numbers]
    drafting.change(problem, alice, lambda draft: draft.document, tests=testsets.columns(rows))


@pytest.fixture
def published(draft):
    jobs.check_programs.function(draft.pk)
    jobs.verify_draft.function(draft.pk)
    jobs.publish_draft.function(draft.pk)
    return Problem.objects.with_draft().select_related("current").get(pk=draft.pk)


def test_from_the_list_to_published(page, site, draft, alice, sign_in, start):
    sign_in(alice)
    start("worker", "generation")
    start("worker", "execution")
    page.goto(f"{site}/workshop/add/")
    with page.expect_navigation():  # the next button's would take its place
        page.get_by_role("button", name="Compile and ask them").click()
    page.get_by_role("button", name="Run every solution").click()

    expect(page.locator("#ready-title")).to_have_text("Ready to be published")
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish revision 1").click()
    expect(page.locator("#readiness")).to_contain_text("solvers see this revision")


def test_submissions_are_judged_again_while_one_watches(page, site, published, alice, charlie, sign_in, start):
    submit(published, charlie, ADD.decode(), verdict=Verdict.WRONG_ANSWER)
    keep_tests(published, alice, 1, 5)
    jobs.verify_draft.function(published.pk)
    jobs.publish_draft.function(published.pk)
    sign_in(alice)
    page.goto(f"{site}/workshop/add/rejudge")
    page.get_by_role("button", name="Judge them again").click()
    start("worker", "execution")

    expect(page.locator("#rejudge")).to_contain_text("1 of 1")
    expect(page.locator("#rejudge table")).to_contain_text("✓ Accepted")


def test_a_solvers_open_page_follows_its_being_judged_again(page, site, published, alice, charlie, sign_in):
    """The test plays the worker. The page was open before any of it was asked for."""
    submission = submit(published, charlie, ADD.decode(), verdict=Verdict.WRONG_ANSWER)
    sign_in(charlie)
    page.goto(f"{site}/submissions/{submission.pk}/")
    keep_tests(published, alice, 1, 5, 7)
    jobs.verify_draft.function(published.pk)
    jobs.publish_draft.function(published.pk)
    rejudge = Rejudge.objects.get(pk=jobs.rejudge(published, "all", alice).subject)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#again")).to_contain_text("Being judged again on version 2")
    fence = rejudging.fence_of(rejudge, 1)
    for test in (1, 2):
        events.publish(submission.topic, fence=fence, test=test, verdict="AC", cpu_ms=1, bytes=1)
    expect(page.locator("#again")).to_contain_text("2 of 3 tests run")
    expect(page.locator("#headline")).to_contain_text("Wrong answer")
    jobs.rejudge_submissions.function(rejudge.pk)

    expect(page.locator("#headline")).to_contain_text("Accepted on all 3 tests")
    expect(page.locator("#again")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_keep_the_policy(page, site, published, alice, charlie, sign_in, visit, width):
    submit(published, charlie, verdict=Verdict.ACCEPTED)
    drafting.save(published, alice, "statements/en", fresh(published).draft.document["statements"]["en"], None)
    keep_tests(published, alice, 1, 2, 3)
    sign_in(alice)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{site}/workshop/add/publish")

    assert visit(page, ["/workshop/add/", "/workshop/add/publish", "/workshop/add/rejudge"]) == {}
