"""Redis refuses, hangs, is locked, or has no room left: whatever asks it within a request goes on without."""

import socket
from contextlib import ExitStack, contextmanager

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from redis import Redis

from judge import events
from judge.models import Job
from judge.queue import messages, nudging, overview
from judge.redis import connection, hasty_connection
from tests.factories import publish
from tests.harness.services import running_valkey
from web.throttling import throttled

TROUBLES = ["refuses", "is full of clients", "is locked", "is full of data"]
HANGS = pytest.mark.parametrize("trouble", [*TROUBLES, "hangs"], indirect=True)  # where few questions are asked


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("redis")
    with running_valkey(folder) as address:
        yield address


@pytest.fixture(params=TROUBLES)
def trouble(request, server, settings, tmp_path):
    """Everything asks a Redis of its own, and that one is in trouble."""
    with ExitStack() as stack:
        settings.REDIS_URL = stack.enter_context(in_trouble(request.param, server, tmp_path))
        settings.CACHES = {name: one | {"LOCATION": settings.REDIS_URL} for name, one in settings.CACHES.items()}
        for ask in (connection, hasty_connection, messages.queue_named):
            ask.cache_clear()
            stack.callback(ask.cache_clear)
        yield request.param


@contextmanager
def in_trouble(trouble, server, folder):
    address = server if trouble.startswith("is") else f"unix://{folder}/other.sock"
    with Redis.from_url(server) as admin, socket.socket(socket.AF_UNIX) as mute:
        match trouble:
            case "hangs":
                mute.bind(f"{folder}/other.sock")
                mute.listen()
            case "is full of clients":
                admin.config_set("maxclients", 1)
            case "is locked":
                admin.config_set("requirepass", "secret")
            case "is full of data":
                admin.config_set("maxmemory", 1)
        yield address
        for name, usual in (("maxclients", 10_000), ("requirepass", ""), ("maxmemory", 0)):
            admin.config_set(name, usual)


@pytest.fixture
def job(db):
    return Job.objects.create(kind="run_submission", queue="execution", subject=1)


@HANGS
def test_a_job_is_queued(trouble, job):
    assert messages.send(job) is False


@HANGS
def test_a_running_job_is_cancelled(trouble, job):
    nudging.nudge(job)

    assert not nudging.was_nudged(job)


def test_events_are_told_and_read(trouble):
    events.Publisher().publish("a topic", state="judged")

    assert events.last_id("a topic") == "0"
    assert not events.so_far("a topic")


def test_queues_are_shown(trouble):
    assert not overview.workers("execution")
    assert overview.absent() in (None, ["sweeper", "scheduler"])


def test_tries_are_counted(trouble):
    request = RequestFactory().post("/login/")

    assert [throttled(request, "login", "charlie") for _ in range(2)] == [None, None]


def test_the_cache_has_nothing(trouble):
    cache = caches["default"]
    cache.set("a", 1)
    cache.set_many({"a": 1})
    cache.delete_many(["a"])

    assert cache.get("a", "otherwise") == "otherwise"
    assert cache.get_many(["a", "b"]) == {}
    assert not cache.has_key("a")
    assert not cache.touch("a")
    assert cache.delete("a") is False


@pytest.mark.django_db(transaction=True)
def test_whoever_submits_is_answered(trouble, client, charlie, sums):
    publish(sums, tests=[(b"1 2\n", b"3\n")])
    client.force_login(charlie)

    form = {"language": "python3", "source": "print(3)\n", "token": "00000000-0000-0000-0000-000000000001"}
    answer = client.post("/problems/sums/submit", form)

    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert Job.objects.get(kind="run_submission").state == "queued"
