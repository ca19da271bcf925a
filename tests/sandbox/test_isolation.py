"""What is out of a program's reach."""

import os
import subprocess
import sys

import pytest

from judge import sandbox
from judge.sandbox import MIB, Command, Ending, Limits


def test_no_family_of_sockets_can_be_opened(run, script):
    assert run("families").stdout == b"done\n"
    result = script("import socket; socket.create_connection(('127.0.0.1', 80))")
    assert result.exit_code == 1 and b"PermissionError" in result.stderr


def test_a_managed_program_has_pairs_of_sockets_only(programs, program):
    limits = Limits(cpu=1, memory=64 * MIB)
    with sandbox.container({"/box": programs}, managed=True) as box:
        assert box.run(Command(args=(program("families"),), limits=limits)).stdout == b"done\n"


@pytest.mark.parametrize("managed", [False, True], ids=["native", "managed"])
def test_dangerous_system_calls_are_refused(programs, program, managed):
    limits = Limits(cpu=1, memory=64 * MIB)
    with sandbox.container({"/box": programs}, managed=managed) as box:
        result = box.run(Command(args=(program("syscalls"),), limits=limits))

    assert result.succeeded
    assert [line for line in result.stdout.decode().splitlines() if "ALLOWED" in line] == []
    assert len(result.stdout.splitlines()) == 48


def test_process_1_cannot_be_touched(run):
    result = run("neighbours")

    assert result.stdout.startswith(b"parent 1, me 1000 1000\n")
    assert b"ALLOWED" not in result.stdout
    assert result.ending is Ending.EXITED
    assert run("exiter", "3").exit_code == 3


def test_only_its_own_place_can_be_written_and_it_is_fresh(run):
    first, second = run("writer", stdin=b"sealed"), run("writer", stdin=b"sealed")

    assert first.succeeded and first.stdout == second.stdout
    assert b"ALLOWED" not in first.stdout and b"FOUND" not in first.stdout


def test_a_file_that_is_the_input_stays_as_it_is(run, tmp_path):
    (tmp_path / "input").write_bytes(b"precious")
    run("writer", stdin=tmp_path / "input")

    assert (tmp_path / "input").read_bytes() == b"precious"


def test_a_secret_of_the_host_is_never_seen(programs, program, tmp_path, monkeypatch):
    """In the environment, in files that are open, beside the program, on another worker's command line."""
    monkeypatch.setenv("SECRET_KEY", "CANARY-4711")
    for place in (tmp_path, programs.parent):
        (place / "expected.txt").write_text("CANARY-4711")
    program("searcher.py")
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "CANARY-4711"])
    opened = os.open(tmp_path / "expected.txt", os.O_RDONLY)
    os.set_inheritable(opened, True)
    limits = Limits(cpu=10, memory=256 * MIB)
    try:
        with sandbox.container({"/box": programs}, managed=True) as box:
            result = box.run(Command(args=("/usr/bin/python3", "/box/searcher.py", "4711"), limits=limits))
    finally:
        sleeper.kill()
        sleeper.wait()
        os.close(opened)

    # Its own command line names the word, without the canary before it.
    assert result.succeeded and result.stdout == b"found []\n"


def test_the_runner_s_source_is_hidden(script):
    result = script("print(open('/proc/1/cmdline').read(), *__import__('os').listdir('/'))")

    assert b"runner" not in result.stdout


def test_a_program_starts_with_three_descriptors(script):
    assert script("import os; print(os.listdir('/proc/self/fd'))").stdout == b"['0', '1', '2', '3']\n"


@pytest.mark.parametrize("kind", ["link", "outside"])
def test_links_lead_nowhere(run, kind):
    result = run("planter", kind, files={"feedback/": b""}, collect=("feedback/message", "feedback/"))

    assert result.succeeded and result.files == {}


def test_a_folder_that_became_a_link_leads_nowhere(run):
    text = "mv inner/feedback moved; ln -s /etc inner/feedback; ln -s /etc here; ls inner/feedback/ >&2"
    collect = ("inner/feedback/ld.so.cache", "inner/feedback/", "here/ld.so.cache", "here/", "inner/")
    result = run("/bin/sh", "-c", text, files={"inner/feedback/": b""}, collect=collect)

    assert b"ld.so.cache" in result.stderr and result.files == {}


def test_a_file_closed_to_all_is_still_read(run):
    result = run("planter", "secret", files={"feedback/": b""}, collect=("feedback/message",))

    assert result.files == {"feedback/message": b""}


def test_a_fifo_or_a_folder_is_no_file(programs):
    text = "import os; os.mkfifo('feedback/fifo'); os.mkdir('feedback/folder'); os.mkdir('deep')\n"
    text += "for _ in range(100): os.chdir('deep'); os.mkdir('deep')"
    command = Command(
        args=("/usr/bin/python3", "-c", text),
        limits=Limits(cpu=1, memory=64 * MIB),
        files={"feedback/": b""},
        collect=("feedback/fifo", "feedback/", "deep/"),
    )
    with sandbox.container(managed=True) as box:
        result = box.run(command)

    assert result.succeeded and result.files == {}
