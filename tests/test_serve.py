"""`make run`, whole: it comes up, mends itself, and leaves nothing."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from judge.sandbox import cgroups, leftovers
from tests.harness.processes import free_port, wait_until


@pytest.fixture
def serve(tmp_path):
    started = []
    samples = tmp_path / "samples"
    shutil.copytree(settings.BASE_DIR / "samples/sums", samples / "sums")

    def serve(port):
        env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        log = (tmp_path / f"log-{len(started)}").open("w+")
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"--samples={samples}"],
            cwd=settings.BASE_DIR,
            env=env | {"VAR": str(tmp_path / "var"), "PORT": str(port)},
            stdout=log,
            stderr=log,
        )
        process.said = lambda: Path(log.name).read_text()
        started.append((process, log))
        return process

    yield serve
    for process, log in started:
        process.terminate()
        process.wait()
        log.close()


def processes_of(folder):
    """The commands of those that work on the folder, by number."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"VAR={folder}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def pids(folder, words):
    return {pid for pid, command in processes_of(folder).items() if words in command}


def test_it_comes_up_mends_itself_and_leaves_nothing(serve, tmp_path):
    folder, port = tmp_path / "var", free_port()
    running = serve(port)
    wait_until(lambda: "Ctrl-C stops it" in running.said(), running, patience=180)

    assert re.search(r"Admin: admin, password \S{16} ", running.said())
    assert b"/problems/sums/" in urlopen(f"http://127.0.0.1:{port}/problems/").read()

    killed = pids(folder, "worker execution")
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: (again := pids(folder, "worker execution")) and not again & killed, running)

    ours = processes_of(folder)
    running.terminate()
    assert running.wait(60) == 0
    assert processes_of(folder) == {}
    groups = [group.name for place in leftovers.places() for group in place.glob(f"{cgroups.PREFIX}-*")]
    assert not [name for name in groups if int(name.split("-")[1]) in ours]


def test_a_folder_is_served_once(serve, tmp_path):
    port = free_port()
    first = serve(port)
    wait_until(lambda: (tmp_path / "var/serve.lock").exists(), first)

    second = serve(free_port())

    assert second.wait(60) == 1
    assert second.said() == f"CommandError: AlgoItny runs from this folder already, as process {first.pid}.\n"


def test_a_taken_port_is_said_in_a_line(serve):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = serve(port)

        assert refused.wait(60) == 1
    assert refused.said() == (
        f"CommandError: 127.0.0.1:{port} can't be listened on (address already in use). Choose another PORT.\n"
    )
