"""A cable between workers and database that can be cut: nothing is refused or closed, it just doesn't arrive."""

import selectors
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.stand import wait_until
from tests.faults.tally import Tally, starts
from tests.faults.traffic import Traffic

LEASE = 3.0
PIECE = 2**16


@dataclass
class Cable(threading.Thread):
    """TCP on one end, PostgreSQL's socket on the other. What was sent while it is cut arrives when it is whole."""

    server: Path
    whole: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self):
        super().__init__(daemon=True)
        self.entrance = socket.create_server(("127.0.0.1", 0))
        self.entrance.settimeout(0.2)
        self.poll = selectors.DefaultSelector()
        self.poll.register(self.entrance, selectors.EVENT_READ)
        self.whole.set()

    __hash__ = threading.Thread.__hash__

    @property
    def url(self):
        return f"postgres://algoitny@127.0.0.1:{self.entrance.getsockname()[1]}/postgres"

    def run(self):
        while True:
            for key, _ in self.poll.select(0.2):
                self.whole.wait()
                if key.fileobj is self.entrance:
                    self.connect()
                elif key.fileobj.fileno() >= 0:  # its other end may have closed it a moment ago
                    self.carry(key.fileobj, key.data)
            self.whole.wait()

    def connect(self):
        outside, _ = self.entrance.accept()
        inside = socket.socket(socket.AF_UNIX)
        inside.connect(str(self.server))
        self.poll.register(outside, selectors.EVENT_READ, inside)
        self.poll.register(inside, selectors.EVENT_READ, outside)

    def carry(self, source, target):
        try:
            data = source.recv(PIECE)
            target.sendall(data)
        except OSError:
            data = b""
        if not data:
            for end in (source, target):
                self.poll.unregister(end)
                end.close()


def cut_from_the_database(stand, times, rng):
    """Some workers are behind the cable, others not; jobs that are cut off are taken over by those."""
    tally, cable = Tally(), Cable(stand.postgres.socket)
    cable.start()
    stand.end_all()
    stand.start("sweeper")
    far = [stand.worker("maintenance", 3, DATABASE_URL=cable.url), stand.worker("execution", 1, DATABASE_URL=cable.url)]
    near = [stand.worker("maintenance", 1), stand.worker("execution", 1)]
    wait_until(lambda: all(foreman.children() for foreman in far + near))
    with Traffic(rng, per_second=8) as traffic:
        for _ in range(times):
            time.sleep(rng.uniform(2, 4))
            began = time.time()
            cable.whole.clear()
            time.sleep(2 * LEASE)
            cable.whole.set()
            tally.fault(began)
    tally.close(traffic.committed)
    taken = sum(count > 1 for count in starts().values())
    tally.demand(taken, "no job was cut off while it ran")
    tally.notes.append(f"{taken} jobs were begun again; late writes refused: {stand.said('was taken from us')}")
    return tally
