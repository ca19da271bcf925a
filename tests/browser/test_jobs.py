"""Jobs and queues as a person watches them."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from judge.models import Job
from tests.factories import submit


@pytest.fixture
def job(published, charlie):
    submission = submit(published, charlie)
    return Job.objects.create(
        kind="run_submission", queue="execution", subject=submission.pk, requested_by=charlie, priority=8
    )


def test_a_jobs_page_follows_it_and_a_question_stays_open(page, site, sign_in, charlie, job):
    sign_in(charlie)
    page.goto(f"{site}/jobs/{job.pk}/")
    expect(page.get_by_text("◌ Queued")).to_be_visible()
    page.get_by_text("Cancel", exact=True).click()

    held = Job.objects.claim(job.pk, "a worker")
    held.say("half of it")
    held.report(2, 4)
    held.beat()

    expect(page.get_by_text("half of it")).to_be_visible()
    expect(page.get_by_text("2 of 4")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, cancel it")).to_be_visible()
    held.finish()
    expect(page.get_by_text("✓ Done")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, cancel it")).to_have_count(0)


def test_a_submission_is_cancelled_from_its_page(page, site, sign_in, charlie, job):
    sign_in(charlie)
    page.goto(f"{site}/submissions/{job.subject}/")
    page.get_by_text("Cancel", exact=True).click()
    page.get_by_role("button", name="Yes, cancel it").click()

    expect(page.get_by_role("heading", name="– Cancelled")).to_be_visible()
    expect(page.get_by_text("doesn’t count against your day’s submissions")).to_be_visible()


def test_without_javascript_a_job_is_cancelled_too(browser, site, sign_in, charlie, job):
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(charlie, page)
    page.goto(f"{site}/jobs/{job.pk}/")
    page.get_by_text("Cancel", exact=True).click()
    page.get_by_role("button", name="Yes, cancel it").click()

    expect(page.get_by_text("– Cancelled")).to_be_visible()
    page.context.close()


def test_the_queues_page_follows_them_and_empties_one(page, site, sign_in, job):
    sign_in(get_user_model().objects.create_superuser("root"))
    page.goto(f"{site}/operations/queues/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="execution"))
    expect(row.get_by_role("cell").first).to_have_text("1")

    Job.objects.create(kind="run_submission", queue="execution")
    expect(row.get_by_role("cell").first).to_have_text("2")
    row.get_by_text("Empty").click()
    row.get_by_role("button", name="Yes, cancel all of it").click()

    expect(page.get_by_text("2 jobs cancelled in execution.")).to_be_visible()
    expect(row.get_by_role("cell").first).to_have_text("0")
