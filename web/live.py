"""One open page that follows a submission until there is a verdict."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from django.http import Http404
from django.template.loader import render_to_string

from judge import events
from web.access import Watch
from web.broadcast import BEGINNING, Broadcast, drawn
from web.http import Message, in_thread
from web.progress import Progress
from web.result import Result
from web.shared import RIGHTS, SILENCE, until

ID = re.compile(r"\d{1,15}(-\d{1,15})?")  # of an event, as the page names it


class Reader:
    """Of a page that its watch is allowed to, and that shows what happened until the event `after`."""

    def __init__(self, watch: Watch, after: str, csrf_token: str = ""):
        self.watch, self.csrf_token = watch, csrf_token
        self.seen = events.numbers(after) if ID.fullmatch(after) else BEGINNING
        self.asked = self.said = time.monotonic()

    async def messages(self) -> AsyncGenerator[Message | None]:
        try:
            async with Broadcast.of(self.watch.pk) as broadcast, aclosing(self.follow(broadcast)) as news:
                async for message in news:
                    yield message
            yield Message(await in_thread(self.last_word, broadcast.result.progress))
        except Http404:  # the page would count its seconds for ever
            yield Message(render_to_string("submissions/_unfollowed.html"))

    async def follow(self, broadcast: Broadcast) -> AsyncGenerator[Message | None]:
        edition = broadcast.edition if self.seen == broadcast.newest else None
        while not broadcast.is_over:
            await self.ask_for_rights(broadcast)
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
        broadcast.task.result()  # its failure is ours

    async def news_of(self, broadcast: Broadcast) -> Message:
        message = await broadcast.news_since(self.seen)
        self.seen = events.numbers(message.id) if message.id else self.seen
        return message

    async def ask_for_rights(self, broadcast: Broadcast):
        if time.monotonic() - self.asked < RIGHTS:
            return
        self.asked, is_allowed = broadcast.rights_of(self.watch, self.asked)
        if not await asyncio.shield(is_allowed):
            raise Http404

    def last_word(self, progress: Progress) -> str:
        """The verdict as this person may see it; without one, because Redis is away, what had been told by then."""
        result = Result(*self.watch.submission_and_user()).with_waiting()
        if not result.submission.is_judged:
            result.progress = progress
        return drawn(result, "result", csrf_token=self.csrf_token)
