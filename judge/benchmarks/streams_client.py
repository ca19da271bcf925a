"""Many browsers in one process: `streams_client PORT CLIENTS EVENTS SECONDS`, a JSON list of [path, cookie] on stdin.

It opens so many streams of each path, all at once, and says on stdout how many seconds that took. When all have heard
all, or when the seconds are over, it says what arrived when, each as [path's index, test, monotonic seconds]; how many
streams are open; what came twice.
"""

import asyncio
import json
import re
import resource
import sys
import time
from collections import Counter

CELL = re.compile(rb'id="test-(\d+)"')
REQUEST = (
    "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nAccept: text/event-stream\r\nCookie: {}\r\n\r\n"
)
PATIENCE = 60  # seconds for an answer to begin


class Browser(asyncio.Protocol):
    """One EventSource: remembers when each test's cell first arrived, as part of a whole message."""

    def __init__(self, request: str):
        self.request = request.encode()
        self.is_open = asyncio.get_running_loop().create_future()
        self.rest = b""
        self.arrivals: dict[int, float] = {}
        self.twice = 0

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data):
        *messages, self.rest = (self.rest + data).split(b"\n\n")
        if not self.is_open.done() and b"\r\n\r\n" in data:
            self.is_open.set_result(data.startswith(b"HTTP/1.1 200") and b"text/event-stream" in data)
        for number in (int(found[1]) for message in messages for found in CELL.finditer(message)):
            self.twice += number in self.arrivals
            self.arrivals.setdefault(number, time.monotonic())

    def connection_lost(self, _):
        if not self.is_open.done():
            self.is_open.set_result(False)

    @property
    def is_followed(self) -> bool:
        return self.is_open.done() and self.is_open.result() and not self.transport.is_closing()


async def opened(port: int, request: str) -> Browser:
    loop = asyncio.get_running_loop()
    _, browser = await loop.create_connection(lambda: Browser(request), "127.0.0.1", port)
    await asyncio.wait([browser.is_open], timeout=PATIENCE)
    return browser


async def follow(port: int, clients: int, events: int, seconds: int, addresses: list[list[str]]) -> dict:
    began = time.monotonic()
    requests = [REQUEST.format(*address) for address in addresses for _ in range(clients)]
    browsers = await asyncio.gather(*[opened(port, request) for request in requests])
    say(f"{time.monotonic() - began:.1f}")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(len(browser.arrivals) < events for browser in browsers):
        await asyncio.sleep(0.5)
    return {
        "open": Counter(browser.is_followed for browser in browsers)[True],
        "twice": sum(browser.twice for browser in browsers),
        "arrivals": [
            [index // clients, number, moment]
            for index, browser in enumerate(browsers)
            for number, moment in browser.arrivals.items()
        ],
    }


def say(words: str):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(port: int, clients: int, events: int, seconds: int):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    addresses = json.loads(sys.stdin.readline())
    say(json.dumps(asyncio.run(follow(port, clients, events, seconds, addresses))))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
