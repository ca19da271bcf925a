import asyncio
import os
import resource
import warnings
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from django.core import signals
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import HttpResponseBadRequest
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
        self.load_middleware()

    async def __call__(self, scope, receive, send):
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
