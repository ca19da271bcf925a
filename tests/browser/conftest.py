import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.factories import publish

expect.set_options(timeout=20_000)  # a worker that starts on a busy machine takes its time


@pytest.fixture
def page(transactional_db, site, page):
    """Closed before the site ends and the data go: a stream that breaks off would be an error in it."""
    return page


@pytest.fixture
def published(sums):
    statement = (
        "<p>Add two numbers, <math><mi>a</mi></math> and <math><mi>b</mi></math>.</p>"
        "<h2>Input</h2><p>One line with the two numbers.</p>"
    )
    publish(
        sums,
        samples=[(b"1 2\n", b"3\n")],
        tests=[(b"10 20\n", b"30\n"), (b"-5 5\n", b"0\n"), (b"7 -7\n", b"0\n")],
        titles={"en": "Sums", "ko": "합"},
        statements={"en": statement, "ko": "<p>두 수를 더하라.</p>"},
    )
    return sums


@pytest.fixture
def sign_in_at():
    """sign_in_at(site, user, page): as if that person had been there before."""

    def sign_in_at(site, user, page):
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])

    return sign_in_at


@pytest.fixture
def sign_in(page, site, sign_in_at):
    return lambda user, page=page: sign_in_at(site, user, page)


@pytest.fixture
def write(page):
    """write(code): into the editor, in place of what is there, as a paste."""

    def write(code):
        editor = page.locator(".cm-content")  # by its role, the textarea that it takes the place of is met too
        editor.click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(code)

    return write
