"""The live page: what is sent for which events, from where, and to whom."""

import asyncio
import gc
import re
import threading
from urllib.parse import quote

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import AsyncClient
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from judge import asgi, blobs, events
from judge.models import Job, Submission, User
from judge.outcome import Outcome
from tests.factories import submit
from tests.web.conftest import a_run, wrong
from web import broadcast

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 10  # seconds


@pytest.fixture
def submission(published, charlie):
    return submit(published, charlie)


@pytest.fixture
def address(submission):
    return f"/submissions/{submission.pk}/stream"


@pytest.fixture
def tell(submission):
    def tell(fence=1, **event):
        events.publish(submission.topic, fence=fence, **event)

    return tell


def fell(tell, number, fence=1, verdict="AC"):
    tell(fence, test=number, verdict=verdict, cpu_ms=12, bytes=3_000_000)


def decide(submission, failing=None):
    """As a worker does: all four tests passed, or all others."""
    outcome = Outcome()
    for test in submission.version.all_tests():
        outcome.record(a_run(test, **(failing or {}).get(test.number, {})))
    submission.decide(outcome.stored(blobs.put_all, 0.5))


async def opened(user, address, **headers):
    client = AsyncClient()
    await client.aforce_login(user)
    return await client.get(address, headers=headers)


def messages(response, do=(), enough=None):
    """All messages until the stream ends, or until `enough` of them says so; each of `do` is done after a message."""
    todo = list(do)

    async def read():
        parts, stream = [], response.streaming_content
        async for part in stream:
            parts.append(part.decode())
            if enough and enough(parts):
                await stream.aclose()
                break
            if todo:
                await sync_to_async(todo.pop(0))()
        return parts

    return asyncio.wait_for(read(), PATIENCE)


def running(coroutine):
    """And the connections closed that its threads have opened for the test."""

    async def run():
        try:
            return await coroutine
        finally:
            await sync_to_async(connections.close_all)()

    return asyncio.run(run())


def watch(user, address, *do, enough=None, **headers):
    async def run():
        response = await opened(user, address, **headers)
        assert response.status_code == 200, response.status_code
        return await messages(response, do, enough)

    return running(run())


def cells(parts):
    return re.findall(r'id="test-(\d+)"', "".join(parts))


def test_it_sends_what_has_happened_and_the_verdict_at_the_end(submission, charlie, address, tell):
    tell(state="compiling")
    tell(state="running", tests=4)
    fell(tell, 1)
    fell(tell, 2, verdict="WA")

    def end():
        decide(submission)
        tell(state="judged")

    parts = watch(charlie, address, end)

    assert cells(parts[:1]) == ["1", "2"]
    assert "test 3 of 4" in " ".join(parts[0].split())
    assert 'class="wa" title="Test 2: Wrong answer, 0.012 s"' in parts[0]
    assert 'id="result" hx-swap-oob="true"' in parts[-2] and "✓ Accepted" in parts[-2]
    assert parts[-1] == "event: end\ndata:\n\n"


def test_a_judged_submission_is_answered_at_once(submission, charlie, address):
    decide(submission)

    assert "✓ Accepted" in watch(charlie, address)[-2]


def test_it_goes_on_behind_what_the_page_shows(submission, charlie, address, tell):
    for number in (1, 2):
        fell(tell, number)
    after = events.last_id(submission.topic)
    fell(tell, 3)

    parts = watch(charlie, f"{address}?after={after}", enough=lambda parts: cells(parts))

    assert cells(parts) == ["3"]


def test_a_browser_that_was_cut_off_goes_on_where_it_was(submission, charlie, address, tell):
    fell(tell, 1)
    first = watch(charlie, address, enough=lambda parts: cells(parts))
    seen = re.search(r"^id: (\S+)$", first[-1], re.MULTILINE)[1]
    fell(tell, 2)

    parts = watch(charlie, address, enough=lambda parts: cells(parts), **{"Last-Event-ID": seen})

    assert cells(parts) == ["2"]


def test_the_page_itself_is_drawn_from_the_same_events(client, submission, charlie, tell):
    fell(tell, 1)
    client.force_login(charlie)
    text = client.get(f"/submissions/{submission.pk}/").text

    assert "Test 1: Accepted" in text and "Test 2: no result" in text
    assert f"stream?after={events.last_id(submission.topic)}" in text


def test_a_late_writer_is_not_heard(submission, charlie, address, tell):
    fell(tell, 1, fence=2)
    fell(tell, 2, fence=1, verdict="WA")
    fell(tell, 3, fence=2)

    parts = watch(charlie, address, enough=lambda parts: "3" in cells(parts))

    assert "2" not in cells(parts)


def test_a_new_run_redraws_all_cells(submission, charlie, address, tell):
    fell(tell, 1, fence=1, verdict="WA")
    after = events.last_id(submission.topic)
    fell(tell, 2, fence=2)

    parts = watch(charlie, f"{address}?after={after}", enough=lambda parts: cells(parts))

    assert cells(parts) == ["1", "2", "3", "4"]
    assert "Test 1: no result" in parts[-1] and "Test 2: Accepted" in parts[-1]


def test_a_new_run_whose_verdict_is_there_already_ends_with_it(submission, charlie, address, tell, monkeypatch):
    fell(tell, 1, fence=1)
    after = events.last_id(submission.topic)
    before = broadcast.look(submission.pk)
    fell(tell, 1, fence=2)
    decide(submission, {1: wrong(b"4\n")})
    tell(2, state="judged")
    look, seen = broadcast.look, [before]  # the row was read when the worker was not done
    monkeypatch.setattr(broadcast, "look", lambda pk: seen.pop() if seen else look(pk))

    *_, last, _ = watch(charlie, f"{address}?after={after}")

    assert "✕ Wrong answer" in last and 'id="result"' in last


def test_cells_are_drawn_beside_the_event_loop(submission, charlie, address, tell, monkeypatch):
    threads = []
    drawn = broadcast.drawn

    def remember(*args, **context):
        threads.append(threading.current_thread())
        return drawn(*args, **context)

    monkeypatch.setattr(broadcast, "drawn", remember)
    fell(tell, 1)
    watch(charlie, address, enough=lambda parts: cells(parts))

    assert threads and threading.current_thread() not in threads


def test_what_an_earlier_stretch_has_found_is_kept_in_a_redraw(submission, charlie, address, tell):
    outcome = Outcome()
    outcome.record(a_run(submission.version.test(1)))
    submission.keep(outcome.stored(blobs.put_all, 1))
    fell(tell, 1, fence=1)
    after = events.last_id(submission.topic)
    fell(tell, 2, fence=2)

    parts = watch(charlie, f"{address}?after={after}", enough=lambda parts: cells(parts))

    assert "Test 1: Accepted" in parts[-1]


def test_many_events_travel_together(submission, charlie, address, tell):
    for number in (1, 2, 3, 4) * 100:
        fell(tell, number)

    parts = watch(charlie, address, enough=lambda parts: "4" in cells(parts))

    assert len(parts) < 20


def test_a_verdict_that_nobody_announced_is_seen(submission, charlie, address, tell, monkeypatch):
    monkeypatch.setattr("web.broadcast.LOOK_OTHERWISE", 0.2)
    fell(tell, 1)

    assert "✓ Accepted" in watch(charlie, address, lambda: decide(submission))[-2]


def test_its_place_in_the_queue_moves(submission, charlie, address, monkeypatch):
    monkeypatch.setattr("web.broadcast.LOOK", {"queued": 0.2})
    ahead = Job.objects.create(kind="run_submission", queue="execution", subject=0)
    Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk)
    threading.Timer(0.5, elsewhere, [lambda: Job.objects.filter(pk=ahead.pk).update(state="done")]).start()

    parts = watch(charlie, address, enough=lambda parts: "next in the queue" in parts[-1])

    assert "next in the queue" in parts[-1]


def elsewhere(do):
    try:
        do()
    finally:
        connections.close_all()


def test_a_redis_that_goes_away_makes_the_page_look_by_itself(submission, charlie, address, monkeypatch):
    monkeypatch.setattr("judge.events.hub.async_connection", no_redis)

    parts = watch(charlie, address)

    assert "Progress is unavailable" in parts[-2] and 'hx-trigger="every 3s"' in parts[-2]
    assert parts[-1].startswith("event: end")


def no_redis():
    return Redis(unix_socket_path="/nonexistent/redis.sock", retry=Retry(NoBackoff(), 0))


@pytest.mark.parametrize("after", ["", "x", "0", "-", "99999999999999999999999-1", "1-1\r\nid: 5"])
def test_an_odd_position_is_the_beginning(submission, charlie, address, tell, after):
    fell(tell, 1)

    assert cells(watch(charlie, f"{address}?after={quote(after)}", enough=lambda parts: cells(parts))) == ["1"]


def test_it_is_for_those_who_may_see_the_page(submission, address, alice, bob, charlie, dave):
    async def status():
        answers = [(await opened(user, address)).status_code for user in (alice, bob, charlie, dave)]
        return [*answers, (await AsyncClient().get(address)).status_code]

    assert running(status()) == [404, 404, 200, 200, 404]


def test_it_is_only_read(client, submission, charlie, address):
    client.force_login(charlie)

    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "lose",
    [
        lambda: Session.objects.all().delete(),
        lambda: User.objects.update(is_active=False),
        lambda: Submission.objects.update(author=User.objects.get(username="alice")),
    ],
    ids=["signed out", "disabled", "no longer theirs"],
)
def test_a_right_that_is_lost_ends_the_stream(submission, charlie, address, tell, monkeypatch, lose):
    monkeypatch.setattr("web.live.RIGHTS", 0.2)
    fell(tell, 1)

    parts = watch(charlie, address, lose)

    assert parts[-1].startswith("event: end")
    assert not any('id="result"' in part for part in parts)
    assert "Not followed any more" in parts[-2]


def test_no_database_connection_is_held_while_it_waits(submission, charlie, address, tell):
    opened_ones = []

    def remember(connection, **_):
        opened_ones.append(connection)

    fell(tell, 1)

    async def held():
        client = AsyncClient()
        await client.aforce_login(charlie)
        connection_created.connect(remember)
        stream = (await client.get(address)).streaming_content
        await anext(stream)
        held = [connection for connection in opened_ones if connection.connection is not None]
        await stream.aclose()
        return held

    try:
        assert running(held()) == [] and opened_ones
    finally:
        connection_created.disconnect(remember)


async def cut_off(user, address):
    """Ask for the stream as a server does, for a reader that goes while it is sent the first part."""
    client = AsyncClient()
    await client.aforce_login(user)
    cookie = f"sessionid={client.cookies['sessionid'].value}".encode()
    scope = {"type": "http", "method": "GET", "path": address, "query_string": b"", "headers": [(b"cookie", cookie)]}
    is_sent, inbox = asyncio.Event(), [{"type": "http.request"}]

    async def receive():
        if inbox:
            return inbox.pop()
        await is_sent.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        if message.get("body"):
            is_sent.set()
            await asyncio.Event().wait()

    await asyncio.wait_for(asgi.application(scope, receive, send), PATIENCE)
    return is_sent.is_set()


def test_a_reader_that_goes_is_forgotten_at_once(submission, charlie, address, tell):
    fell(tell, 1)

    async def left():
        gc.disable()
        try:
            assert await cut_off(charlie, address)
            return dict(events.Hub.of_this_loop().readers)
        finally:
            gc.enable()

    assert running(left()) == {}
