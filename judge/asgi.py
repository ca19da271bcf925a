import asyncio
import os
import resource
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from django.conf import settings
from django.core import signals
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import HttpResponse, HttpResponseBadRequest, parse_cookie
from django.urls import set_script_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")

# Whitenoise sends files with synchronous iterators; that each is read at once is no news.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


class Streams(ASGIHandler):
    """For answers that last. Django's own handler keeps a thread for each request until the last byte of its answer is
    sent; here few threads serve all, each only until the answer begins.
    """

    def __init__(self):
        self.threads = ThreadPoolExecutor(2, "streams")
        self.open: Counter[str] = Counter()  # by session; of nobody's nothing is streamed
        self.load_middleware()

    async def __call__(self, scope, receive, send):
        session = session_of(scope)
        self.open[session] += 1
        try:
            await self.serve(scope, receive, send, is_one_too_many=self.open[session] > settings.STREAMS_EACH)
        finally:
            self.open -= Counter([session])  # and forgets whoever has none

    async def serve(self, scope, receive, send, is_one_too_many: bool):
        if is_one_too_many:
            await self.send_response(too_many(), send)
            return
        response = await asyncio.get_running_loop().run_in_executor(self.threads, self.answer, scope)
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(self.send_response(response, send))
            leaving = tasks.create_task(left(receive))
            sending.add_done_callback(lambda _: leaving.cancel())
            leaving.add_done_callback(lambda _: sending.cancel())

    def answer(self, scope):
        """Through all middleware. Nobody streams to us: no body is read."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, _ = self.create_request(scope, BytesIO())
        response = self.get_response(request) if request else HttpResponseBadRequest()
        response.close()  # as far as Django is concerned: connections to the database go back
        return response


def session_of(scope) -> str:
    cookies = "; ".join(value.decode("latin1") for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


def too_many() -> HttpResponse:
    """A browser tries again by itself: in a while, once there is room."""
    words = f"You have {settings.STREAMS_EACH} pages open that follow something live. Close some of them.\n"
    return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "30"})


async def left(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


async def application(scope, receive, send):
    """What streams has an address that ends so."""
    is_stream = scope["type"] == "http" and scope["path"].endswith("/stream")
    await (streams if is_stream else pages)(scope, receive, send)


def hold_as_many_connections_as_allowed():
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


pages = get_asgi_application()
streams = Streams()
hold_as_many_connections_as_allowed()

from judge.redis import refuse_eviction  # noqa: E402 (settings are there only now)

refuse_eviction()
