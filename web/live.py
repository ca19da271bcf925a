"""One open page that follows a submission until there is a verdict."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress

from django.http import Http404
from django.template.loader import render_to_string

from judge import events
from web.broadcast import BEGINNING, Broadcast, drawn
from web.http import Message, in_thread
from web.result import Result

RIGHTS = 20.0  # seconds after which a person's right to see it is asked for again
SILENCE = 15.0  # seconds after which a page is told that the stream is there
ID = re.compile(r"\d{1,15}(-\d{1,15})?")  # of an event, as the page names it


class Reader:
    """`look` reads the result anew, or raises Http404 when this person may not see it (any more)."""

    def __init__(
        self,
        result: Result,
        look: Callable[[], Result],
        may_go_on: Callable[[], bool],
        after: str,
        csrf_token: str = "",
    ):
        self.result, self.look, self.may_go_on, self.csrf_token = result, look, may_go_on, csrf_token
        self.seen = events.numbers(after) if ID.fullmatch(after) else BEGINNING
        self.asked = self.said = time.monotonic()

    async def messages(self) -> AsyncGenerator[Message | None]:
        try:
            if not self.result.submission.is_judged:
                async with Broadcast.of(self.result) as broadcast, aclosing(self.follow(broadcast)) as news:
                    async for message in news:
                        yield message
            yield Message(await in_thread(self.last_word))
        except Http404:  # the page would count its seconds for ever
            yield Message(render_to_string("submissions/_unfollowed.html"))

    async def follow(self, broadcast: Broadcast) -> AsyncGenerator[Message | None]:
        edition = broadcast.edition if self.seen == broadcast.newest else None
        while not broadcast.is_over:
            await self.ask_for_rights()
            is_told = broadcast.is_told
            if edition != broadcast.edition and broadcast.newest >= self.seen:
                edition = broadcast.edition
                yield await self.news_of(broadcast)
                self.said = time.monotonic()
            elif time.monotonic() - self.said >= SILENCE:
                yield None
                self.said = time.monotonic()
            else:
                await until(is_told, min(self.said + SILENCE, self.asked + RIGHTS))
        self.result.progress = broadcast.result.progress
        broadcast.task.result()  # its failure is ours

    async def news_of(self, broadcast: Broadcast) -> Message:
        message = await broadcast.news_since(self.seen)
        self.seen = events.numbers(message.id) if message.id else self.seen
        return message

    async def ask_for_rights(self):
        if time.monotonic() - self.asked >= RIGHTS:
            if not await in_thread(self.may_go_on):
                raise Http404
            self.asked = time.monotonic()

    def last_word(self) -> str:
        """The verdict as this person may see it; without one, because Redis is away, what had been told by then."""
        result = self.look()
        if not result.submission.is_judged:
            result.progress = self.result.progress
        return drawn(result, "result", csrf_token=self.csrf_token)


async def until(is_told: asyncio.Event, moment: float):
    with suppress(TimeoutError):
        await asyncio.wait_for(is_told.wait(), moment - time.monotonic())
