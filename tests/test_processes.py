"""Each test's supervisor is a process of its own, for it adopts and ends whatever runs below it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.harness.processes import wait_until

SCRIPT = """
import asyncio
import sys
from judge.management.processes import Process, Supervisor

def process(name, command, **options):
    return Process(name, ["sh", "-c", command], lambda *line: print(*line, flush=True), **options)

async def main():
    supervisor = Supervisor()
    try:
        {body}
    finally:
        await supervisor.stop()

asyncio.run(main())
"""


@pytest.fixture
def supervise(tmp_path):
    started = []

    def supervise(*lines):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT.format(body="\n        ".join(lines))],
            cwd=settings.BASE_DIR,
            env=os.environ | {"HERE": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield supervise
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def is_alive(file: Path) -> bool:
    """The process whose number the file holds."""
    try:
        return Path(f"/proc/{int(file.read_text())}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_process_that_dies_is_started_again(supervise, tmp_path):
    ran = supervise(
        'once = process("worker", "echo started; [ -e $HERE/again ] && exec sleep 60; touch $HERE/again; exit 3")',
        "supervisor.keep(once)",
        "while not once.failures or once.running.returncode is not None: await asyncio.sleep(0.01)",
        "await asyncio.sleep(0.2)",
    )

    assert ran.communicate()[0].splitlines() == [
        "worker started",
        "worker ended with 3; starts again in 1 s",
        "worker started",
    ]


def test_it_goes_down_in_the_reverse_of_the_order_in_which_it_came_up(supervise):
    command = "trap 'echo stops; exit' TERM; echo starts; while :; do sleep 0.02; done"
    ran = supervise(
        f'stages = [process(name, "{command}") for name in ("store", "worker", "web")]',
        "for stage in stages: supervisor.keep(stage); await asyncio.sleep(0.2)",
    )

    said = ran.communicate()[0].splitlines()
    assert said[:3] == ["store starts", "worker starts", "web starts"]
    assert said[3:] == ["web stops", "worker stops", "store stops"]


def test_what_ignores_the_request_to_stop_is_killed(supervise):
    ran = supervise(
        "supervisor.keep(process('deaf', 'trap \"\" TERM; while :; do sleep 0.02; done', grace=0.2))",
        "await asyncio.sleep(0.2)",
    )

    assert ran.communicate()[0] == "deaf did not stop within 0.2 s and is killed\n"


def test_what_slipped_away_is_ended_too(supervise, tmp_path):
    ran = supervise(
        "await process('daemon', 'setsid sleep 60 >/dev/null & echo $! > $HERE/pid').run()",
        "print('orphaned', flush=True)",
    )

    assert ran.communicate()[0] == "orphaned\n"
    assert not is_alive(tmp_path / "pid")


def test_nothing_outlives_a_supervisor_that_is_killed(supervise, tmp_path):
    ran = supervise("await process('worker', 'echo $$ > $HERE/pid; echo runs; exec sleep 60').run()")
    assert ran.stdout.readline() == "worker runs\n"

    os.kill(ran.pid, signal.SIGKILL)
    ran.wait()

    wait_until(lambda: not is_alive(tmp_path / "pid"))


def test_a_line_is_said_whole_however_long(supervise):
    ran = supervise(
        "await process('worker', 'head -c 300000 /dev/zero | tr \"\\\\0\" x; echo; printf end').run()",
    )

    assert ran.communicate()[0].splitlines() == ["worker " + "x" * 300000, "worker end"]
