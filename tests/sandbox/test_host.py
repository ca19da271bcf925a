"""The host's side fails: exceptions, kills, and what they may leave."""

import os
import signal
import subprocess
import sys
import time

import pytest

from judge import sandbox
from judge.sandbox import MIB, Command, Limits, SandboxError

from .conftest import groups_of, processes_of

KILLED_HOST = """
import os, sys, time
from pathlib import Path
from judge import sandbox
from judge.sandbox import Command, Limits
with sandbox.container({"/box": Path(sys.argv[1])}) as box:
    if "forks" in sys.argv and os.fork() == 0:
        time.sleep(10)
        os._exit(0)
    print("ready", flush=True)
    box.run(Command(args=(sys.argv[2],), limits=Limits(cpu=60, memory=2**26)))
"""


def gone(what, patience=5):
    until = time.monotonic() + patience
    while what() and time.monotonic() < until:
        time.sleep(0.01)
    return not what()


@pytest.mark.parametrize("how", ["alone", "forks"])
def test_a_killed_host_takes_its_container_along_and_its_groups_are_cleaned(programs, program, how):
    """Also when a child of its, which lives on, holds a copy of the socket to the container."""
    command = [sys.executable, "-c", KILLED_HOST, str(programs), program("deaf"), how]
    host = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert host.stdout.readline() == b"ready\n"
    assert groups_of(host.pid) and processes_of(host.pid)
    host.kill()
    host.wait()
    host.stdout.close()

    assert gone(lambda: processes_of(host.pid))
    assert groups_of(host.pid) <= set(sandbox.clean_leftovers()) and not groups_of(host.pid)


def test_what_belongs_to_a_living_worker_is_no_leftover(box, run):
    sandbox.clean_leftovers()

    assert groups_of(os.getpid())
    assert run("exiter", "3").exit_code == 3


def test_an_exception_of_the_caller_leaves_nothing(programs):
    with pytest.raises(ZeroDivisionError), sandbox.container({"/box": programs}):
        raise ZeroDivisionError


@pytest.fixture
def soft_limit():
    """Interrupts the main thread, as the queue does."""

    def interrupt(*_):
        raise InterruptedError("soft limit")

    before = signal.signal(signal.SIGALRM, interrupt)
    yield lambda: signal.setitimer(signal.ITIMER_REAL, 0.3)
    signal.signal(signal.SIGALRM, before)


def test_an_interrupted_run_leaves_nothing(programs, program, soft_limit):
    sleeper = Command(args=(program("sleeper"),), limits=Limits(cpu=60, memory=64 * MIB))
    with pytest.raises(InterruptedError), sandbox.container({"/box": programs}) as box:
        soft_limit()
        box.run(sleeper)


def test_an_interrupted_run_s_answer_is_never_taken_for_the_next_one_s(run, soft_limit):
    run("/bin/true")
    soft_limit()
    with pytest.raises(InterruptedError):
        run("/bin/sleep", "60")
    with pytest.raises(SandboxError, match="interrupted"):
        run("/bin/true")


def test_a_container_that_dies_is_the_machine_s_fault(box, run):
    box.process.bubblewrap.kill()
    box.process.bubblewrap.wait()
    assert gone(lambda: processes_of(os.getpid()))

    with pytest.raises(SandboxError):
        run("exiter")


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(SandboxError, match="missing"), sandbox.container({"/box": tmp_path / "missing"}):
        pass


def test_the_container_s_ceiling_holds_for_every_command(programs, program):
    command = Command(args=(program("memory_bomb"),), limits=Limits(cpu=5, memory=1024 * MIB))
    with sandbox.container({"/box": programs}, memory=32 * MIB) as box:
        assert box.run(command).memory <= 32 * MIB


def test_two_containers_do_not_meet(programs, program):
    limits = Limits(cpu=1, memory=64 * MIB)
    with sandbox.container({"/box": programs}) as one, sandbox.container({"/box": programs}) as other:
        assert one.run(Command(args=("/bin/sh", "-c", "echo here > /work/file; cat /work/file"), limits=limits)).stdout
        assert other.run(Command(args=("/bin/ls", "/work"), limits=limits)).stdout == b""
