"""A submission's page while it is judged. The test plays the worker, one step at a time."""

import re

import pytest
from playwright.sync_api import expect

from judge import blobs, events
from judge.models import Job
from judge.outcome import Outcome
from judge.redis import connection
from judge.verdict import Verdict
from tests.factories import submit
from tests.web.conftest import a_run


class Worker:
    def __init__(self, submission):
        self.submission, self.outcome, self.fence = submission, Outcome(), 1

    def say(self, **event):
        events.publish(self.submission.topic, fence=self.fence, **event)

    def run(self, number, verdict=Verdict.ACCEPTED):
        output = b"" if verdict == Verdict.ACCEPTED else b"1\n"
        self.outcome.record(a_run(self.submission.version.test(number), verdict, output))
        self.say(test=number, verdict=verdict.value, cpu_ms=12, bytes=3_000_000)

    def begin_again(self):
        self.outcome, self.fence = Outcome(), self.fence + 1

    def decide(self):
        self.submission.decide(self.outcome.stored(blobs.put_all, 0.5))
        self.say(state="judged")


@pytest.fixture
def worker(page, site, published, charlie, sign_in):
    submission = submit(published, charlie)
    connection().delete(events.key(submission.topic))  # another test may have had one of that number
    Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk)
    sign_in(charlie)
    with page.expect_response("**/stream?*"):
        page.goto(f"{site}/submissions/{submission.pk}/")
    return Worker(submission)


@pytest.fixture
def headline(page):
    return page.locator("#headline")


@pytest.fixture
def strip(page):
    """strip("✓✕34"): what the cells come to show."""
    return lambda signs: expect(page.locator("#strip > li")).to_have_text(list(signs))


def test_it_changes_as_things_happen(page, worker, headline, strip):
    expect(headline).to_contain_text("Queued next in the queue")
    worker.say(state="compiling")
    expect(headline).to_contain_text("Compiling")
    worker.say(state="running", tests=4)
    expect(headline).to_contain_text("test 1 of 4")
    worker.run(1)
    strip("✓234")
    expect(headline).to_contain_text("test 2 of 4")
    worker.run(2, Verdict.WRONG_ANSWER)
    worker.run(3)
    worker.run(4)
    strip("✓✕✓✓")
    worker.decide()
    expect(headline).to_contain_text("Wrong answer on test 2 of 4")
    expect(page.locator("#output mark")).to_have_text("1")
    expect(page).to_have_title("Wrong answer on test 2 · Sums")


def test_a_reload_leaves_no_gap(page, worker, headline, strip):
    worker.run(1)
    strip("✓234")
    page.reload(wait_until="commit")
    for number in (2, 3):
        worker.run(number)
    strip("✓✓✓4")
    page.reload()
    worker.run(4)
    worker.decide()
    expect(headline).to_contain_text("Accepted on all 4 tests")


def test_a_new_attempt_begins_with_empty_cells(worker, strip):
    worker.run(1)
    worker.run(2, Verdict.WRONG_ANSWER)
    strip("✓✕34")
    worker.begin_again()
    worker.run(1)
    strip("✓234")


def test_seconds_are_counted(page, worker, headline):
    worker.say(state="compiling")
    clock = headline.locator("[data-elapsed]")
    expect(clock).to_have_text(re.compile(r"^[1-9]\d*\.\d s$"))


def test_another_test_is_a_click_away(page, worker, strip):
    for number in range(1, 5):
        worker.run(number, Verdict.WRONG_ANSWER)
    worker.decide()
    page.get_by_role("link", name="Test 2: Wrong answer").click()

    expect(page.locator("#input")).to_have_text("10 20")


def test_the_input_can_be_copied(page, worker):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for number in range(1, 5):
        worker.run(number, Verdict.WRONG_ANSWER)
    worker.decide()
    page.get_by_role("button", name="Copy input").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "1 2\n"
