"""A solver whose code failed asks for hints, watches them being written, and opens them one by one."""

import pytest
from playwright.sync_api import expect

from judge.models import AiRun
from tests.ai.hinted import GOOD, failed, said
from tests.ai.hinted import published as with_hidden_test
from tests.gemini.answers import Says
from tests.gemini.server import running
from tests.harness.processes import running_site, wait_until


@pytest.fixture(scope="module")
def gemini():
    with running() as gemini:
        yield gemini


@pytest.fixture(scope="module")
def site(django_db_setup, tmp_path_factory, gemini):
    with running_site(tmp_path_factory.mktemp("site"), **gemini.environment) as address:
        yield address


@pytest.fixture
def submission(sums, charlie, transactional_db):
    return failed(with_hidden_test(sums), charlie)


@pytest.fixture
def worker(start, gemini):
    return start("worker", "ai", **gemini.environment)


def test_hints_are_written_live_and_opened_one_by_one(page, site, submission, sign_in, charlie, gemini, worker):
    gemini.will(Says(said(), after=2), task="hints")
    sign_in(charlie)
    page.goto(f"{site}/submissions/{submission.pk}/")
    hints = page.get_by_role("region", name="Hints")
    expect(hints).to_contain_text("5 of 5 left today")
    hints.get_by_role("button", name="Hints").press("Enter")

    expect(hints.get_by_role("status")).to_contain_text("Asking the AI", timeout=60_000)
    expect(hints).to_contain_text(GOOD[0], timeout=60_000)
    for number in (1, 2, 3):
        words = GOOD[number].replace("`", "")
        assert words not in page.text_content("body")
        hints.get_by_role("button", name="Open the next hint").press("Enter")
        expect(hints).to_contain_text(words)
    expect(hints.get_by_role("button")).to_have_count(0)
    expect(hints).to_contain_text("4 of 4 opened")
    expect(hints.get_by_role("mark")).to_have_text("print(abs(a) + b)")


def test_it_works_without_javascript(browser, site, submission, charlie, gemini, worker, sign_in_at):
    gemini.will(said(), task="hints")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in_at(site, charlie, page)
    page.goto(f"{site}/submissions/{submission.pk}/")
    page.get_by_role("button", name="Hints").click()
    wait_until(lambda: AiRun.objects.filter(finished__isnull=False).exists(), worker)
    page.reload()
    expect(page.get_by_text(GOOD[0])).to_be_visible()
    page.get_by_role("button", name="Open the next hint").click()
    expect(page.get_by_text(GOOD[1])).to_be_visible()
    assert GOOD[2] not in page.content()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_them_fit_a_telephone(page, site, submission, sign_in, charlie, scheme):
    long = "A long line of prose that says where to look. " * 10
    document = {"v": 1, "language": "en", "test": 3, "refused": []}
    document["levels"] = [
        long,
        "x" * 300,
        "Look:\n```\nprint('a rather long line of code')" + " + 1" * 40 + "\n```",
        long,
    ]
    run = AiRun(kind="hints", key=f"{submission.pk}:{submission.version_id}", submission=submission)
    run.requested_by, run.document, run.opened, run.finished = charlie, document, 4, submission.judged
    run.save()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(charlie)
    page.goto(f"{site}/submissions/{submission.pk}/#hints")
    expect(page.get_by_role("region", name="Hints")).to_contain_text("4 of 4")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
