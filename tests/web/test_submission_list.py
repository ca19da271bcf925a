import pytest

from tests.factories import make_problem, publish
from tests.web.conftest import judged, wrong


def shown(client, **query):
    return [submission.pk for submission in client.get("/submissions/", query).context["page"]]


@pytest.fixture
def some(published, charlie, alice):
    other = make_problem("other")
    publish(other, tests=[(b"1", b"1")])
    return {
        "first": judged(published, charlie, {1: wrong(b"4")}).pk,
        "other": judged(other, charlie).pk,
        "alices": judged(published, alice).pk,
    }


def test_ones_own_are_listed_newest_first(as_charlie, some):
    assert shown(as_charlie) == [some["other"], some["first"]]


def test_those_on_one_problem(as_charlie, some):
    assert shown(as_charlie, problem="sums") == [some["first"]]
    assert shown(as_charlie, problem="nothing") == []
    assert shown(as_charlie, problem="sums\0") == [some["first"]]


def test_staff_may_see_everybodys(client, some, charlie, dave):
    client.force_login(dave)
    assert shown(client) == []
    assert shown(client, all="1") == [some["alices"], some["other"], some["first"]]

    client.force_login(charlie)
    assert shown(client, all="1") == [some["other"], some["first"]]


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get("/submissions/").url == "/login/?next=/submissions/"
