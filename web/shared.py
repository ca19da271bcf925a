"""What is followed once for all its open pages: it lives while there are any."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol, Self
from weakref import WeakKeyDictionary

from django.http import Http404

from web.http import in_thread

RIGHTS = 20.0  # seconds after which a person's right to see it is asked for again
SILENCE = 15.0  # seconds after which a page is told that the stream is there


class Allowed(Protocol):
    """Somebody's open page, by their session."""

    def is_allowed(self) -> bool: ...
    def __hash__(self) -> int: ...


class Shared:
    """One a `key`, in each event loop. A page waits for `is_told`; what it was told last is the `edition`."""

    on_air: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Any, Self]]  # of each kind

    def __init_subclass__(cls):
        cls.on_air = WeakKeyDictionary()

    def __init__(self, key):
        self.key = key
        self.pages = self.edition = 0
        self.is_told = asyncio.Event()
        self.rights: dict[Allowed, tuple[float, asyncio.Task[bool]]] = {}
        self.task = asyncio.get_running_loop().create_task(self.run())
        self.task.add_done_callback(self.end)

    async def run(self):
        raise NotImplementedError

    @classmethod
    @asynccontextmanager
    async def of(cls, key, *arguments) -> AsyncGenerator[Self]:
        """The one that is on air, or one that begins with these arguments."""
        on_air = cls.on_air.setdefault(asyncio.get_running_loop(), {})
        found = on_air.get(key) or on_air.setdefault(key, cls(key, *arguments))
        found.pages += 1
        try:
            yield found
        finally:
            found.pages -= 1
            if not found.pages:
                await found.stop()

    async def stop(self):
        self.end()
        self.task.cancel()
        await asyncio.wait([self.task])

    def end(self, _=None):
        """Who comes now begins another one."""
        on_air = self.on_air[self.task.get_loop()]
        if on_air.get(self.key) is self:
            del on_air[self.key]
        self.is_told.set()

    @property
    def is_over(self) -> bool:
        return self.task.done()

    def tell(self):
        self.edition += 1
        self.is_told.set()
        self.is_told = asyncio.Event()

    def rights_of(self, watch: Allowed, asked: float) -> tuple[float, asyncio.Task[bool]]:
        """A later answer, and its moment: that which another page of the session was given, or a new one."""
        if watch not in self.rights or self.rights[watch][0] <= asked:
            answer = asyncio.get_running_loop().create_task(in_thread(watch.is_allowed))
            self.rights[watch] = time.monotonic(), answer
        return self.rights[watch]


async def editions(shared: Shared, watch: Allowed) -> AsyncGenerator[bool]:
    """True at each thing that is told; false in long silence, which the page would take for the end. Raises Http404 for
    somebody who may not see it any more.
    """
    edition, asked, said = 0, time.monotonic(), time.monotonic()
    while not shared.is_over:
        if time.monotonic() - asked >= RIGHTS:
            asked, is_allowed = shared.rights_of(watch, asked)
            if not await asyncio.shield(is_allowed):
                raise Http404
        is_told = shared.is_told
        if (is_news := edition != shared.edition) or time.monotonic() - said >= SILENCE:
            edition, said = shared.edition, time.monotonic()
            yield is_news
        else:
            await until(is_told, min(said + SILENCE, asked + RIGHTS))
    shared.task.result()  # its failure is ours


async def until(is_told: asyncio.Event, moment: float):
    with suppress(TimeoutError):
        await asyncio.wait_for(is_told.wait(), max(moment - time.monotonic(), 0))
