"""Solutions on tests in a browser: begun, watched, gone through by keyboard, without a reload."""

import re
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from playwright.sync_api import expect

from judge import drafting, events
from judge.models import Invocation, Job
from tests.browser.test_every_page import visit
from tests.workshop.invoked import begin, three, written

__all__ = ["visit"]


@pytest.fixture
def draft(alice):
    problem = drafting.start("Pairs", alice)
    pairs = [(b"%d %d\n" % (n, n * n), b"%d\n" % (n + n * n)) for n in range(12)]
    return written(problem, alice, *three(), pairs=pairs)


def test_cells_come_while_one_watches_and_one_is_looked_at(page, site, draft, alice, sign_in, start):
    start("worker", "generation")
    sign_in(alice)
    page.goto(f"{site}/workshop/pairs/invocations")
    page.get_by_role("button", name="Run all solutions").click()

    expect(page.locator("#invoking")).to_contain_text("all 36 run", timeout=20_000)
    expect(page.locator("#e2")).to_contain_text("survives")
    expect(page.locator("td.broken")).to_have_count(12)
    page.locator("#c1-2 a").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#c2-3 a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#output")).to_contain_text("12", timeout=20_000)
    expect(page.locator("mark.wrong")).to_contain_text("12")


def test_a_cell_is_there_as_soon_as_it_is_told(page, site, draft, alice, sign_in):
    """Before its row is saved; the focus stays in the row when it is drawn anew."""
    sign_in(alice)
    invocation = begin(draft, alice)
    Job.objects.update(state=Job.State.RUNNING, started=Now(), fence=1, lease=timezone.now() + timedelta(hours=1))

    def tell(test, verdict):
        events.publish(invocation.topic, fence=1, row=1, test=test, verdict=verdict, cpu_ms=20, bytes=2**20)

    tell(1, "AC")
    page.goto(f"{site}/workshop/pairs/invocations/{invocation.pk}")
    expect(page.locator("#c1-1")).to_have_class(re.compile("ac"))
    tell(2, "WA")
    expect(page.locator("#c1-2")).to_have_text("WA")
    expect(page.locator("#invoking")).to_contain_text("2 of 36 run")
    page.locator("#c1-2 a").focus()
    for test in range(3, 13):
        tell(test, "WA")
    expect(page.locator("#r1 td.wa")).to_have_count(11)
    expect(page.locator("#c1-2 a")).to_be_focused()


def test_rows_and_what_is_broken_are_run_again(page, site, draft, alice, sign_in, start):
    start("worker", "generation")
    sign_in(alice)
    begin(draft, alice)
    page.goto(f"{site}/workshop/pairs/invocations")
    page.get_by_role("button", name="Run what is broken again").click(timeout=20_000)
    expect(page.locator("#invoking")).to_contain_text("all 36 run", timeout=20_000)
    expect(page.locator("#e0 button")).to_be_visible()
    assert Invocation.objects.count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_keep_the_policy(page, site, draft, alice, sign_in, visit, width):
    sign_in(alice)
    invocation = begin(draft, alice)
    Job.objects.update(state=Job.State.DONE)  # so that its rows can be run again
    page.set_viewport_size({"width": width, "height": 740})
    address = f"/workshop/pairs/invocations/{invocation.pk}"
    assert visit(page, ["/workshop/pairs/invocations", address, f"{address}/cells/0/1"]) == {}
    assert re.search(r"pairs/invocations", page.url)
