"""SQL statements, session and user included: of every address of ours, the same number however much there is."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from judge import blobs, hints
from judge.models import AiRun, Collaborator, Job, Plan, Tag
from tests.factories import make_problem, publish, submit
from tests.web.conftest import SAMPLES, judged, wrong
from web import again, urls
from web.access import Watch
from web.broadcast import look
from web.result import Result

FEW, MANY = 1, 30
MOST = 8
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PNG = b"\x89PNG"
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Asked:
    """What is asked of an address, by whom, and how many statements it may take with nothing kept, and again."""

    do: Callable
    cold: int
    warm: int | None = None
    by: str = "charlie"


def get(address):
    return lambda world, client: client.get(address.format(world))


def post(address, **fields):
    return lambda world, client: client.post(
        address.format(world), {k: str(v).format(world) for k, v in fields.items()}
    )


def submit_something(world, client):
    code = {"language": "python3", "source": "print(3)", "token": uuid.uuid4()}
    return client.post("/problems/p0/submit", code)


def begin_a_stream(world, client):
    watch = Watch(client.session.session_key, world.pending.pk)
    assert watch.is_allowed()
    return Result(*watch.submission_and_user()).with_waiting()


def begin_to_look_again(world, client):
    watch = Watch(client.session.session_key, world.submission.pk)
    assert watch.is_allowed()
    return again.look(watch)


def look_at_a_stream(world, client):
    """Again and again, for all its pages."""
    return world.looked_at.anew()


NAMES = {"username": "erin", "password1": "some-words-of-mine", "password2": "some-words-of-mine"}
PASSWORDS = {"old_password": "chocolate-factory", "new_password1": "glass-elevator", "new_password2": "glass-elevator"}

ADDRESSES: dict[str, list[Asked]] = {
    "home": [Asked(get("/"), 3)],
    "problems": [
        Asked(get("/problems/"), 4, warm=4),
        Asked(get("/problems/?q=p&tag=easy"), 4, warm=4),
        Asked(get("/problems/"), 4, warm=4, by="dave"),
    ],
    "problem": [
        Asked(get("/problems/p0/"), 7, warm=6),
        Asked(get("/problems/p0/?from={0.submission.pk}"), 8, warm=7),
        Asked(get("/problems/p0/"), 2, warm=1, by=""),
    ],
    "submit": [Asked(submit_something, 9, warm=8)],
    "problem-image": [Asked(get("/problems/p0/images/a.png"), 4, warm=3)],
    "submissions": [
        Asked(get("/submissions/"), 3),
        Asked(get("/submissions/?problem=p0"), 3),
        Asked(get("/submissions/?all=1"), 3, by="dave"),
    ],
    "submission": [
        Asked(get("/submissions/{0.submission.pk}/"), 5),
        Asked(get("/submissions/{0.unhinted.pk}/"), 7),
        Asked(get("/submissions/{0.pending.pk}/"), 5),
    ],
    "submission-stream": [Asked(begin_a_stream, 8), Asked(look_at_a_stream, 3)],
    "submission-news": [Asked(get("/submissions/{0.submission.pk}/news?seen={0.submission.version_id}-WA"), 3)],
    "submission-again-stream": [Asked(begin_to_look_again, 8)],
    "submission-cancel": [Asked(post("/submissions/{0.pending.pk}/cancel"), 8)],
    "submission-retry": [Asked(post("/submissions/{0.broken.pk}/retry"), 8, by="dave")],
    "submission-flag": [Asked(post("/submissions/{0.accepted.pk}/flag", verdict="WA", words="It says so."), 8)],
    "submission-hints": [Asked(post("/submissions/{0.unhinted.pk}/hints"), MOST)],
    "submission-hints-open": [Asked(post("/submissions/{0.submission.pk}/hints/open", number=2), 5)],
    "submission-hints-stream": [Asked(get("/submissions/{0.submission.pk}/hints/stream"), 8)],
    "submission-piece": [Asked(get("/submissions/{0.submission.pk}/tests/1/input"), 5)],
    "statistics": [Asked(get("/statistics/"), 7, warm=3)],
    "jobs": [Asked(get("/jobs/"), 5), Asked(get("/jobs/"), 5, by="dave")],
    "job": [Asked(get("/jobs/{0.step.pk}/"), 6)],
    "job-act": [
        Asked(post("/jobs/{0.step.pk}/cancel"), 8),
        Asked(post("/jobs/{0.dead.pk}/retry"), 8),
    ],
    "queues": [Asked(get("/operations/queues/"), 7, by="dave")],
    "queue-act": [
        Asked(post("/operations/queues/generation/empty"), MOST, by="dave"),
        Asked(post("/operations/queues/execution/empty"), MOST, by="dave"),
        Asked(post("/operations/queues/execution/retry"), MOST, by="dave"),
    ],
    "cache-act": [
        Asked(post("/operations/cache/warm"), 4, by="dave"),
        Asked(post("/operations/cache/invalidate", pattern="problem_*"), 3, by="dave"),
        Asked(post("/operations/cache/invalidate", pattern="*"), 2, by="dave"),
    ],
    "recover": [Asked(post("/operations/recover"), 8, by="dave")],
    "signup": [Asked(get("/signup/"), 0, by=""), Asked(post("/signup/", **NAMES), 8, by="")],
    "login": [
        Asked(get("/login/"), 0, by=""),
        Asked(post("/login/", username="charlie", password="chocolate-factory"), 8, by=""),
    ],
    "logout": [Asked(post("/logout/"), 4)],
    "password": [Asked(get("/password/"), 2), Asked(post("/password/", **PASSWORDS), 8)],
    "healthz": [Asked(get("/healthz"), 1, by="")],
}
NOT_OURS = ("admin/", "favicon.ico")  # Django's, the dashboard's, and a redirect


class World:
    """Alice's problems, and what Charlie does: as much of each as there is of the others."""

    def __init__(self, people):
        self.people, self.size = people, 0
        self.tag = Tag.objects.create(name="easy")
        Plan.objects.update(daily_executions=1000, daily_hints=1000)
        self.image = blobs.put(PNG)
        self.head = self.job("dead", state="dead", finished=Now())

    def job(self, kind="run_submission", queue="execution", **fields):
        return Job.objects.create(kind=kind, queue=queue, requested_by=self.people["charlie"], **fields)

    def grow(self, size):
        for number in range(self.size, size):
            self.add(number, size)
        self.size = size
        self.accepted = judged(self.problem, self.people["charlie"])
        self.pending = submit(self.problem, self.people["charlie"])
        self.job(subject=self.pending.pk)
        self.looked_at = look(self.pending.pk)
        self.broken = submit(self.problem, self.people["charlie"], verdict="JE", judged=Now())
        self.job(state="dead", subject=self.broken.pk, finished=Now())

    def add(self, number, size):
        charlie = self.people["charlie"]
        self.problem = make_problem(f"p{number}", owner=self.people["alice"])
        tests = [(b"1 2\n", b"3\n")] * size
        publish(self.problem, tests=tests, samples=SAMPLES, images={"a.png": self.image})
        self.problem.tags.add(self.tag, Tag.objects.create(name=f"tag-{number}"))
        Collaborator.objects.create(problem=self.problem, user=charlie)
        self.submission = judged(self.problem, charlie, {1: wrong(b"4\n")})
        self.unhinted = judged(self.problem, charlie, {1: wrong(b"4\n")})
        AiRun.objects.create(
            kind="hints",
            key=hints.key(self.submission),
            submission=self.submission,
            requested_by=charlie,
            finished=Now(),
            document={"v": 1, "levels": ["Look."] * 4},
        )
        self.step = self.job(chain=self.head, subject=self.submission.pk)
        self.job(
            "delete_job", "maintenance", state="running", started=Now(), lease=LONG_AGO, subject=self.submission.pk
        )
        self.dead = self.job("delete_job", "maintenance", state="dead", finished=Now(), subject=self.step.pk)


@pytest.fixture
def world(alice, charlie, dave, gemini):
    world = World({"alice": alice, "charlie": charlie, "dave": dave})
    world.grow(FEW)
    return world


def names():
    return [
        pattern.name
        for pattern in urls.urlpatterns
        if str(pattern.pattern) not in ("workshop/", "admin/rq/", *NOT_OURS)
    ]


def test_every_address_says_how_many_statements_it_takes():
    assert set(ADDRESSES) == set(names())
    pages = {name: cases for name, cases in ADDRESSES.items() if name != "submit"}  # which only leads to one
    assert all(asked.cold <= MOST for cases in pages.values() for asked in cases)
    assert all(asked.warm <= 4 for asked in ADDRESSES["problems"])


def test_no_address_takes_more_statements_for_more_data(world):
    few = counted(world)
    world.grow(MANY)
    many = counted(world)

    grown = {case: (few[case], many[case]) for case, asked in cases() if few[case] != many[case]}
    too_many = {case: (many[case], (asked.cold, asked.warm)) for case, asked in cases() if is_more(many[case], asked)}
    assert (grown, too_many) == ({}, {})


def is_more(found, asked):
    return found[0] > asked.cold or (asked.warm is not None and found[1] > asked.warm)


def cases():
    for name, several in ADDRESSES.items():
        for number, asked in enumerate(several):
            yield f"{name} {number}", asked


def counted(world):
    return {case: statements(asked, world) for case, asked in cases()}


def statements(asked, world):
    """With nothing kept, and once more. What it changes is taken back."""
    cache.clear()
    with transaction.atomic():
        client = Client()
        if asked.by:
            client.force_login(get_user_model().objects.get(username=asked.by))
        numbers = [number_of(asked, world, client) for _ in range(1 if asked.warm is None else 2)]
        transaction.set_rollback(True)
    return (*numbers, None)[:2]


def number_of(asked, world, client):
    with CaptureQueriesContext(connection) as captured:
        response = asked.do(world, client)
    assert getattr(response, "status_code", 200) < 400, (asked, response)
    return sum(not query["sql"].startswith(TRANSACTIONS) for query in captured.captured_queries)
