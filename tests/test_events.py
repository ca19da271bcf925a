"""Events on a real Valkey: nothing lost between a page and its stream, and nobody waits for a server that is away."""

import asyncio
import os
import signal

import pytest
from redis import Redis

from judge import events
from judge.events import hub, publishing, stream
from judge.packages.archive import MOST_ENTRIES
from judge.redis import connection
from tests.harness.services import running_valkey

PATIENCE = 10  # seconds


@pytest.fixture(autouse=True)
def empty():
    connection().flushdb()


@pytest.fixture
def fresh_publisher(monkeypatch):
    """One that has not failed yet."""
    publisher = events.Publisher()
    monkeypatch.setattr(publishing, "publisher", publisher)
    return publisher


async def heard(topic, count, after="0"):
    """The first so many events of a topic."""
    found = []
    with events.listen(topic, after) as reader:
        while len(found) < count:
            found += await reader.heard(PATIENCE)
    return found[:count]


def numbers_in(items):
    return [event["test"] for _, event in items]


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 20))


async def in_thread(function, *arguments, **options):
    return await asyncio.to_thread(function, *arguments, **options)


def test_a_reader_hears_what_was_and_what_will_be():
    async def go():
        reader = asyncio.create_task(heard("s", 4))
        await asyncio.sleep(0.2)
        for number in (3, 4):
            await in_thread(events.publish, "s", test=number)
        return await reader

    for number in (1, 2):
        events.publish("s", fence=1, test=number)

    assert numbers_in(run(go())) == [1, 2, 3, 4]


def test_a_page_and_its_stream_have_no_gap_and_no_overlap():
    for number in (1, 2):
        events.publish("s", test=number)
    seen = events.last_id("s")
    events.publish("s", test=3)

    ((id, event),) = run(heard("s", 1, after=seen))

    assert event["test"] == 3
    assert id == events.last_id("s")
    assert events.last_id("another") == "0"


def test_readers_of_one_topic_each_begin_where_they_like():
    for number in range(1, 6):
        events.publish("s", test=number)
    ids = [id for id, _ in run(heard("s", 5))]

    async def go():
        late = asyncio.create_task(heard("s", 2, after=ids[3]))
        await asyncio.sleep(0.2)
        early = asyncio.create_task(heard("s", 6))
        await asyncio.sleep(0.2)
        other = asyncio.create_task(heard("t", 1))
        await in_thread(events.publish, "s", test=6)
        await in_thread(events.publish, "t", test=7)
        return await asyncio.gather(late, early, other)

    assert [numbers_in(items) for items in run(go())] == [[5, 6], [1, 2, 3, 4, 5, 6], [7]]


def test_a_slow_reader_misses_nothing_and_costs_no_memory(monkeypatch):
    monkeypatch.setattr(hub, "ROOM", 10)
    monkeypatch.setattr(hub, "BATCH", 7)

    async def go():
        found = []
        with events.listen("s") as reader:
            while len(found) < 100:
                assert reader.events.qsize() <= 10
                batch = await reader.heard(PATIENCE)
                assert len(batch) <= 10
                found += numbers_in(batch)
                await asyncio.sleep(0.05)
        return found

    for number in range(100):
        events.publish("s", test=number)

    assert run(go()) == list(range(100))


def test_events_of_a_superseded_attempt_are_left_out():
    for fence, number in ((1, 1), (2, 10), (1, 2), (None, 11), (2, 12)):
        events.publish("s", fence=fence, test=number)

    assert numbers_in(run(heard("s", 4))) == [1, 10, 11, 12]


def test_silence_is_told():
    async def go():
        with events.listen("s") as reader:
            return await reader.heard(0.05)

    assert run(go()) == []


def test_what_came_together_is_heard_together():
    async def go():
        with events.listen("s") as reader:
            return await reader.heard(PATIENCE)

    for number in range(10):
        events.publish("s", test=number)

    assert numbers_in(run(go())) == list(range(10))


def test_a_hub_ends_with_its_last_reader_and_begins_anew():
    async def go():
        events_of = []
        for _ in range(2):
            events_of.append(numbers_in(await heard("s", 1)))
            while events.Hub.of_this_loop().task:
                await asyncio.sleep(0.01)
        assert not events.Hub.of_this_loop().readers
        return events_of

    events.publish("s", test=1)

    assert run(go()) == [[1], [1]]


def test_a_stream_is_capped_and_expires(monkeypatch):
    monkeypatch.setattr(publishing, "CAP", 100)
    for number in range(1000):
        events.publish("s", test=number)

    assert connection().xlen("events:s") < 300
    assert 0 < connection().ttl("events:s") <= stream.KEPT


def test_two_attempts_at_the_most_tests_that_there_may_be_are_kept():
    assert stream.CAP > 2 * (MOST_ENTRIES // 2)  # an input and an answer each


def test_a_redis_that_hangs_is_away(settings, tmp_path):
    async def go():
        with events.listen("s") as reader:
            return await reader.heard(PATIENCE)

    with running_valkey(tmp_path) as address:
        settings.REDIS_URL = address
        hanging = Redis.from_url(address)
        process = hanging.info("server")["process_id"]
        os.kill(process, signal.SIGSTOP)
        try:
            assert run(go()) == [(None, events.AWAY)]
        finally:
            os.kill(process, signal.SIGCONT)
            hanging.close()


def test_a_redis_that_is_away_is_tried_once_in_a_while_and_fails_nobody(monkeypatch, caplog):
    publisher = events.Publisher()
    monkeypatch.setattr(publishing, "publisher", publisher)
    with monkeypatch.context() as patch:
        for module in (publishing, stream):
            patch.setattr(module, "connection", lambda: Redis.from_url("unix:///nowhere/valkey.sock"))
        for number in range(100):
            events.publish("s", test=number)
        assert events.last_id("s") == "0"
    assert [record.message.partition(":")[0] for record in caplog.records] == ["events are not published", "no events"]

    publisher.resting_until = 0  # the while is over
    events.publish("s", test=100)

    assert numbers_in(run(heard("s", 1))) == [100]


def test_readers_are_told_when_redis_goes_and_comes(tmp_path, settings, monkeypatch):
    settings.REDIS_URL = f"unix://{tmp_path}/valkey.sock"

    async def go():
        found = []
        server = running_valkey(tmp_path)
        server.__enter__()
        with events.listen("s") as reader:
            await asyncio.sleep(0.2)
            await in_thread(server.__exit__, None, None, None)
            found += await reader.heard(PATIENCE)
            server = running_valkey(tmp_path)
            await in_thread(server.__enter__)
            found += await reader.heard(PATIENCE)
            await in_thread(server.__exit__, None, None, None)
        return found

    assert run(go()) == [(None, events.AWAY), (None, events.BACK)]
