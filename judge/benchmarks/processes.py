"""Processes of ours that are measured: ended with the measurement, however it ends."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from judge.management.processes import die_with
from judge.queue import overview

PATIENCE = 180  # seconds for what should take one or two, on a machine that does other things too


@contextmanager
def process(*words: str) -> Iterator[subprocess.Popen]:
    """A program of this Python's folder, as in the Procfile, in our own environment."""
    parent, folder = os.getpid(), Path(sys.executable).parent
    running = subprocess.Popen(
        words,
        cwd=settings.BASE_DIR,
        env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=lambda: die_with(parent, signal.SIGTERM),
    )
    try:
        yield running
    finally:
        end(running)


def end(running: subprocess.Popen) -> None:
    running.terminate()
    try:
        running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


@contextmanager
def procfile() -> Iterator[None]:
    """Each of its processes, once, ready to work."""
    lines = (settings.BASE_DIR / "Procfile").read_text().splitlines()
    with ExitStack() as running:
        for line in lines:
            running.enter_context(process(*shlex.split(line.partition(":")[2])))
        wait_until(lambda: not overview.absent() and all(standing.workers for standing in overview.standings()))
        yield


def wait_until(true: Callable[[], object], patience: float = PATIENCE, pause: float = 0.01) -> None:
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"what the bench waits for did not happen within {patience} s")
        time.sleep(pause)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
