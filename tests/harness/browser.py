"""A real browser, Debian's Chromium."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

QUIET = [  # it is to speak to our own server, and to nobody else
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser():
    """While it runs, Playwright keeps an event loop in our thread. Django sees it, and other tests want their own."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing: `make test` installs it, or `apt-get install chromium` does.", pytrace=False)
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page in a browser that has never been here. Anything that goes wrong in it fails the test."""
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if is_wrong(message) else None)
    yield page
    context.close()
    assert not wrong, wrong


def is_wrong(message) -> bool:
    """Chromium reports every answer of 400 and above; a page may answer so. Htmx reports requests that it took back."""
    is_answer = message.text.startswith("Failed to load resource: the server responded with a status of 4")
    is_taken_back = message.text.startswith(("htmx:afterRequest, ", "htmx:sendAbort, "))
    return message.type == "error" and not (is_answer and "/static/" not in message.location["url"] or is_taken_back)
