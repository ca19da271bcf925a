"""A Gemini on this machine, and settings that point the SDK to it."""

import sys

import pytest

from judge.redis import connection
from tests.gemini.server import running


@pytest.fixture
def gemini(settings):
    """gemini.will(answer, …) says what it answers; gemini.calls are the questions it was asked."""
    for key in connection().scan_iter("ai:*"):
        connection().delete(key)
    with running() as server:
        settings.GEMINI_API_KEY, settings.GEMINI_BASE_URL = server.key, server.url
        yield server
        close_connections()


def close_connections():
    """Where somebody asked in this process; if nobody did, the SDK isn't imported for it."""
    if client := sys.modules.get("judge.gemini.client"):
        client.close()
