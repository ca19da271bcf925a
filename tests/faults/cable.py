"""A proxy on the way to PostgreSQL, for machines where no network of one's own can be made."""

import selectors
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

PIECE = 2**16


@dataclass
class Cable(threading.Thread):
    """TCP on one end, PostgreSQL's socket on the other. What was sent while it is cut arrives when it is whole."""

    name = "a proxy"
    network = None

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

    def cut(self):
        self.whole.clear()

    def heal(self):
        self.whole.set()

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
