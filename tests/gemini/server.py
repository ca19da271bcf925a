"""Gemini's REST protocol: who calls is asked for a key and for structured output; every call is remembered."""

import json
import re
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from judge.gemini import prompts
from tests.gemini.answers import Fails, Says, wrong_key
from tests.gemini.scripts import Scripts

KEY = "a-key-for-tests"
PATH = re.compile(r"/v1(?:beta)?/models/([\w.-]+):(generateContent|streamGenerateContent)(?:\?.*)?")


@dataclass
class Request:
    model: str
    is_stream: bool
    body: dict
    task: str = "?"

    def __post_init__(self):
        found = [task for task in tasks() if self.system.startswith(prompts.source(task)[1].split("{{")[0])]
        self.task = max(found, key=lambda task: len(prompts.source(task)[1]), default="?")

    @property
    def system(self):
        return texts(self.body.get("systemInstruction", {}))

    @property
    def text(self):
        return "\n".join(texts(content) for content in self.body.get("contents", []))

    @property
    def config(self):
        return self.body.get("generationConfig", {})


def tasks():
    return [path.stem for path in prompts.FOLDER.glob("[!_]*.md")]


def texts(content):
    return "\n".join(part.get("text", "") for part in content.get("parts", []))


@dataclass
class Gemini:
    """`will` queues answers, for a task or for any; without any left the persona answers, by default the scripts."""

    url: str = ""
    key: str = KEY
    persona: Callable | None = None
    calls: list[Request] = field(default_factory=list)
    connections: int = 0
    open_connections: int = 0
    queues: dict[str, deque] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self):
        self.scripts = Scripts()

    def will(self, *answers, task=""):
        """Anything that isn't one of tests.gemini.answers is the data of an answer."""
        ready = (each if hasattr(each, "send") else Says(each) for each in answers)
        self.queues.setdefault(task, deque()).extend(ready)

    def answer(self, request):
        with self.lock:
            self.calls.append(request)
            for queue in (self.queues.get(request.task), self.queues.get("")):
                if queue:
                    return queue.popleft()
            return (self.persona or self.scripts.answer)(request)

    def count(self, task=None):
        return sum(task in (None, call.task) for call in self.calls)

    @property
    def environment(self):
        """For a process that is to talk to it."""
        return {"GEMINI_API_KEY": self.key, "GEMINI_BASE_URL": self.url}


class Server(ThreadingHTTPServer):
    daemon_threads, block_on_close = True, False
    gemini: Gemini

    def handle_error(self, request, client_address):
        """Who called may have been killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def handle(self):
        gemini = self.server.gemini
        with gemini.lock:
            gemini.connections += 1
            gemini.open_connections += 1
        try:
            super().handle()
        finally:
            with gemini.lock:
                gemini.open_connections -= 1

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self.reply(body).send(self, self.asked)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # who called doesn't wait any more

    def reply(self, body):
        gemini = self.server.gemini
        self.asked = None
        if not (found := PATH.fullmatch(self.path)):
            return Fails(404, f"no such thing as {self.path}")
        self.asked = Request(found[1], found[2].startswith("stream"), json.loads(body))
        if not (key := self.headers.get("x-goog-api-key")):
            return Fails(403, "Method doesn't allow unregistered callers.")
        if key != gemini.key:
            return wrong_key()
        if self.asked.config.get("responseMimeType") != "application/json":
            return Fails(400, "no structured output was asked for")
        answer = gemini.answer(self.asked)
        return answer if hasattr(answer, "send") else Says(answer)

    def send_json(self, status, document):
        self.send_bytes(status, json.dumps(document).encode(), "application/json; charset=UTF-8")

    def send_events(self, documents):
        data = b"".join(b"data: " + json.dumps(each).encode() + b"\r\n\r\n" for each in documents)
        self.send_bytes(200, data, "text/event-stream")

    def send_bytes(self, status, data, kind, length=None):
        self.begin(status, kind, len(data) if length is None else length)
        self.wfile.write(data)
        if length not in (None, len(data)):
            self.wfile.flush()
            self.close_connection = True

    def begin(self, status, kind, length):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def running(port=0, **options):
    """A server on a free port of this machine, as a Gemini."""
    with Server(("127.0.0.1", port), Handler) as server:
        gemini = Gemini(url=f"http://127.0.0.1:{server.server_port}", **options)
        server.gemini = gemini
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield gemini
        finally:
            server.shutdown()
            thread.join()
