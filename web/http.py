"""What HTTP itself needs: server-sent events, and work in threads beside a response that lasts."""

from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.http import HttpRequest, StreamingHttpResponse

HEARTBEAT = ": still here\n\n"
MOST_ASKED = 500  # characters of a query's parameter
MOST_DIGITS = 15  # of a number that is asked for: Python refuses to read thousands
THREADS = ThreadPoolExecutor(4, "beside-streams")  # for all streams: the database has few connections to give


class Message(NamedTuple):
    """A fragment of HTML, and the id from which a reader goes on that was cut off after it."""

    html: str
    id: str = ""


class EventStream(StreamingHttpResponse):
    """Server-sent events: one message a fragment, for None a comment, at last one message named "end"."""

    def __init__(self, messages: AsyncGenerator[Message | None]):
        self.lines = lines(messages)
        super().__init__(self.lines, content_type="text/event-stream")
        self["Cache-Control"] = "no-store"
        self["X-Accel-Buffering"] = "no"

    async def __aiter__(self):
        """Closed at once when its reader goes: Django's own leaves that to the garbage collector."""
        async with aclosing(self.lines):
            async for part in super().__aiter__():
                yield part


async def lines(messages: AsyncGenerator[Message | None]) -> AsyncGenerator[str]:
    async with aclosing(messages):
        async for message in messages:
            yield encoded(message) if message else HEARTBEAT
    yield "event: end\ndata:\n\n"


def encoded(message: Message) -> str:
    """A carriage return would end a line of the stream, so it travels as HTML's own spelling of it."""
    html = message.html.replace("\r\n", "\n").replace("\r", "&#13;")
    data = "".join(f"data: {line}\n" for line in html.split("\n"))
    return f"id: {message.id}\n{data}\n" if message.id else f"{data}\n"


def asked(request: HttpRequest, name: str) -> str:
    """A parameter of the query as a database takes it: no NUL, and not a novel."""
    return request.GET.get(name, "").replace("\0", "").strip()[:MOST_ASKED]


def asked_number(request: HttpRequest, name: str) -> int | None:
    """A parameter that is a number. No row and no test has one of so many digits that cutting it could hit them."""
    digits = request.GET.get(name, "")
    return int(digits[:MOST_DIGITS]) if digits.isdecimal() else None


def is_text(request: HttpRequest) -> bool:
    """A form's bytes that aren't UTF-8 are read as U+FFFD, which text may hold too. Those of multipart are gone."""
    if request.content_type != "application/x-www-form-urlencoded":
        return True
    try:
        unquote_to_bytes(request.body).decode()
    except UnicodeDecodeError:
        return False
    return True


def give_connection_back():
    """Before something that lasts, and in a thread of which Django doesn't do it; not inside a transaction."""
    if not connection.in_atomic_block:
        connection.close()


async def in_thread[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Database work of a stream, which lasts: the connection goes back as soon as it is done."""

    def call() -> T:
        try:
            return function(*args, **kwargs)
        finally:
            connections.close_all()

    return await sync_to_async(call, thread_sensitive=False, executor=THREADS)()
