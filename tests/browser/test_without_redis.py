import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import expect
from redis import Redis

from tests.factories import submit
from tests.harness.processes import answers, free_port, wait_until
from tests.harness.services import running_valkey
from tests.web.conftest import judged


@pytest.fixture
def folder():
    with TemporaryDirectory(prefix="algoitny-tests-") as name:
        yield Path(name)


@pytest.fixture
def lonely_site(start, folder):
    """A site with a Redis of its own, which comes and goes."""
    port, url = free_port(), f"unix://{folder}/valkey.sock"
    options = ("judge.asgi:application", "--port", str(port), "--timeout-graceful-shutdown", "1")
    web = start(*options, program=(sys.executable, "-m", "uvicorn"), REDIS_URL=url, CACHE_URL=url)
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), web)
    return f"http://127.0.0.1:{port}"


def test_a_redis_that_goes_and_comes_back(browser, lonely_site, folder, published, charlie, sign_in_at):
    submission = submit(published, charlie)
    page = browser.new_page()
    sign_in_at(lonely_site, charlie, page)
    headline = page.locator("#headline")

    with running_valkey(folder):
        page.goto(f"{lonely_site}/submissions/{submission.pk}/")
        expect(headline).to_contain_text("Queued")
    expect(headline).to_contain_text("Progress is unavailable")
    with running_valkey(folder) as url:
        expect(headline).not_to_contain_text("Progress is unavailable")
        event = {"fence": 1, "test": 1, "verdict": "AC", "cpu_ms": 12, "bytes": 3_000_000}
        with Redis.from_url(url) as redis:
            redis.xadd(f"events:{submission.topic}", {"data": json.dumps(event)})
        expect(page.locator("#strip > li")).to_have_text(list("✓234"))
    page.close()


def test_every_page_is_there_without_redis(browser, lonely_site, published, charlie, sign_in_at):
    failed = judged(published, charlie)
    page = browser.new_page()
    sign_in_at(lonely_site, charlie, page)

    for address in ("/", "/problems/", "/problems/sums/", "/submissions/", f"/submissions/{failed.pk}/"):
        assert page.goto(lonely_site + address).status == 200
    page.goto(f"{lonely_site}/problems/sums/")
    page.locator(".cm-content").press_sequentially("print(3)")
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#headline")).to_contain_text("Queued")
    page.close()
