"""An answer as a whole has a time and a size. httpx only limits the pause between two pieces of it."""

import time
from collections.abc import Iterator

import httpx2

MOST = 16 * 2**20  # bytes of an answer: far more than a model can say


class Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, deadline: float):
        self.stream, self.deadline, self.size = stream, deadline, 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.stream:
            self.size += len(piece)
            if self.size > MOST:
                raise httpx2.ReadError(f"an answer of more than {MOST} bytes")
            if time.monotonic() > self.deadline:
                raise httpx2.ReadTimeout("the answer doesn't come to its end")
            yield piece

    def close(self) -> None:
        self.stream.close()


def bound(response: httpx2.Response) -> None:
    """A hook of the HTTP client, called when an answer begins. What was asked for is its request's own time-out."""
    seconds = response.request.extensions.get("timeout", {}).get("read")
    if seconds is not None and isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = Bounded(response.stream, time.monotonic() + seconds)
