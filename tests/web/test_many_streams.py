"""Many open pages at once: what they share, and what each has for itself."""

import asyncio
import re
import threading

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import OperationalError, connections

from judge import events
from tests.factories import submit
from tests.web.streaming import pages, session_of
from web import broadcast
from web.access import Watch
from web.broadcast import Broadcast
from web.http import THREADS
from web.result import Result

pytestmark = pytest.mark.django_db(transaction=True)
FEW = 10  # threads, however many pages


@pytest.fixture(autouse=True)
def as_many_as_one_likes(settings):
    settings.STREAMS_EACH = 1000


@pytest.fixture
def submission(published, charlie):
    return submit(published, charlie)


@pytest.fixture
def address(submission):
    return f"/submissions/{submission.pk}/stream"


@pytest.fixture
def fell(submission):
    async def fell(number):
        event = {"fence": 1, "test": number, "verdict": "AC", "cpu_ms": 12, "bytes": 3_000_000}
        await asyncio.to_thread(events.publish, submission.topic, **event)

    return fell


def running(coroutine):
    async def run():
        try:
            return await coroutine
        finally:
            await sync_to_async(connections.close_all)()

    return asyncio.run(run())


def shows(number):
    return lambda page: f'id="test-{number}"' in page.text


def is_over(page):
    return page.text.endswith("event: end\ndata:\n\n")


def cells(page):
    return re.findall(r'id="test-(\d+)"', page.text)


def test_open_pages_take_no_threads(charlie, address, fell):
    async def threads():
        session = await session_of(charlie)
        before = threading.active_count()
        async with pages(address, *[session] * 60) as opened:
            await fell(1)
            for page in opened:
                await page.until(shows(1))
            return threading.active_count() - before

    assert running(threads()) <= FEW


def test_what_changed_is_drawn_once_for_all_who_have_seen_as_much(charlie, dave, address, fell, monkeypatch):
    drawings, draw = [], broadcast.drawn_news

    def counted(*args):
        drawings.append(args)
        return draw(*args)

    monkeypatch.setattr(broadcast, "drawn_news", counted)

    async def texts():
        sessions = [await session_of(charlie), await session_of(dave)]
        async with pages(address, *sessions * 5) as opened:
            await asyncio.sleep(0.3)
            await fell(1)
            for page in opened:
                await page.until(shows(1))
            return {page.text for page in opened}

    assert len(running(texts())) == 1 and len(drawings) == 1


def test_each_page_is_told_what_it_has_not_seen_and_nothing_twice(charlie, submission, address, fell):
    async def told():
        session = await session_of(charlie)
        for number in (1, 2):
            await fell(number)
        middle = await asyncio.to_thread(events.last_id, submission.topic)
        await fell(3)
        newest = await asyncio.to_thread(events.last_id, submission.topic)
        async with pages(address, session) as early, pages(f"{address}?after={middle}", session) as later:
            await early[0].until(shows(3))
            async with pages(f"{address}?after={newest}", session) as last:
                opened = [*early, *later, *last]
                await fell(4)
                for page in opened:
                    await page.until(shows(4))
                return [cells(page) for page in opened]

    assert running(told()) == [["1", "2", "3", "4"], ["3", "4"], ["4"]]


def test_a_slow_page_holds_nobody_up_and_misses_nothing(charlie, address, fell):
    async def told():
        session = await session_of(charlie)
        async with pages(address, session, session) as (slow, quick):
            slow.is_reading.clear()
            for number in (1, 2, 3, 4):
                await fell(number)
                await quick.until(shows(number))
            slow.is_reading.set()
            await slow.until(shows(4))
            return sorted(cells(slow))

    assert running(told()) == ["1", "2", "3", "4"]


def test_a_slow_database_holds_no_event_up(charlie, address, fell):
    go_on = threading.Event()

    async def told():
        async with pages(address, await session_of(charlie)) as (page,):
            await fell(1)
            await page.until(shows(1))
            (told,) = Broadcast.on_air[asyncio.get_running_loop()].values()
            while not told.seconds_until_look:  # the row, as the run began
                await asyncio.sleep(0.01)
            for _ in range(20):
                THREADS.submit(go_on.wait)
            try:
                await fell(2)
                await page.until(shows(2))
            finally:
                go_on.set()

    running(told())


def test_who_loses_the_right_is_told_no_more_and_others_go_on(charlie, dave, address, fell, monkeypatch):
    monkeypatch.setattr("web.live.RIGHTS", 0.2)

    async def told():
        sessions = [await session_of(charlie), await session_of(dave)]
        async with pages(address, sessions[0], *sessions) as (first, second, other):
            await Session.objects.filter(session_key=sessions[0]).adelete()
            for page in (first, second):
                await page.until(is_over)
            await fell(1)
            await other.until(shows(1))
            return first.text, second.text, is_over(other)

    first, second, is_other_over = running(told())

    assert "Not followed any more" in first and "Not followed any more" in second and not is_other_over
    assert "test-1" not in first + second


def test_one_answer_is_for_all_pages_of_a_session_and_is_not_used_again(charlie, submission):
    async def answers():
        watch = Watch(await session_of(charlie), submission.pk)
        async with Broadcast.of(submission.pk) as told:
            first = told.rights_of(watch, asked=0)
            same = told.rights_of(Watch(watch.session_key, watch.pk), asked=0)
            later = told.rights_of(watch, asked=first[0])
            other = told.rights_of(Watch("another", watch.pk), asked=0)
            return first is same, first is later, [await answer for _, answer in (first, later, other)]

    assert running(answers()) == (True, False, [True, True, False])


def test_a_broadcast_that_fails_ends_its_pages_and_the_next_page_begins_another(charlie, address, fell, monkeypatch):
    look = broadcast.look

    def fail(pk):
        raise OperationalError("the database is away")

    async def told():
        session = await session_of(charlie)
        monkeypatch.setattr(broadcast, "look", fail)
        async with pages(address, session, session):
            pass
        monkeypatch.setattr(broadcast, "look", look)
        await fell(1)
        async with pages(address, session) as (page,):
            await page.until(shows(1))
            return is_over(page)

    assert running(told()) is False


def test_a_look_that_the_database_does_not_answer_ends_no_page(charlie, address, fell, monkeypatch):
    anew, asked = Result.anew, []

    def away_at_first(result):
        asked.append(result)
        if len(asked) == 1:
            raise OperationalError("the database is away")
        return anew(result)

    monkeypatch.setattr(Result, "anew", away_at_first)
    monkeypatch.setattr(broadcast, "LOOK", {"queued": 0.05})

    async def told():
        session = await session_of(charlie)
        async with pages(address, session) as (page,):
            while len(asked) < 2:
                await asyncio.sleep(0.02)
            await fell(1)
            await page.until(shows(1))
            return is_over(page)

    assert running(told()) is False


def test_silence_is_broken(charlie, address, monkeypatch):
    monkeypatch.setattr("web.live.SILENCE", 0.1)

    async def told():
        async with pages(address, await session_of(charlie)) as (page,):
            await page.until(lambda page: len(page.parts) == 3)
            return page.parts

    assert running(told()) == [": still here\n\n"] * 3


def test_it_goes_through_all_that_other_pages_go_through(charlie, alice, address, settings):
    async def answers():
        session = await session_of(charlie)
        async with pages(address, session, await session_of(alice), "nobody's") as opened:
            statuses = [page.status for page in opened]
        async with pages(address, session, method="POST") as (posted,):
            statuses.append(posted.status)
        return statuses, opened[0].headers

    statuses, headers = running(answers())

    assert statuses == [200, 404, 404, 403]  # the last: no CSRF token
    assert headers[b"Content-Type"] == b"text/event-stream" and b"Content-Encoding" not in headers
    assert b"Content-Security-Policy" in headers and headers[b"Cache-Control"] == b"no-store"


def test_a_session_follows_so_many_pages_and_no_more(charlie, address, fell, settings):
    settings.STREAMS_EACH = 3

    async def told():
        session, other = await session_of(charlie), await session_of(charlie)
        async with pages(address, *[session] * 4, other) as (*taken, refused, fourth):
            assert (refused.status, fourth.status) == (429, 200)
            await refused.until(lambda page: "Close some of them" in page.text)
            await fell(1)
            for page in taken:
                await page.until(shows(1))
        async with pages(address, session) as (again,):
            return again.status

    assert running(told()) == 200
