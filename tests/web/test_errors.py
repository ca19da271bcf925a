import asyncio
import logging

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import AsyncClient, Client
from django.test.utils import override_settings
from django.urls import path

from web import urls


def boom(request):
    raise RuntimeError("a broken machine")


urlpatterns = [*urls.urlpatterns, path("boom", boom)]
handler400, handler404 = urls.handler400, urls.handler404


@pytest.mark.parametrize("debug", [False, True])
def test_what_is_not_there_has_a_page(client, db, settings, debug):
    settings.DEBUG = debug
    response = client.get("/problems/nothing/")

    assert response.status_code == 404 and "There is nothing here" in response.text


@pytest.mark.django_db(transaction=True)
def test_a_page_for_nothing_keeps_no_database_connection(charlie):
    opened = []

    def remember(connection, **_):
        opened.append(connection)

    async def ask():
        client = AsyncClient()
        await client.aforce_login(charlie)
        await sync_to_async(connections.close_all)()
        connection_created.connect(remember)
        return await client.get("/nothing/")

    try:
        response = asyncio.run(ask())
    finally:
        connection_created.disconnect(remember)

    assert response.status_code == 404 and "charlie" in response.text
    assert opened and [connection for connection in opened if connection.connection is not None] == []


@override_settings(ROOT_URLCONF=__name__)
def test_a_broken_page_says_that_it_is_ours(db):
    response = Client(raise_request_exception=False).get("/boom")

    assert response.status_code == 500 and "The fault is ours" in response.text


def test_a_body_without_a_length_is_too_large_as_well(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = client.post("/login/", "username=" + "x" * 20, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413


def test_too_many_fields_are_a_bad_request(client, db):
    body = "&".join(f"f{number}=" for number in range(2000))
    response = client.post("/login/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400 and "can’t be understood" in response.text


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape", "rot13", "idna", "undefined"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=XX"])
def test_what_is_not_utf8_is_a_bad_request(client, db, kind, charset):
    response = client.generic("POST", "/login/", b"username=x", content_type=f"{kind}; charset={charset}")

    assert response.status_code == 400 and "can’t be understood" in response.text


def test_too_many_parameters_are_a_bad_request(client, db):
    response = client.get("/problems/?" + "&".join(f"p{number}=" for number in range(2000)))

    assert response.status_code == 400 and "can’t be understood" in response.text


@pytest.mark.parametrize("address", ["/", "/submissions/1/stream"])
def test_a_cookie_with_a_nul_is_a_bad_request(client, db, settings, address):
    client.cookies[settings.SESSION_COOKIE_NAME] = "\0" * 10
    response = client.get(address)

    assert response.status_code == 400 and "can’t be understood" in response.text


def test_the_platform_asks_how_we_are(client, django_assert_num_queries, db):
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("address", ["/", "/problems/", "/login/", "/signup/", "/nothing/"])
def test_every_page_has_a_policy_and_no_inline_code(client, db, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]

    assert "default-src 'none'" in policy and "unsafe" not in policy and "'nonce-" in policy
    assert " style=" not in response.text and " onclick=" not in response.text
    assert "<script>" not in response.text and "<style" not in response.text


def test_a_refusal_is_logged_once():
    """Django's own handler would say it beside ours."""
    assert logging.getLogger("django").handlers == [] and logging.getLogger("django").propagate
