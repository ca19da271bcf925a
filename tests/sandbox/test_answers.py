"""The runner lives beside hostile programs: were it taken over, its answers would still be looked at."""

import os

import pytest

from judge.sandbox import MIB, Ending, Limits, SandboxError
from judge.sandbox.results import Answer, unpack

LIMITS = Limits(cpu=1, memory=64 * MIB)
KILLED, SIGXFSZ = 9, 25
SECOND = 10**9


@pytest.mark.parametrize(
    "message", [b"", b"ready", b"1 2 3", b"1 2 3 4 5 x ", b"-1 0 0 0 0 0 ", b"\x80\x04 0 0 0 0 0 "]
)
def test_nonsense_is_refused(message):
    with pytest.raises(SandboxError, match="nonsense"):
        Answer(message)


@pytest.mark.parametrize(
    ("reason", "status", "cpu", "overflowed", "out_of_memory", "ending"),
    [
        (0, 0, 0, False, False, Ending.EXITED),
        (0, 256, 0, False, False, Ending.EXITED),
        (0, 11, 0, False, False, Ending.SIGNALLED),
        (0, 0, SECOND + 1, False, False, Ending.CPU_LIMIT),
        (2, KILLED, SECOND, False, False, Ending.CPU_LIMIT),
        (3, KILLED, 0, False, False, Ending.WALL_LIMIT),
        (3, KILLED, 2 * SECOND, False, False, Ending.CPU_LIMIT),
        (2, KILLED, 2 * SECOND, False, True, Ending.MEMORY_LIMIT),
        (0, 0, 0, False, True, Ending.MEMORY_LIMIT),
        (2, KILLED, 2 * SECOND, True, True, Ending.OUTPUT_LIMIT),
        (1, KILLED, 0, True, False, Ending.OUTPUT_LIMIT),
        (0, SIGXFSZ, 0, False, False, Ending.OUTPUT_LIMIT),
    ],
)
def test_the_first_limit_in_order_is_the_ending(reason, status, cpu, overflowed, out_of_memory, ending):
    answer = Answer(b"%d %d %d 0 0 0 " % (reason, status, cpu))

    assert answer.ending(LIMITS, overflowed, out_of_memory) is ending


@pytest.fixture
def packed():
    descriptor = os.memfd_create("packed")
    yield lambda content: os.pwrite(descriptor, content, 0) and descriptor
    os.close(descriptor)


def test_files_are_unpacked(packed):
    assert unpack(packed(b"1 2\nabc3 0\nd/e"), 100) == {"a": b"bc", "d/e": b""}


def test_no_more_than_the_limit_is_unpacked(packed):
    assert unpack(packed(b"1 3\naxyz1 3\nbxyz"), 4) == {"a": b"xyz", "b": b"x"}


@pytest.mark.parametrize("name", [b"../a", b"/etc/a", b"a/../../b"])
def test_a_name_that_leads_out_is_refused(packed, name):
    with pytest.raises(SandboxError, match="not a name inside"):
        unpack(packed(b"%d 0\n%s" % (len(name), name)), 100)


def test_what_is_no_header_ends_it(packed):
    assert unpack(packed(b"x y\nabc"), 100) == {}
