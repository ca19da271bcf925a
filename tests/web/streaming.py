"""Open pages as a server sees them: each a call of our application that lasts."""

import asyncio
from contextlib import asynccontextmanager

from django.test import AsyncClient

from judge import asgi

PATIENCE = 10  # seconds


class Page:
    """What was sent to it. A slow one takes nothing more while `is_reading` is cleared."""

    def __init__(self):
        self.status, self.headers, self.parts = None, {}, []
        self.is_reading, self.is_closed, self.news = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.is_reading.set()
        self.is_asked = False

    async def receive(self):
        if not self.is_asked:
            self.is_asked = True
            return {"type": "http.request", "body": b""}
        await self.is_closed.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        await self.is_reading.wait()
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        elif message.get("body"):
            self.parts.append(message["body"].decode())
        self.news.set()

    @property
    def text(self):
        return "".join(self.parts)

    async def until(self, true):
        async with asyncio.timeout(PATIENCE):
            while not true(self):
                self.news.clear()
                await self.news.wait()


async def session_of(user) -> str:
    client = AsyncClient()
    await client.aforce_login(user)
    return client.cookies["sessionid"].value


@asynccontextmanager
async def pages(address, *sessions, **scope):
    """An open page of each session."""
    path, _, query = address.partition("?")
    common = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()} | scope
    opened, calls = [Page() for _ in sessions], []
    for page, session in zip(opened, sessions, strict=True):
        headers = [(b"cookie", f"sessionid={session}".encode()), (b"accept-encoding", b"gzip")]
        calls.append(asyncio.create_task(asgi.application(common | {"headers": headers}, page.receive, page.send)))
    try:
        for page in opened:
            await page.until(lambda page: page.status)
        yield opened
    finally:
        for page in opened:
            page.is_reading.set()
            page.is_closed.set()
        await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), PATIENCE)
