"""Traps in a process under test: the first that comes by an armed one is killed there, and the trap is gone.

A trap is a file in VAR, so that it is armed from outside and springs once, whoever it catches.
"""

import functools
import os
import signal
from pathlib import Path

from django.conf import settings

WINDOWS = ("dequeued", "claimed", "writing", "written", "acknowledged")


def trap(name) -> Path:
    return Path(settings.VAR) / f"trap-{name}"


def spring(name):
    try:
        trap(name).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def install():
    """The windows of a claim, in their order; and KEPT, lest somebody has to wait for a day."""
    from judge.models.job import Job
    from judge.queue import messages, running
    from judge.queue.workers import Worker

    messages.KEPT = int(os.environ.get("KEPT", messages.KEPT))
    running.claim = around(running.claim, before="dequeued", after="claimed")
    Job.finish = around(Job.finish, after="writing")  # its transaction is still open
    running.settle = around(running.settle, before="written")
    Worker.execute_job = around(Worker.execute_job, after="acknowledged")


def around(function, before=None, after=None):
    @functools.wraps(function)
    def call(*args, **kwargs):
        if before:
            spring(before)
        result = function(*args, **kwargs)
        if after:
            spring(after)
        return result

    return call
