"""A page of the workshop as it changes: on each event of its topic it is looked at anew, and sent when it differs."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from django.http import Http404

from judge import events
from web.access import request_of
from web.http import Message, batches, in_thread
from web.workshop.bench import Bench, bench_of

GATHER = 0.1  # seconds: events that come together are one look
PAUSE = 3  # seconds of silence after which it is looked anyway: jobs die without an event, and rights change

Look = Callable[[], tuple[str, bool]]  # the HTML, and whether nothing more will come


def bench_again(session_key: str | None, slug: str) -> Bench:
    """Whoever watches, asked anew. Raises Http404."""
    return bench_of(request_of(session_key), slug)


async def messages(topic: str, look: Look) -> AsyncGenerator[Message | None]:
    last = await in_thread(events.last_id, topic)
    html, is_over = await in_thread(look)
    yield Message(html)
    async with aclosing(batches(events.listen(topic, last), wait=PAUSE, gather=GATHER)) as told:
        async for _ in told if not is_over else nothing():
            before = html
            try:
                html, is_over = await in_thread(look)
            except Http404:
                return
            yield Message(html) if html != before else None
            if is_over:
                return


async def nothing() -> AsyncGenerator[None]:
    return
    yield
