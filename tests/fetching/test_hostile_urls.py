"""However an address of ours is spelt, nothing is asked of it."""

import socket

import pytest

from judge import fetching
from tests.fetching.conftest import PUBLIC
from tests.fetching.hostile import URLS


@pytest.mark.parametrize("url", URLS, ids=ascii)
def test_a_hostile_url_reaches_nothing(url, canary, ways):
    for port in canary.ports[-2:]:
        with pytest.raises(fetching.Unsafe):
            fetching.fetch(url.replace("{port}", str(port)))
    assert ways == [] and canary.hits == []


def test_the_canary_sings_when_it_is_reached(canary):
    with socket.create_connection(("127.0.0.1", canary.ports[-3])) as connection:
        assert connection.recv(1) == b""
    assert canary.hits.pop() and canary.hits == []


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.5", "fdaa::3", "::1", "::ffff:127.0.0.1"])
def test_a_name_may_not_stand_for_an_address_of_ours(address, internet):
    internet.names["problems.example.com"] = [address]
    with pytest.raises(fetching.Unsafe):
        fetching.fetch("http://problems.example.com/")
    assert internet.ways == []


def test_one_address_of_ours_among_public_ones_is_enough_to_refuse(internet):
    internet.names["problems.example.com"] = [f"{PUBLIC} 127.0.0.1"]
    with pytest.raises(fetching.Unsafe):
        fetching.fetch("http://problems.example.com/")
    assert internet.ways == []


def test_a_name_that_changes_its_mind_is_connected_to_as_it_was_checked(internet, hidden):
    """DNS rebinding: public when it is checked, ours when it is asked for again."""
    internet.names["rebind.example.com"] = [PUBLIC, "127.0.0.1"]
    internet.sites[PUBLIC, 80] = address_of(hidden)
    hidden.put("/task", "<p>From the site itself</p>")
    page = fetching.fetch("http://rebind.example.com/task")
    assert b"From the site itself" in page.body
    assert internet.lookups == ["rebind.example.com"] and internet.ways == [(PUBLIC, 80)]


def test_a_redirect_to_the_same_name_is_checked_anew(internet, hidden):
    internet.names["rebind.example.com"] = [PUBLIC, "127.0.0.1"]
    internet.sites[PUBLIC, 80] = address_of(hidden)
    hidden.send_to("/task", "/other")
    with pytest.raises(fetching.Unsafe):
        fetching.fetch("http://rebind.example.com/task")
    assert internet.ways == [(PUBLIC, 80)] and hidden.asked == ["/task"]


@pytest.mark.parametrize("url", URLS, ids=ascii)
def test_a_redirect_to_a_hostile_url_reaches_nothing(url, canary, internet, hidden):
    """Some of them are relative to the site, seen from there: those stay on it."""
    internet.names["site.example.com"] = internet.names["example.com"] = [PUBLIC]
    internet.sites[PUBLIC, 80] = address_of(hidden)
    where = "".join(letter for letter in url.replace("{port}", str(canary.ports[-1])) if letter not in "\r\n\0")
    hidden.send_to("/start", where.encode().decode("latin-1"))
    with pytest.raises(fetching.FetchError):
        fetching.fetch("http://site.example.com/start")
    assert canary.hits == [] and {way for way, _ in internet.ways} == {PUBLIC}


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_a_chain_of_redirects_into_our_network_ends_before_it(hops, internet, hidden, canary):
    internet.names["site.example.com"] = [PUBLIC]
    internet.sites[PUBLIC, 80] = address_of(hidden)
    for hop in range(1, hops):
        hidden.send_to(f"/{hop}", f"/{hop + 1}")
    hidden.send_to(f"/{hops}", "http://127.0.0.1/")
    with pytest.raises(fetching.Unsafe):
        fetching.fetch("http://site.example.com/1")
    assert canary.hits == [] and {way for way, _ in internet.ways} == {PUBLIC}


def address_of(pages):
    host, port = pages.host.split(":")
    return host, int(port)
