"""What the limits of a job mean at the edges of its stretches."""

import signal

import pytest

from judge import queue
from judge.models import Job
from judge.queue import watch
from judge.queue.watch import Process, Watch
from tests.queue import kinds


@pytest.fixture
def watching(enqueue, monkeypatch):
    """A job that this process runs."""
    held = Job.objects.claim(enqueue(kinds.linger).pk, "a worker")
    watching = Watch(held, kinds.linger)
    monkeypatch.setattr(Process, "watch", watching)
    signal.signal(signal.SIGUSR1, lambda *_: watching.check())
    yield watching
    watching.end()


def test_a_soft_limit_that_passes_within_a_checkpoint_does_not_stop_the_next_stretch(watching):
    with queue.chunk("half of it"):
        watching.interrupt(queue.SoftLimit("ran longer than 50 s"))

    watching.check()
    assert watching.job.checkpoint == "half of it"


def test_a_cancel_that_comes_within_a_checkpoint_stops_the_job_behind_it(watching):
    with pytest.raises(queue.Cancelled), queue.chunk("half of it"):
        watching.interrupt(queue.Cancelled())

    assert watching.job.checkpoint == "half of it"


def test_a_hard_limit_ends_no_process_whose_job_has_ended_meanwhile(watching, monkeypatch):
    exits = []
    monkeypatch.setattr(watch.os, "_exit", exits.append)
    monkeypatch.setattr(watch, "release", lambda *_: watching.end())
    watching.give_up()
    assert exits == []

    watching.writing = False
    monkeypatch.setattr(watch, "release", lambda *_: None)
    watching.give_up()
    assert exits == [watch.OUT_OF_TIME]
