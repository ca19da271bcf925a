"""A page of the workshop as it changes: on each event of its topic it is looked at anew, and sent when it differs."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from django.http import Http404

from judge import events
from web.access import request_of
from web.http import EventStream, Message, give_connection_back, in_thread
from web.workshop.bench import Bench, bench_of

GATHER = 0.1  # seconds: events that come together are one look
PAUSE = 3  # seconds of silence after which it is looked anyway: jobs die without an event, and rights change

type Look = Callable[[], tuple[str, bool]]  # the HTML, and whether nothing more will come


def bench_again(session_key: str | None, slug: str) -> Bench:
    """Whoever watches, asked anew. Raises Http404."""
    return bench_of(request_of(session_key), slug)


def followed(topic: str, look: Look) -> EventStream:
    """What nobody may see is a 404, not a stream that ends."""
    last = events.last_id(topic)
    first = look()
    give_connection_back()
    return EventStream(messages(topic, look, first, last))


async def messages(topic: str, look: Look, first: tuple[str, bool], last: str) -> AsyncGenerator[Message | None]:
    html, is_over = first
    yield Message(html)
    with events.listen(topic, last) as reader:
        while not is_over:
            if await reader.heard(PAUSE):
                await asyncio.sleep(GATHER)
            before = html
            try:
                html, is_over = await in_thread(look)
            except Http404:
                return
            yield Message(html) if html != before else None
