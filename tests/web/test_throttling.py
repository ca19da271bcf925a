"""How tries to sign in are counted."""

import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as configured
from django.core.cache import cache

from web import throttling

NOON = 1_800_000_000  # where a window of 5 minutes begins


@pytest.fixture(autouse=True)
def three_tries(settings, monkeypatch):
    cache.clear()
    settings.THROTTLES = {"login": (3, 5), "signup": (3, 5)}
    monkeypatch.setattr(throttling, "time", lambda: NOON + 100)


def sign_in(client, name="alice", password="x", **headers):
    return client.post("/login/", {"username": name, "password": password}, headers=headers)


def test_guessing_is_slowed_down(client, alice):
    tries = [sign_in(client).status_code for _ in range(4)]

    assert tries == [422, 422, 422, 429]
    assert sign_in(client, password="wonderland").status_code == 429


def test_how_long_to_wait_is_what_is_left(client, alice, monkeypatch):
    refused = [sign_in(client) for _ in range(4)][-1]
    monkeypatch.setattr(throttling, "time", lambda: NOON + 299.5)
    late = sign_in(client)
    monkeypatch.setattr(throttling, "time", lambda: NOON + 300)

    assert "Wait 4 minutes," in refused.text and refused["Retry-After"] == "200"
    assert "Wait 1 minute," in late.text and late["Retry-After"] == "1"
    assert sign_in(client, password="wonderland").status_code == 302


def test_a_client_cannot_choose_its_address(client, db, settings):
    settings.CLIENT_ADDRESS_HEADER = "Fly-Client-IP"

    def tried(number):
        forged = {"X-Forwarded-For": f"10.0.0.{number}", "Fly-Client-IP": "192.0.2.1"}
        return sign_in(client, name=f"user{number}", **forged).status_code

    assert [tried(number) for number in range(4)] == [422, 422, 422, 429]
    assert sign_in(client, name="erin", **{"Fly-Client-IP": "192.0.2.2"}).status_code == 422


def test_without_a_proxy_no_header_is_an_address(client, db):
    status = [
        sign_in(client, name=f"user{number}", **{"Fly-Client-IP": f"192.0.2.{number}"}).status_code
        for number in range(4)
    ]

    assert status == [422, 422, 422, 429]


def test_the_platforms_header_is_configured():
    fly = tomllib.loads((configured.BASE_DIR / "fly.toml").read_text())

    assert fly["env"]["CLIENT_ADDRESS_HEADER"] == "Fly-Client-IP" and "FORWARDED_ALLOW_IPS" not in fly["env"]


def test_many_addresses_cannot_guess_at_one_name(client, alice, settings):
    settings.CLIENT_ADDRESS_HEADER = "Fly-Client-IP"
    names = ["alice", "ALICE", " alice ", "ａlice"]  # all of them the form's ways to say alice
    status = [
        sign_in(client, name=name, **{"Fly-Client-IP": f"192.0.2.{number}"}).status_code
        for number, name in enumerate(names)
    ]

    assert status == [422, 422, 422, 429]


def test_tries_that_come_at_once_are_all_counted():
    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(lambda _: throttling.counted("throttle:test", 60), range(40)))

    assert found == list(range(1, 41))


def test_a_cache_that_is_away_lets_everybody_through(client, alice, settings):
    away = configured.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": away}

    assert [sign_in(client).status_code for _ in range(5)] == [422] * 5
    assert cache.incr("count") == 1 and cache.incr("count", 3) == 3
