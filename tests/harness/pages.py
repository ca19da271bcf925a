"""Pages that the tests serve themselves, on this machine: what somebody brings a problem from."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0  # seconds before each of its bytes, headers too


@dataclass
class Pages:
    """pages.put("/sums", "<h1>Sums</h1>"); pages.asked is what was asked for, in order."""

    host: str
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    anything: bytes | None = None  # what stands at every other address

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    @property
    def other(self) -> Reply:
        return Reply(b"no such page", status=404) if self.anything is None else Reply(self.anything)

    def put(self, path: str, body: str | bytes = b"", **said) -> str:
        self.replies[path] = Reply(body.encode() if isinstance(body, str) else body, **said)
        return self.url(path)

    def send_to(self, path: str, where: str, status: int = 302) -> str:
        return self.put(path, status=status, headers={"Location": where})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pages: Pages

    def do_GET(self):
        self.pages.asked.append(self.path)
        self.pages.headers.append(dict(self.headers))
        reply = self.pages.replies.get(self.path) or self.pages.other
        head = {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body))} | reply.headers
        lines = [f"HTTP/1.1 {reply.status} said", *(f"{name}: {value}" for name, value in head.items() if value)]
        self.close_connection = True
        with suppress(OSError):  # who asked has heard enough
            self.send("\r\n".join([*lines, "", ""]).encode() + reply.body, reply.pause)

    def send(self, data: bytes, pause: float):
        for piece in [bytes([byte]) for byte in data] if pause else [data]:
            time.sleep(pause)
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A browser, or a test, that went away."""


@contextmanager
def served(port: int = 0) -> Iterator[Pages]:
    server = Server(("127.0.0.1", port), Handler)
    pages = Pages(f"127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Own", (Handler,), {"pages": pages})
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield pages
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
