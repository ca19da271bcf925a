"""A running job hears that it is cancelled: from a look at Redis, or from its heartbeat, which needs none."""

import socket
import time

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.db.backends.signals import connection_created

from judge import queue
from judge import settings as production
from judge.models import Job
from judge.queue import nudging, watch
from judge.queue.nudging import key, nudge, was_nudged
from judge.queue.watch import AGAIN, LOOK, Watch, between_beats
from judge.redis import connection as redis
from judge.redis import hasty_connection
from tests.harness.processes import wait_until
from tests.harness.services import running_valkey
from tests.queue import kinds
from tests.queue.conftest import FAST
from tests.queue.kinds import say, signal_file
from tests.queue.test_deaths import ended, pid_of
from tests.queue.test_life import reload
from tests.queue.test_logs import lines

HOURS = {"JOB_LEASE": "36000"}  # the first heartbeat is one that no test lives to see
State = Job.State


@pytest.fixture
def as_staff(client):
    client.force_login(get_user_model().objects.create_user("dave", password="director-of-it", is_staff=True))
    return client


@pytest.fixture
def held(enqueue):
    return Job.objects.claim(enqueue(kinds.linger).pk, "a worker")


@pytest.mark.parametrize("kind", [kinds.linger, kinds.sleep_in_the_sandbox], ids=lambda kind: kind.name)
def test_one_that_runs_ends_before_its_heartbeat_could_have_told_it(enqueue, worker, as_staff, kind):
    job = enqueue(kind, 31)
    worker(**HOURS)
    pid_of("running-31-1")

    page = as_staff.post(f"/jobs/{job.pk}/cancel", follow=True).text

    assert "told to stop" in page
    wait_until(lambda: ended(job))
    assert (reload(job).state, lines(job)[-1]) == (State.CANCELLED, "Cancelled.")


@pytest.mark.parametrize("kind", [kinds.linger, kinds.count], ids=lambda kind: kind.name)
def test_without_redis_it_ends_at_its_heartbeat(enqueue, worker, start, as_staff, monkeypatch, tmp_path, kind):
    """The site's is away, and so is the worker's."""
    monkeypatch.setattr(nudging, "connection", away)
    address = {"REDIS_URL": f"unix://{tmp_path}/valkey.sock"}
    job = enqueue(kind, 32)
    with running_valkey(tmp_path):
        worker(**address)
        start("sweeper", **FAST | address)
        pid_of("running-32-1" if kind is kinds.linger else "stretch-32-0-1")

    as_staff.post(f"/jobs/{job.pk}/cancel")

    wait_until(lambda: ended(job))
    assert (reload(job).state, reload(job).fence) == (State.CANCELLED, 1)


def away():
    raise ConnectionRefusedError("Redis is away")


def test_its_row_costs_two_statements_and_one_for_each_heartbeat(enqueue, work, settings, monkeypatch):
    """On every connection, however often somebody looks for a nudge."""
    settings.JOB_LEASE = 1
    monkeypatch.setattr(watch, "LOOK", 0.05)
    job, statements = enqueue(kinds.linger, 33), []

    def note(execute, sql, *rest):
        if "judge_job" in sql:
            statements.append(sql)
        if len(statements) == 5:  # its claim, and four heartbeats
            say("go-33")
        return execute(sql, *rest)

    def listen(connection, **_):
        if note not in connection.execute_wrappers:
            connection.execute_wrappers.append(note)

    connection_created.connect(listen)  # the heartbeat has a connection of its own
    began = time.monotonic()
    try:
        with connection.execute_wrapper(note):
            work("maintenance")
    finally:
        connection_created.disconnect(listen)

    assert reload(job).state == State.DONE
    assert 6 <= len(statements) <= 2 + (time.monotonic() - began) / between_beats()


def test_in_production_a_heartbeat_is_due_every_ten_seconds(settings):
    settings.JOB_LEASE = production.JOB_LEASE

    assert between_beats() == 10


def test_a_heartbeat_that_failed_is_soon_tried_again(held, settings, monkeypatch):
    settings.JOB_LEASE = 1000
    beats = iter([DatabaseError("it is away"), True])
    monkeypatch.setattr(held, "beat", lambda: fails_or_tells(next(beats)))
    watching, told = Watch(held, kinds.linger), []
    monkeypatch.setattr(watching, "interrupt", told.append)

    watching.look(watching.beat_at)
    watching.look(time.monotonic() + AGAIN)

    assert [type(why) for why in told] == [queue.Cancelled]


def fails_or_tells(what):
    if isinstance(what, Exception):
        raise what
    return what


def test_a_short_job_looks_for_nothing(enqueue, work, monkeypatch):
    looks = []
    monkeypatch.setattr(watch, "was_nudged", looks.append)
    enqueue(kinds.note)

    work()

    assert looks == []


def test_a_nudge_is_for_one_claim_and_does_not_stay(held):
    queue.cancel(reload(held))

    assert was_nudged(held)
    assert 0 < redis().ttl(key(held)) <= 3
    held.hand_over()
    Job.objects.filter(pk=held.pk).update(cancel=False)
    assert not was_nudged(Job.objects.claim(held.pk, "another worker"))


def test_who_cancels_need_not_have_seen_who_holds_it(enqueue):
    seen = enqueue(kinds.linger)
    held = Job.objects.claim(seen.pk, "a worker")

    queue.cancel(seen)

    assert was_nudged(held)


def test_a_cancel_that_is_rolled_back_nudges_nobody(held):
    with transaction.atomic():
        queue.cancel(reload(held))
        transaction.set_rollback(True)

    assert not was_nudged(held)
    assert not held.beat()


def test_the_row_decides_and_not_the_nudge_which_costs_one_statement(held, settings, monkeypatch):
    settings.JOB_LEASE = 1000
    nudge(held)
    beat, beats = held.beat, []
    monkeypatch.setattr(held, "beat", lambda: beats.append(beat()))
    watching = Watch(held, kinds.linger)

    for _ in range(3):
        watching.look(time.monotonic() + LOOK)

    assert beats == [False]


def test_a_redis_that_does_not_answer_holds_nobody_up(held, settings, monkeypatch, tmp_path):
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(f"{tmp_path}/mute.sock")
        mute.listen()
        settings.REDIS_URL = f"unix://{tmp_path}/mute.sock"
        monkeypatch.setattr(nudging, "hasty_connection", hasty_connection.__wrapped__)

        assert not was_nudged(held)


def test_a_cancel_that_meets_a_failure_is_not_lost(enqueue, monkeypatch):
    """It is asked for after the holder has looked, and before it lets go."""
    job = Job.objects.claim(enqueue(kinds.note).pk, "a worker")
    looked = Job.is_to_stop

    def cancelled_after(self, seen=None):
        found = looked(self, seen)
        queue.cancel(reload(self))
        return found

    monkeypatch.setattr(Job, "is_to_stop", cancelled_after)

    assert job.fail("no luck", cap=60) == Job.State.CANCELLED
    assert reload(job).state == Job.State.CANCELLED


def test_a_cancelled_job_is_not_handed_over(enqueue, work, monkeypatch):
    """Cancelled since its last heartbeat, and its worker has to go: nobody else begins with it."""
    job = enqueue(kinds.leave_when_cancelled, 8)

    work()

    assert reload(job).state == Job.State.CANCELLED
    assert signal_file("running-8").exists()
