"""Many open pages at once: one web process, real submissions of as many people, their browsers in another process."""

import json
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.utils import timezone

from judge import events
from judge.benchmarks import Figure
from judge.benchmarks.click import signed_in
from judge.benchmarks.processes import free_port, process
from judge.benchmarks.streams_site import Site
from judge.benchmarks.submission import make_version
from judge.models import Job, ProblemVersion, Submission, User

TOPICS = 200
CLIENTS = 10  # a topic
EVENTS = 20  # a topic
SECONDS = 20
GRACE = 15  # seconds for what was published last
WEB = ("uvicorn", "judge.asgi:application", "--workers", "1", "--log-level", "warning")


def figures() -> Iterator[Figure]:
    call_command("collectstatic", verbosity=0)
    version = make_version(EVENTS)
    version.problem.publish(version)
    port = free_port()
    with process(*WEB, "--port", str(port)) as web:
        yield from measured(Site(web.pid, port, version.problem.get_absolute_url()), submissions_to(version))


def measured(site: Site, submissions: list[Submission]) -> Iterator[Figure]:
    site.wait()
    alone = site.state()
    with browsers(site.port, submissions) as told:
        with site.visited():
            opening = next(told).strip()
            published = publish(submissions)
            crowded = site.state()
        found = json.loads(next(told))
    late = [1000 * (moment - published[topic, test]) for topic, test, moment in found["arrivals"]]
    total = TOPICS * CLIENTS * EVENTS
    held = f"all open after {opening} s; the web process then: {crowded}; with none: {alone}"
    yield Figure("streams.clients", found["open"], "clients", TOPICS * CLIENTS, held, at_least=True)
    middle = f"median {statistics.median(late):.0f} ms, most {max(late):.0f} ms; meanwhile {site.visits}"
    yield Figure("streams.p99_ms", statistics.quantiles(late, n=100)[-1], "ms", 500, middle)
    yield Figure("streams.lost", total - len(late), "events", 0, f"of {total}; {found['twice']} came twice")


def submissions_to(version: ProblemVersion) -> list[Submission]:
    """One of each author, being judged."""
    people = User.objects.bulk_create(User(username=f"watcher-{uuid.uuid4().hex}") for _ in range(TOPICS))
    submissions = Submission.objects.bulk_create(
        Submission(problem=version.problem, version=version, author=author, language="cpp", token=uuid.uuid4())
        for author in people
    )
    about = {"kind": "run_submission", "queue": "execution", "state": Job.State.RUNNING, "started": timezone.now()}
    Job.objects.bulk_create(Job(subject=submission.pk, **about) for submission in submissions)
    return submissions


@contextmanager
def browsers(port: int, submissions: list[Submission]) -> Iterator[Iterator[str]]:
    """Each author's, in a process of their own: the lines that it says."""
    pages = [(f"{each.get_absolute_url()}stream?after=0", signed_in(each.author.username)) for each in submissions]
    arguments = [str(number) for number in (port, CLIENTS, EVENTS, SECONDS + GRACE)]
    command = [sys.executable, "-m", "judge.benchmarks.streams_client", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin and running.stdout
        running.stdin.write(json.dumps([(path, headers["Cookie"]) for path, headers in pages]) + "\n")
        running.stdin.flush()
        yield running.stdout


def publish(submissions: list[Submission]) -> dict[tuple[int, int], float]:
    """Each topic's events evenly over the time, the topics in turn: the moment of each (topic, test)."""
    moments: dict[tuple[int, int], float] = {}
    began, pause = time.monotonic(), SECONDS / EVENTS / len(submissions)
    for number in range(1, EVENTS + 1):
        for topic, submission in enumerate(submissions):
            time.sleep(max(began + len(moments) * pause - time.monotonic(), 0))
            moments[topic, number] = time.monotonic()
            events.publish(submission.topic, fence=1, test=number, verdict="AC", cpu_ms=12, bytes=3_000_000)
    return moments
