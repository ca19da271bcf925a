"""A page of the workshop as it changes: on each event of its topic it is looked at anew, and sent when it differs."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.http import Http404
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from judge import events
from judge.models import Problem
from web.access import request_of
from web.http import EventStream, Message, give_connection_back, in_thread
from web.workshop.bench import Bench, bench_of

GATHER = 0.1  # seconds: events that come together are one look
PAUSE = 3  # seconds of silence after which it is looked anyway: jobs die without an event, and rights change

type Look = Callable[[], tuple[str, bool]]  # the HTML, and whether nothing more will come


def bench_again(session_key: str | None, slug: str) -> Bench:
    """Whoever watches, asked anew. Raises Http404."""
    return bench_of(request_of(session_key), slug)


@dataclass(frozen=True)
class Drawn:
    """The parts of a page that change, by their templates."""

    templates: list[str]
    context: dict
    is_over: bool  # nothing more will come


def drawn_on(request, slug: str, topic: Callable[[Problem], str], draw: Callable[[Bench], Drawn]) -> EventStream:
    """What `draw` makes of the problem, on each event of its topic."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return followed(topic(bench_again(key, slug).problem), partial(looked, key, slug, get_token(request), draw))


def looked(key: str | None, slug: str, token: str, draw: Callable[[Bench], Drawn]) -> tuple[str, bool]:
    bench = bench_again(key, slug)
    found = draw(bench)
    shared = {"bench": bench, "problem": bench.problem, "draft": bench.draft, "oob": True, "csrf_token": token}
    return "".join(render_to_string(one, found.context | shared) for one in found.templates), found.is_over


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
