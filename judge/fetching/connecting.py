"""The way to a site: its name is looked up once, and the connection goes to an address that was checked."""

import socket
import time
from collections.abc import Iterable
from queue import Empty, SimpleQueue
from ssl import SSLContext
from threading import Thread
from typing import Any

from httpcore2 import NetworkBackend, NetworkError, NetworkStream, SyncBackend

from judge.fetching.addresses import is_public
from judge.fetching.errors import TooSlow, Unreachable, Unsafe
from judge.fetching.target import Target

TRIES = 3  # addresses of one name
PATIENCE = 4.0  # seconds for one of several


class Deadline:
    """For all of it: a site that sends a byte now and then doesn't hold us."""

    def __init__(self, seconds: float):
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TooSlow
        return seconds


def addresses(target: Target, deadline: Deadline) -> list[str]:
    """All of them must be public: which one answers isn't ours to choose."""
    found = lookup(target.host, target.port, deadline.left())
    if not target.is_of_a_test and not all(map(is_public, found)):
        raise Unsafe("This address leads into a network that isn’t public.")
    return found


def lookup(host: str, port: int, seconds: float) -> list[str]:
    """In a thread: a resolver has no time-out that we could set."""
    answers: SimpleQueue[list[str] | None] = SimpleQueue()
    Thread(target=lambda: answers.put(asked(host, port)), daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        raise TooSlow from None
    if not found:
        raise Unreachable("There is no site of this name.")
    return found


def asked(host: str, port: int) -> list[str] | None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


class Checked(NetworkBackend):
    """Knows only the way to one target, whatever name it is asked for."""

    def __init__(self, target: Target, deadline: Deadline):
        self.target, self.deadline = target, deadline
        self.plain = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        found = addresses(self.target, self.deadline)[:TRIES]
        for address in found[:-1]:
            try:
                return self.connected(address, min(PATIENCE, self.deadline.left()))
            except (NetworkError, TimeoutError):
                continue
        return self.connected(found[-1], self.deadline.left())

    def connected(self, address: str, seconds: float) -> NetworkStream:
        return Limited(self.plain.connect_tcp(address, self.target.port, seconds), self.deadline)


class Limited(NetworkStream):
    """However little comes at a time."""

    def __init__(self, stream: NetworkStream, deadline: Deadline):
        self.stream, self.deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.deadline.left())

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        return Limited(self.stream.start_tls(ssl_context, server_hostname, self.deadline.left()), self.deadline)

    def close(self) -> None:
        self.stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
