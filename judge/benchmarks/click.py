"""From the click on Submit to the worker's claim: a real web process, a real worker, one submission after another."""

import http.client
import statistics
import time
import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from judge.benchmarks.processes import PATIENCE, free_port, process, wait_until
from judge.models import Job, Plan, Problem, Submission, User

CLICKS = 100
TOKEN = "b" * 32  # the form's, and the cookie's: what the site compares


def click_to_claim(problem: Problem, source: str) -> float:
    """Median of milliseconds from sending the request to the claim, by the row: both clocks are this machine's."""
    port = free_port()
    with (
        process("uvicorn", "judge.asgi:application", "--port", str(port), "--log-level", "warning"),
        process("python", "manage.py", "worker", "execution"),
    ):
        headers = signed_in()
        clicks = [click(port, problem, source, headers) for _ in range(CLICKS + 1)]
    return statistics.median(clicks[1:])  # the first one warms both processes up


def click(port: int, problem: Problem, source: str, headers: dict[str, str]) -> float:
    form = {"language": "cpp", "source": source, "token": str(uuid.uuid4()), "csrfmiddlewaretoken": TOKEN}
    began = time.time()
    response = post(port, f"/problems/{problem.slug}/submit", urlencode(form), headers)
    submission = int((response.headers["Location"] or "").strip("/").rpartition("/")[2])
    wait_until(lambda: Submission.objects.get(pk=submission).is_judged)
    return 1000 * (claimed(submission) - began)


def claimed(submission: int) -> float:
    started = Job.objects.get(kind="run_submission", subject=submission).started
    assert started is not None
    return started.timestamp()


def post(port: int, path: str, body: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("POST", path, body, headers)
            return connection.getresponse()
        except ConnectionRefusedError:  # it is still starting
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def signed_in(name: str = "clicker") -> dict[str, str]:
    plan, _ = Plan.objects.get_or_create(name="bench", defaults={"daily_executions": 10**6})
    user, _ = User.objects.get_or_create(username=name, defaults={"plan": plan})
    client = Client()
    client.force_login(user)
    session, csrf = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    cookies = f"{session}={client.session.session_key}; {csrf}={TOKEN}"
    return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
