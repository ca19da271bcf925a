"""Redis and PostgreSQL that go, forget, and come back."""

import http.client
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connections, transaction

from judge.models import Job, Problem, Submission
from tests.factories import publish
from tests.faults.pace import AWAY, ONCE
from tests.faults.servers import Postgres
from tests.faults.stand import wait_until
from tests.faults.tally import Tally
from tests.faults.traffic import RIGHT, Traffic
from tests.faults.visitor import Unhelpful, Visitor, with_site

FRESH = 60 if ONCE else 5  # seconds after which a page must show what is new
SCHEDULE = "every-warm_problem_cache"


def redis_row(strike):
    def row(stand, times, rng):
        tally, visitor = Tally(), with_site(stand)
        wait_until(lambda: is_scheduled(stand))
        with Traffic(rng) as traffic:
            for _ in range(times):
                time.sleep(rng.uniform(0.5, 2))
                began, asked = time.time(), Submitting(visitor)
                strike(stand, asked)
                tally.fault(began)
                tally.demand(wait_until(lambda: is_scheduled(stand)), "schedules are not back within 60 s")
                tally.measure("schedules back after", time.time() - tally.faults[-1][1])
                tally.measure("submitting took", asked.longest)
                tally.demand_in_time(wait_until(is_drained_of(tally.faults[-1])), "resumed later than 60 s")
        tally.close(traffic.committed)
        return tally

    return row


def is_drained_of(fault):
    """Whether all that was committed by its end is finished; the next one then falls on work of its own."""
    _, ended = fault
    by_then = datetime.fromtimestamp(ended, UTC)
    return lambda: not Job.objects.live().filter(created__lte=by_then).exists()


def is_scheduled(stand) -> bool:
    return stand.valkey.client().zscore("rq:scheduler:scheduled_jobs", SCHEDULE) is not None


class Submitting:
    """Called while Redis is in trouble."""

    def __init__(self, visitor):
        self.visitor, self.longest = visitor, 0.0

    def __call__(self):
        began = time.monotonic()
        pk = self.visitor.submit(f"{RIGHT}# {began}\n", timeout=60)
        assert Job.objects.filter(kind="run_submission", subject=pk).exists()
        self.longest = max(self.longest, time.monotonic() - began)


def kill_redis(stand, meanwhile):
    stand.valkey.stop(9)
    meanwhile()
    stand.valkey.start()


def flush_redis(stand, meanwhile):
    stand.valkey.client().flushall()
    meanwhile()


def take_redis_away(stand, meanwhile):
    stand.valkey.stop(9)
    until = time.monotonic() + AWAY
    while time.monotonic() < until:
        meanwhile()
        time.sleep(2)
    stand.valkey.start()


def fill_redis(stand, meanwhile):
    """One client, ours, is all that it takes; whoever was connected is thrown out."""
    with stand.valkey.client() as admin:
        before = admin.config_get("maxclients")["maxclients"]
        admin.config_set("maxclients", 1)
        admin.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        admin.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        until = time.monotonic() + AWAY / 4
        while time.monotonic() < until:
            meanwhile()
            time.sleep(1)
        admin.config_set("maxclients", before)


class Visits(threading.Thread):
    """Submits and reads all the time, and remembers what it was told."""

    def __init__(self, visitor: Visitor, pause=0.5, at_most=1_000_000, reads=()):
        super().__init__(daemon=True)
        self.visitor, self.pause, self.over = visitor, pause, threading.Event()
        self.at_most, self.reads = at_most, reads
        self.told: list[int] = []  # submissions that it was led to
        self.refused: list[int | str] = []  # answers that were something else

    def run(self):
        for number in range(self.at_most):
            if self.over.wait(self.pause):
                return
            try:
                self.visit(number % 20)
            except Unhelpful as answer:
                self.refused.append(answer.status)
            except (OSError, http.client.HTTPException) as error:
                self.refused.append(type(error).__name__)

    def visit(self, number):
        self.told.append(self.visitor.submit(f"{RIGHT}# visit {number}\n", timeout=90))
        for path in self.reads:
            self.visitor.ask("GET", path, timeout=90)

    @contextmanager
    def going_on(self):
        self.start()
        try:
            yield self
        finally:
            self.over.set()
            self.join(100)


def postgres_row(strike):
    def row(stand, times, rng):
        tally, visitor = Tally(), with_site(stand)
        visits = Visits(visitor)
        with visits.going_on(), Traffic(rng) as traffic:
            for number in range(times):
                time.sleep(rng.uniform(1, 3))
                began = time.time()
                strike(stand.postgres)
                tally.fault(began)
                connections.close_all()
                tally.demand(shows_the_new(visitor, f"edition {began} {number}"), f"a stale page after {FRESH} s")
                tally.demand_in_time(wait_until(is_drained_of(tally.faults[-1])), "resumed later than 60 s")
        tally.close(traffic.committed)
        known = set(Submission.objects.values_list("pk", flat=True))
        tally.demand(known.issuperset(visits.told), "success was shown for what is not there")
        tally.demand(visits.told, "nobody could submit")
        tally.demand(set(visits.refused) <= {503}, f"a visitor was told {visits.refused}")
        tally.notes.append(
            f"{len(visits.told)} submitted on the site, {len(visits.refused)} were told to come back (503)"
        )
        return tally

    return row


def shows_the_new(visitor, words) -> bool:
    """A version that is published now is what the page shows within 5 s."""
    publish_edition(words)
    return wait_until(lambda: page_has(visitor, words), FRESH)


def publish_edition(words):
    sums = Problem.objects.get(slug="sums")
    tests = [(f"{n} {n + 1}\n".encode(), f"{2 * n + 1}\n".encode()) for n in range(1, 6)]
    with transaction.atomic():
        publish(sums, tests=tests, samples=[(b"1 2\n", b"3\n")], statements={"en": f"<p>Add, {words}.</p>"})


def page_has(visitor, words) -> bool:
    try:
        status, _, page = visitor.ask("GET", "/problems/sums/")
    except OSError:
        return False
    return status == 200 and words in page


def restart(postgres):
    postgres.stop(Postgres.FAST)
    postgres.start()


def crash(postgres):
    postgres.stop(Postgres.AT_ONCE)
    postgres.start()


def take_away(postgres):
    postgres.stop(Postgres.FAST)
    time.sleep(AWAY)
    postgres.start()
