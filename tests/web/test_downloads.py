"""A test's input and answer, taken home: by whom, how much of it, and never whole in memory."""

import asyncio

import pytest
from django.db import connection

from judge.models import Problem
from tests.factories import publish
from tests.web.conftest import judged
from web.downloads import CHUNK

LARGE = b"12345678\n" * 70_000


@pytest.fixture
def submission(sums, charlie):
    """To a problem with a sample, a small test and one whose input is large."""
    publish(sums, samples=[(b"1 2\n", b"3\n")], tests=[(b"10 20\n", b"30\n"), (LARGE, b"7\n")])
    return judged(sums, charlie)


def taken(response):
    """The parts in which it comes."""

    async def read():
        return [part async for part in response.streaming_content]

    return asyncio.run(read())


@pytest.fixture
def take(client, submission):
    def take(user, what="1/input", submission=submission):
        client.force_login(user)
        return client.get(f"/submissions/{submission.pk}/tests/{what}")

    return take


def test_a_test_can_be_taken_home(take, charlie):
    response = take(charlie, "2/input")

    assert taken(response) == [b"10 20\n"] and response["Content-Length"] == "6"
    assert response["Content-Disposition"] == 'attachment; filename="sums-2.in"'
    assert taken(take(charlie, "2/answer")) == [b"30\n"]
    assert [take(charlie, odd).status_code for odd in ("0/input", "4/input", "1/source")] == [404] * 3


def test_nobody_takes_home_somebody_elses(client, take, submission, bob, dave):
    assert [take(user).status_code for user in (bob, dave)] == [404, 200]
    client.logout()
    assert client.get(f"/submissions/{submission.pk}/tests/1/input").url.startswith("/login/")


@pytest.mark.parametrize(("visibility", "seen"), [("all", [1, 2, 3]), ("small", [1, 2]), ("samples", [1])])
def test_only_what_may_be_seen(take, charlie, dave, visibility, seen):
    Problem.objects.update(visibility=visibility)

    for part in ("input", "answer"):
        assert [number for number in (1, 2, 3) if take(charlie, f"{number}/{part}").status_code == 200] == seen
    assert take(dave, "3/input").status_code == 200


def test_a_solver_gets_as_much_as_the_page_shows_and_its_name_says_so(take, charlie):
    response = take(charlie, "3/input")

    assert b"".join(taken(response)) == LARGE[: 64 * 1024] and response["Content-Length"] == "65536"
    assert 'filename="sums-3-beginning.in"' in response["Content-Disposition"]


def test_the_problems_people_and_staff_get_all_of_it_chunk_by_chunk(take, submission, alice, dave):
    for author, user in [(alice, alice), (submission.author, dave)]:
        response = take(user, "3/input", judged(submission.problem, author))
        parts = taken(response)

        assert b"".join(parts) == LARGE and max(map(len, parts)) <= CHUNK
        assert 'filename="sums-3.in"' in response["Content-Disposition"]


def test_the_link_says_what_it_leads_to(client, submission, charlie, dave):
    address = f"/submissions/{submission.pk}/?test=3"
    client.force_login(charlie)
    assert "Download the first 64 KiB of 615.2 KiB</a>" in client.get(address).text
    client.force_login(dave)
    assert "first 64 KiB of 615.2 KiB <a" in (text := client.get(address).text) and "Download all</a>" in text


@pytest.mark.django_db(transaction=True)
def test_no_database_connection_is_held_while_it_is_sent(take, charlie):
    assert take(charlie).streaming and connection.connection is None
