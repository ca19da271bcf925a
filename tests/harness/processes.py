"""The site and its workers as processes, on the data of the test that asks for them."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

from judge.management.processes import die_with

PATIENCE = 60  # seconds for what should take one or two


@pytest.fixture
def start(transactional_db, tmp_path):
    """start("worker", "execution", JOB_LEASE="2"): a management command as a process, ended with the test."""
    with processes(tmp_path) as start:
        yield start


@pytest.fixture(scope="module")
def site(django_db_setup, tmp_path_factory):
    """The address of a running site. It keeps nothing of one test for the next."""
    with running_site(tmp_path_factory.mktemp("site")) as address:
        yield address


@contextmanager
def running_site(folder, **environment):
    port = free_port()
    options = ("--port", str(port), "--timeout-graceful-shutdown", "1")  # a browser may still hold a stream open
    with processes(folder) as start:
        web = start("judge.asgi:application", *options, program=(sys.executable, "-m", "uvicorn"), **environment)
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), web)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def processes(folder):
    """A function that starts one, with what it needs in order to see the test's data."""
    environment = os.environ | {"DATABASE_URL": test_database_url(), "PYTHONUNBUFFERED": "1"}
    started = []

    def start(*arguments, program=(sys.executable, "manage.py"), **extra):
        parent = os.getpid()
        log = folder / f"process-{len(started)}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [*program, *arguments],
                cwd=settings.BASE_DIR,
                env=environment | extra,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=lambda: die_with(parent, signal.SIGKILL),
            )
        process.log = log
        started.append(process)
        return process

    try:
        yield start
    finally:
        for process in reversed(started):
            end(process)


def test_database_url() -> str:
    name, host = str(connection.settings_dict["NAME"]), connection.settings_dict["HOST"]
    if connection.vendor == "sqlite":
        assert os.path.isabs(name), "The test database is in this process's memory: no other process can see it."
        return f"sqlite:///{name}"
    return f"postgres://{connection.settings_dict['USER']}@/{host}/{name}"


def end(process) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    print(process.log.read_text())  # pytest shows it when the test failed


def wait_until(true, process=None, patience=PATIENCE) -> None:
    """Until it is true; not at all when the process that should make it so is gone."""
    deadline = time.monotonic() + patience
    while not true():
        assert process is None or process.poll() is None, process.log.read_text()
        assert time.monotonic() < deadline, f"not within {patience} s"
        time.sleep(0.02)


def answers(url) -> bool:
    try:
        return urlopen(url, timeout=5).status == 200
    except (URLError, OSError):
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
