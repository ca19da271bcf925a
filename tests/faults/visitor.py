"""Charlie's browser, as far as it submits and reads."""

import http.client
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from tests.faults.stand import wait_until
from tests.harness.processes import answers, free_port

CSRF = "c" * 32


def serve(stand, port=None, **env):
    """A web process and its port, when it answers."""
    port = port or free_port()
    web = stand.run("-m", "uvicorn", "tests.faults.site:application", "--port", str(port), **env)
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
    return web, port


def with_site(stand) -> "Visitor":
    """The usual fleet with a site and a scheduler."""
    stand.usual_fleet()
    if not stand.site:
        stand.start("scheduler")
        _, stand.site = serve(stand)
    return Visitor(stand.site)


def signed_in() -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(username="charlie"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Visitor:
    port: int
    session: str = field(default_factory=signed_in)

    def ask(self, method, path, data=None, timeout=60.0) -> tuple[int, str, str]:
        """Status, where it sends us, and the page."""
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            browser.request(method, path, data and urlencode(data), self.headers(data))
            answer = browser.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            browser.close()

    def headers(self, data):
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={CSRF}"
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF} if data else {}
        return {"Cookie": cookies} | form

    def submit(self, source, timeout=60.0) -> int:
        """The number of the submission that the page leads to."""
        form = {"language": "python3", "source": source, "token": str(uuid4())}
        status, location, _ = self.ask("POST", "/problems/sums/submit", form, timeout)
        if status != 302 or "/submissions/" not in location:
            raise Unhelpful(status)
        return int(location.strip("/").split("/")[-1])


class Unhelpful(Exception):
    """An answer that isn't what a visitor wants; its status."""

    @property
    def status(self) -> int:
        return self.args[0]
