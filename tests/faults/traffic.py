"""A running stream of jobs, and a few real submissions among them."""

import threading
import time
from random import Random
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import Error as DatabaseError
from django.db import connection, connections, transaction

from judge import jobs
from judge.models import Job, Plan, Problem, Submission
from tests.factories import make_problem, publish
from tests.faults import kinds

RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
WRONG = "a, b = map(int, input().split())\nprint(a - b)\n"
EXPECTED = {RIGHT: "AC", WRONG: "WA"}


def make_people_and_problem():
    Plan.objects.filter(name=Plan.FREE).update(daily_executions=1_000_000)
    alice = get_user_model().objects.create_user("alice", password="wonderland")
    get_user_model().objects.create_user("charlie", password="chocolate-factory")
    tests = [(f"{n} {n + 1}\n".encode(), f"{2 * n + 1}\n".encode()) for n in range(1, 6)]
    publish(make_problem("sums", owner=alice), tests=tests, samples=[(b"1 2\n", b"3\n")])


def usual(rng):
    """A kind and its subject."""
    mix = (kinds.trivial, 0), (kinds.quick, 0), (kinds.slow, rng.randint(100, 600)), (kinds.steps, 100)
    return rng.choices(mix, (50, 15, 25, 10))[0]


def trivial(rng):
    return rng.choices((kinds.trivial, kinds.quick), (4, 1))[0], 0


class Traffic(threading.Thread):
    """What was committed is in `committed`; what the database refused is not, and nobody was told otherwise."""

    def __init__(self, rng: Random, per_second=12.0, submission_every=3.0, mix=usual):
        super().__init__(daemon=True)
        self.rng, self.pause, self.submission_every, self.mix = rng, 1 / per_second, submission_every, mix
        self.over = threading.Event()
        self.committed: list[int] = []
        self.refused = 0
        self.submitted_at = 0.0  # the first at once

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.over.set()
        self.join(60)

    def run(self):
        while not self.over.wait(self.rng.uniform(0.2, 1.8) * self.pause):
            try:
                self.committed.append(self.enqueue_one())
            except DatabaseError:
                self.refused += 1
                connections.close_all()
        connections.close_all()

    def enqueue_one(self) -> int:
        if self.submission_every and time.monotonic() - self.submitted_at > self.submission_every:
            self.submitted_at = time.monotonic()
            return submit(self.rng.choice((RIGHT, WRONG)))
        return enqueue(*self.mix(self.rng))


def enqueue(kind, subject=0) -> int:
    with transaction.atomic():
        return kind.enqueue(subject).pk


def submit(source) -> int:
    """As the page does; the source made different each time, so that most are compiled anew."""
    sums = Problem.objects.get(slug="sums")
    author = get_user_model().objects.get(username="charlie")
    with transaction.atomic():
        submission = Submission.objects.create(
            problem=sums, version=sums.current, author=author, source=source, language="python3", token=uuid4()
        )
        return jobs.run_submission.enqueue(submission.pk, requested_by=author).pk


def wrong_verdicts() -> list[str]:
    """Of all submissions that were judged; "judge error" is what a dead job leaves."""
    return [
        f"submission {pk} is {verdict}, not {EXPECTED[source]}"
        for pk, source, verdict in Submission.objects.exclude(verdict__in=("", "JE")).values_list(
            "pk", "source", "verdict"
        )
        if verdict != EXPECTED[source.split("# ")[0]]
    ]


def clear():
    """For the next row."""
    Job.objects.all().delete()
    Submission.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE start, effect")
