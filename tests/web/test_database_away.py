"""A database that is away: nobody is shown a bare error, and whoever submitted has their code still."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

FORM = {"language": "python3", "source": "\nprint('</textarea>')\n", "token": "1", "csrfmiddlewaretoken": "c" * 32}


class Away:
    """Whatever is asked of it, or what has these words in it."""

    def __init__(self, error=OperationalError, words=""):
        self.error, self.words, self.asked = error, words, 0

    def __call__(self, execute, sql, *rest):
        if self.words not in sql:
            return execute(sql, *rest)
        self.asked += 1
        raise self.error("the connection is closed")


@pytest.fixture
def visitor(charlie):
    client = Client(raise_request_exception=False)
    client.force_login(charlie)
    return client


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("address", ["/problems/", "/submissions/1/", "/healthz"])
def test_a_page_says_so_without_asking_it_again(visitor, settings, address, error, debug):
    settings.DEBUG = debug
    away = Away(error)
    with connection.execute_wrapper(away):
        response = visitor.get(address)

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "database is away" in response.text.replace("’", "'") and f'href="{address}"' in response.text
    assert away.asked == 1


def test_try_again_leads_to_no_other_site(visitor):
    with connection.execute_wrapper(Away()):
        response = visitor.get("/", PATH_INFO="//evil.example/problems")

    assert response.status_code == 503 and 'href="/%2Fevil.example/problems"' in response.text


def test_what_was_submitted_is_there_to_be_sent_again(visitor, published):
    with connection.execute_wrapper(Away(words="judge_submission")):
        response = visitor.post("/problems/sums/submit", FORM)

    assert response.status_code == 503 and "was not saved" in response.text
    for name in ("language", "token", "csrfmiddlewaretoken"):
        assert f'<input type="hidden" name="{name}" value="{FORM[name]}">' in response.text
    assert '<textarea name="source"' in response.text and "\n\nprint(&#x27;&lt;/textarea&gt;&#x27;)" in response.text
    assert 'action="/problems/sums/submit"' in response.text


def test_a_password_is_not_shown_again(db):
    with connection.execute_wrapper(Away()):
        response = Client().post("/login/", {"username": "charlie", "password": "chocolate-factory"})

    assert response.status_code == 503 and "go back" in response.text
    assert "chocolate-factory" not in response.text and "charlie" not in response.text


def test_one_that_goes_behind_the_view_is_no_other(charlie):
    """The session is saved when the view is done."""
    visitor = Client(raise_request_exception=False)
    with connection.execute_wrapper(Away(words='UPDATE "django_session"')):
        response = visitor.post("/login/", {"username": "charlie", "password": "chocolate-factory"})

    assert response.status_code == 503
