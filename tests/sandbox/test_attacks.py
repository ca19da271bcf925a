"""Attacks: each has one expected end, and the next run knows nothing of it."""

import pytest

from judge import sandbox
from judge.sandbox import MIB, Command, Ending, Limits
from tests.sandbox.endings import ENDINGS, EXIT_CODES, cpu, wall


@pytest.mark.parametrize("attack", ENDINGS, ids=" ".join)
def test_an_attack_ends_as_expected_and_leaves_nothing(run, attack):
    result = run(*attack, cpu=cpu(attack), wall=wall(attack))
    after = run("/bin/sh", "-c", "echo /work/* /work/.[!.]*; cd /proc; echo [0-9]*; cat")

    assert result.ending is ENDINGS[attack]
    assert result.exit_code in (None, EXIT_CODES.get(attack, 0))
    assert after.succeeded
    left, processes = after.stdout.decode().splitlines()
    assert left == "/work/* /work/.[!.]*"
    assert len(processes.split()) == 2  # process 1 and the shell itself


def test_sockets_are_memory_too(programs, program):
    """Of the managed; others have none."""
    limits = Limits(cpu=2, wall=30, memory=128 * MIB, processes=32)
    with sandbox.container({"/box": programs}, managed=True) as box:
        assert box.run(Command(args=(program("socket_bomb"),), limits=limits)).ending is Ending.MEMORY_LIMIT


def test_what_the_kernel_cannot_start_is_the_program_s_own_fault(run):
    result = run("no_program")

    assert (result.ending, result.signal) == (Ending.SIGNALLED, 11)
    assert run("exiter", "3").exit_code == 3


def test_a_full_disk_is_an_error_the_program_sees(run):
    result = run("many_files_bomb", memory=512 * MIB, wall=30)

    assert (result.exit_code, result.stdout) == (7, b"full: No space left on device\n")


def test_many_small_files_fill_the_disk_too(run):
    assert run("inode_bomb", wall=30).stdout == b"full: No space left on device\n"


def test_deep_recursion_is_no_crime(run):
    assert run("deep_recursion", memory=512 * MIB).stdout == b"1000000\n"


def test_a_stack_overflow_is_told_from_running_out_of_memory(run):
    result = run("stack_overflow", memory=64 * MIB)

    assert (result.ending, result.signal) == (Ending.SIGNALLED, 11)


def test_a_flood_is_stopped_at_once(run):
    result = run("output_bomb", cpu=20, wall=40)

    assert len(result.stdout) == 4 * MIB and result.stdout_truncated
    assert result.cpu < 2


def test_a_memory_bomb_leaves_the_next_run_its_whole_memory(run, script):
    run("many_files_bomb", memory=100 * MIB)
    result = script("print(len(bytes(60 * 2**20)))", memory=100 * MIB)

    assert result.succeeded and result.memory < 80 * MIB


def test_cpu_of_children_nobody_waits_for_is_counted(script):
    text = """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
if os.fork() == 0:
    while time.process_time() < 0.4: pass
    os._exit(0)
try: os.wait()
except ChildProcessError: pass
"""
    result = script(text, cpu=2, wall=30)

    assert result.succeeded and result.cpu > 0.4
