"""Many open pages at once: one web process, real submissions of as many people, their browsers in another process."""

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from judge import events
from judge.benchmarks import Figure
from judge.benchmarks.click import free_port, process, signed_in, wait_until
from judge.benchmarks.submission import make_version
from judge.models import Job, ProblemVersion, Submission, User

TOPICS = 200
CLIENTS = 10  # a topic
EVENTS = 20  # a topic
SECONDS = 20
GRACE = 15  # seconds for what was published last
Moments = dict[tuple[int, int], float]  # by topic and test


def figures() -> Iterator[Figure]:
    version = make_version(EVENTS)
    version.problem.publish(version)
    port = free_port()
    with process("uvicorn", "judge.asgi:application", "--port", str(port), "--log-level", "warning") as web:
        yield from measured(Site(web, port, version.problem.get_absolute_url()), submissions_to(version))


def measured(site: "Site", submissions: list[Submission]) -> Iterator[Figure]:
    site.wait()
    alone, began = site.state(), time.monotonic()
    with client(site.port, submissions) as browsers:
        browsers.readline()
        connected = time.monotonic() - began
        with site.visited():
            published = publish(submissions)
            crowded = site.state()
        told = json.loads(browsers.readline())
    late = [1000 * (moment - published[topic, test]) for topic, test, moment in told["arrivals"]]
    lost = TOPICS * CLIENTS * EVENTS - len(late)
    held = f"all open in {connected:.1f} s; one web process: {crowded} (with none: {alone})"
    yield Figure("streams.clients", told["open"], "clients", TOPICS * CLIENTS, held, at_least=True)
    middle = f"median {statistics.median(late):.0f} ms, most {max(late):.0f} ms; meanwhile {site.visits}"
    yield Figure("streams.p99_ms", statistics.quantiles(late, n=100)[-1], "ms", 500, middle)
    yield Figure("streams.lost", lost, "events", 0, f"of {TOPICS * CLIENTS * EVENTS}; {told['twice']} came twice")


def submissions_to(version: ProblemVersion) -> list[Submission]:
    """One of each author, being judged."""
    people = User.objects.bulk_create(User(username=f"watcher-{uuid.uuid4().hex}") for _ in range(TOPICS))
    submissions = Submission.objects.bulk_create(
        Submission(problem=version.problem, version=version, author=author, language="cpp", token=uuid.uuid4())
        for author in people
    )
    now, state = timezone.now(), Job.State.RUNNING
    Job.objects.bulk_create(
        Job(kind="run_submission", queue="execution", subject=submission.pk, state=state, started=now)
        for submission in submissions
    )
    return submissions


def publish(submissions: list[Submission]) -> Moments:
    """Each topic's events evenly over the time, the topics one after the other."""
    moments: Moments = {}
    began, step = time.monotonic(), SECONDS / EVENTS / len(submissions)
    for number in range(1, EVENTS + 1):
        for index, submission in enumerate(submissions):
            time.sleep(max(began + ((number - 1) * len(submissions) + index) * step - time.monotonic(), 0))
            moments[index, number] = time.monotonic()
            events.publish(submission.topic, fence=1, test=number, verdict="AC", cpu_ms=12, bytes=3_000_000)
    return moments


@contextmanager
def client(port: int, submissions: list[Submission]) -> Iterator:
    """The lines that the browsers' process writes."""
    cookies = [signed_in(submission.author.username)["Cookie"] for submission in submissions]
    addresses = [
        [f"{s.get_absolute_url()}stream?after=0", cookie] for s, cookie in zip(submissions, cookies, strict=True)
    ]
    arguments = [str(number) for number in (port, CLIENTS, EVENTS, SECONDS + GRACE)]
    command = [sys.executable, "-m", "judge.benchmarks.streams_client", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin
        running.stdin.write(json.dumps(addresses) + "\n")
        running.stdin.flush()
        yield running.stdout


@dataclass
class Site:
    process: subprocess.Popen
    port: int
    page: str
    seconds: list[float] = field(default_factory=list)  # that somebody waited for the page who came by meanwhile

    def wait(self):
        wait_until(self.answers)
        self.visit()

    def answers(self) -> bool:
        try:
            return self.visit() == 200
        except ConnectionRefusedError:
            return False

    def visit(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", self.page)
        return connection.getresponse().status

    def state(self) -> str:
        status = dict(line.split(":", 1) for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines())
        return f"{int(status['Threads'])} threads, {int(status['VmRSS'].split()[0]) // 1024} MB"

    @contextmanager
    def visited(self) -> Iterator[None]:
        is_over = threading.Event()

        def come_by():
            while not is_over.wait(0.5):
                began = time.monotonic()
                self.seconds += [time.monotonic() - began] if self.visit() == 200 else [float("inf")]

        visitor = threading.Thread(target=come_by)
        visitor.start()
        try:
            yield
        finally:
            is_over.set()
            visitor.join()

    @property
    def visits(self) -> str:
        median, most = statistics.median(self.seconds), max(self.seconds)
        return f"{len(self.seconds)} visits to a problem took {1000 * median:.0f} ms (most {1000 * most:.0f})"
