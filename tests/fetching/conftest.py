import socket
import threading
from contextlib import ExitStack, suppress

import pytest

from tests.harness import pages as own

PUBLIC = "93.184.215.14"


@pytest.fixture
def pages(settings):
    """A server of ours, to which the fetcher may go."""
    with own.served() as served:
        settings.FETCH_FROM_TESTS = [served.host]
        yield served


@pytest.fixture
def hidden():
    """A server of ours, to which it may not."""
    with own.served() as served:
        yield served


@pytest.fixture
def ways(monkeypatch):
    """The addresses that are connected to, in order."""
    found = []
    connect = socket.create_connection

    def noted(address, *args, **options):
        found.append(address)
        return connect(address, *args, **options)

    monkeypatch.setattr(socket, "create_connection", noted)
    return found


@pytest.fixture
def internet(monkeypatch):
    """internet.names: what the resolver says, by name, each time that it is asked; internet.sites: where the connection
    to a public address ends. internet.ways and internet.lookups are what happened.
    """
    return Internet(monkeypatch)


class Internet:
    def __init__(self, monkeypatch):
        self.names, self.sites, self.ways, self.lookups = {}, {}, [], []
        self.connect = socket.create_connection
        monkeypatch.setattr(socket, "getaddrinfo", self.getaddrinfo)
        monkeypatch.setattr(socket, "create_connection", self.create_connection)

    def getaddrinfo(self, host, port, *args, **options):
        self.lookups.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        said = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in said.split()]

    def create_connection(self, address, *args, **options):
        self.ways.append(address)
        if address not in self.sites:
            raise ConnectionRefusedError(f"nothing is at {address}")
        sock = socket.socket()
        sock.connect(self.sites[address])
        return sock


@pytest.fixture(scope="module")
def canary():
    """Listens on this machine's own addresses, also on the web's ports where it may. What comes is a hit."""
    with ExitStack() as stack:
        yield Canary(stack)


class Canary:
    def __init__(self, stack: ExitStack):
        self.hits = []
        self.ports = []
        for family, address in [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]:
            for port in (80, 443, 0, 0):
                with suppress(OSError):
                    self.listen(stack, family, address, port)

    def listen(self, stack, family, address, port):
        listener = stack.enter_context(socket.socket(family))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen()
        self.ports.append(listener.getsockname()[1])
        threading.Thread(target=self.wait, args=(listener,), daemon=True).start()
        stack.callback(listener.shutdown, socket.SHUT_RDWR)

    def wait(self, listener):
        with suppress(OSError):
            while True:
                connection, peer = listener.accept()
                self.hits.append(peer)
                connection.close()
