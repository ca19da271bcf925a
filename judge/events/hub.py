"""Hears what happens: one hub a web process reads all topics that somebody in it follows."""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from redis import RedisError

from judge.events.stream import key, numbers
from judge.redis import async_connection

BATCH = 500  # events of a topic read at once
ROOM = 1000  # events that wait for a slow reader
JOINING = 50  # ms that a new topic waits for the hub at most
GATHER = 0.05  # seconds: events that come together travel together
AWAY = {"unavailable": True}
BACK = {"unavailable": False}

log = logging.getLogger(__name__)


@contextmanager
def listen(topic, after="0") -> Iterator["Reader"]:
    """A reader of what happens after that id."""
    hub = Hub.of_this_loop()
    reader = Reader(topic, numbers(after), hub)
    hub.join(reader)
    try:
        yield reader
    finally:
        hub.leave(reader)


@dataclass(eq=False)
class Reader:
    topic: str
    seen: tuple[int, int]  # the newest event that waits in `events` or was taken from there
    hub: "Hub"
    fence: int = 0
    events: asyncio.Queue = field(default_factory=lambda: asyncio.Queue(ROOM + 2))
    missed: bool = False  # there was no room: to be read again

    async def heard(self, patience: float) -> list[tuple[str | None, dict]]:
        """What has come by now, each event as (id, event); nothing after so many seconds of silence. (None, AWAY) and
        (None, BACK) when Redis goes and comes. Events of an attempt older than the newest seen are left out.
        """
        try:
            batch = [await asyncio.wait_for(self.events.get(), patience)]
        except TimeoutError:
            return []
        while not self.events.empty():
            batch.append(self.events.get_nowait())
        if self.missed:
            self.hub.rewind(self)
        return [told for told in batch if self.is_news(told[1])]

    def is_news(self, event) -> bool:
        fence = event.get("fence") or self.fence
        is_late, self.fence = fence < self.fence, max(fence, self.fence)
        return not is_late

    def offer(self, asked, entries):
        """Entries that follow `asked` without a gap. A reader that is not there yet will have them read again."""
        if self.seen < asked:
            return
        for id, data in entries:
            if (number := numbers(id.decode())) > self.seen:
                if self.events.qsize() >= ROOM:
                    self.missed = True
                    return
                self.events.put_nowait((id.decode(), json.loads(data[b"data"])))
                self.seen = number

    def tell(self, event):
        if not self.events.full():
            self.events.put_nowait((None, event))


class Hub:
    """One blocking read over all topics that somebody in this process listens to. It lives while there are readers."""

    hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, "Hub"] = WeakKeyDictionary()

    @classmethod
    def of_this_loop(cls):
        return cls.hubs.setdefault(asyncio.get_running_loop(), cls())

    def __init__(self):
        self.readers: dict[str, set[Reader]] = {}
        self.positions: dict[str, tuple[int, int]] = {}
        self.task: asyncio.Task | None = None
        self.is_away = False

    def join(self, reader):
        self.readers.setdefault(reader.topic, set()).add(reader)
        self.rewind(reader)
        if self.is_away:
            reader.tell(AWAY)
        if self.task is None:
            self.task = asyncio.get_running_loop().create_task(self.run())

    def leave(self, reader):
        self.readers[reader.topic].discard(reader)
        if not self.readers[reader.topic]:
            del self.readers[reader.topic], self.positions[reader.topic]

    def rewind(self, reader):
        """Read the topic again from where this reader is; the others know what they have seen."""
        reader.missed = False
        self.positions[reader.topic] = min(self.positions.get(reader.topic, reader.seen), reader.seen)

    def tell_all(self, event):
        for readers in self.readers.values():
            for reader in readers:
                reader.tell(event)

    async def run(self):
        redis = async_connection()
        try:
            while self.readers:
                await self.read(redis)
        finally:
            self.task, self.is_away = None, False
            await redis.aclose()

    async def read(self, redis):
        asked = dict(self.positions)
        try:
            streams = {key(topic): "-".join(map(str, position)) for topic, position in asked.items()}
            found = await redis.xread(streams, count=BATCH, block=JOINING)
        except (RedisError, OSError) as error:
            await self.wait_for_redis(error)
            return
        if self.is_away:
            self.is_away = False
            self.tell_all(BACK)
        for name, entries in found or ():
            self.spread(name.decode().removeprefix("events:"), asked, entries)
        if found and max(len(entries) for _, entries in found) < BATCH:  # else there is more of what was
            await asyncio.sleep(GATHER)

    def spread(self, topic, asked, entries):
        for reader in self.readers.get(topic, ()):
            reader.offer(asked[topic], entries)
        if self.positions.get(topic) == asked[topic]:  # nobody has rewound it meanwhile
            self.positions[topic] = numbers(entries[-1][0].decode())

    async def wait_for_redis(self, error):
        if not self.is_away:
            log.warning("no events: %s", error)
            self.is_away = True
            self.tell_all(AWAY)
        await asyncio.sleep(1)
