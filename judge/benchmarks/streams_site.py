"""The web process that holds the streams, as seen from outside: what it takes, and what others wait for it."""

import http.client
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from judge.benchmarks.processes import wait_until

BETWEEN = 0.5  # seconds between two visits


@dataclass
class Site:
    pid: int
    port: int
    page: str
    seconds: list[float] = field(default_factory=list)  # that each visit to the page took

    def wait(self) -> None:
        wait_until(self.answers)

    def answers(self) -> bool:
        try:
            return self.visit() == 200
        except ConnectionRefusedError:
            return False

    def visit(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", self.page, headers={"X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def state(self) -> str:
        status = dict(line.split(":", 1) for line in Path(f"/proc/{self.pid}/status").read_text().splitlines())
        return f"{int(status['Threads'])} threads, {int(status['VmRSS'].split()[0]) // 1024} MB"

    @contextmanager
    def visited(self) -> Iterator[None]:
        """Somebody comes by for the page again and again."""
        is_over = threading.Event()

        def come_by():
            while not is_over.wait(BETWEEN):
                began = time.monotonic()
                self.seconds.append(time.monotonic() - began if self.visit() == 200 else float("inf"))

        visitor = threading.Thread(target=come_by)
        visitor.start()
        try:
            yield
        finally:
            is_over.set()
            visitor.join()

    @property
    def visits(self) -> str:
        median, most = 1000 * statistics.median(self.seconds), 1000 * max(self.seconds)
        return f"{len(self.seconds)} visits to a problem took {median:.0f} ms, at most {most:.0f} ms"
