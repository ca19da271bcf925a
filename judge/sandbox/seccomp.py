"""Allow lists of system calls as programs for the kernel's filter (classic BPF), without libseccomp.

The list is searched as a tree over ranges of numbers: the kernel works the filter out for every system call when it is
installed, which happens before each run, so its depth is what a run pays.
"""

import errno
import functools
import os
import socket
import struct
import sys

from judge.sandbox.syscalls import MANAGED, NATIVE, SPECIAL

LOAD, JUMP_EQUAL, JUMP_GREATER_OR_EQUAL, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, ERROR, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32_BIT = 0x40000000
MAP_HUGETLB = 0x40000  # huge pages are the machine's own reserve, and not counted as the program's memory
NEW_NAMESPACES = 0x7E020080  # CLONE_NEW*: time, mount, cgroup, uts, ipc, user, pid, net
IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS TIOCGWINSZ FIONREAD FIONBIO FIONCLEX FIOCLEX

Instruction = tuple[int, int, int, int]


def refuse(error: int) -> int:
    return ERROR | error


def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> Instruction:
    return (code, if_true, if_false, value)


@functools.cache
def filter_for(kind: str, machine: str = "") -> bytes:
    """The filter for "native" or "managed" programs on a machine ("x86_64", "aarch64"; ours by default)."""
    column, audit = ARCHITECTURES[machine or os.uname().machine]
    names = NATIVE if kind == "native" else NATIVE | MANAGED
    special = {name: numbers[column] for name, numbers in SPECIAL.items()}
    program = [
        *only_this_architecture(audit),
        *look_closer(special, kind),
        *allow({number for numbers in names.values() if (number := numbers[column]) is not None}),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def only_this_architecture(audit: int) -> list[Instruction]:
    return [
        step(LOAD, ARCHITECTURE),
        step(JUMP_EQUAL, audit, 1, 0),
        step(RETURN, KILL),
        step(LOAD, NUMBER),
        step(JUMP_GREATER_OR_EQUAL, X32_BIT, 0, 1),
        step(RETURN, KILL),
    ]


def look_closer(special: dict[str, int], kind: str) -> list[Instruction]:
    """Calls that depend on an argument. clone3 hides its flags in memory: without it C libraries fall back to clone."""
    pair = (int(socket.AF_UNIX),) if kind == "managed" else ()
    return [
        *when(special["clone3"], [step(RETURN, refuse(errno.ENOSYS))]),
        *when(special["socket"], [step(RETURN, refuse(errno.EACCES))]),
        *when(special["clone"], no_bits(0, NEW_NAMESPACES, errno.EPERM)),
        *when(special["mmap"], no_bits(3, MAP_HUGETLB, errno.ENOMEM)),
        *when(special["ioctl"], one_of(1, IOCTLS, errno.ENOTTY)),
        *when(special["socketpair"], one_of(0, pair, errno.EACCES)),
    ]


def when(number: int, body: list[Instruction]) -> list[Instruction]:
    return [step(JUMP_EQUAL, number, 0, len(body)), *body]


def argument(index: int) -> Instruction:
    """The low half of an argument. The kernel itself ignores the high half of those that are looked at here."""
    return step(LOAD, ARGUMENTS + 8 * index)


def no_bits(index: int, bits: int, error: int) -> list[Instruction]:
    return [argument(index), step(JUMP_BITS, bits, 1, 0), step(RETURN, ALLOW), step(RETURN, refuse(error))]


def one_of(index: int, values: tuple[int, ...], error: int) -> list[Instruction]:
    tests = [step(JUMP_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
    return [argument(index), *tests, step(RETURN, refuse(error)), step(RETURN, ALLOW)]


def allow(numbers: set[int]) -> list[Instruction]:
    """Numbers in the set pass; all others don't exist (ENOSYS), so that libraries look for another way."""
    begins = {number for number in numbers if number - 1 not in numbers}
    ends = {number + 1 for number in numbers if number + 1 not in numbers}
    edges = sorted({0} | begins | ends)
    return tree([(edge, ALLOW if edge in numbers else refuse(errno.ENOSYS)) for edge in edges])


def tree(ranges: list[tuple[int, int]]) -> list[Instruction]:
    if len(ranges) == 1:
        return [step(RETURN, ranges[0][1])]
    middle = len(ranges) // 2
    below, above = tree(ranges[:middle]), tree(ranges[middle:])
    return [step(JUMP_GREATER_OR_EQUAL, ranges[middle][0], len(below), 0), *below, *above]


if sys.byteorder != "little":
    raise ImportError("the sandbox's filter is written for little-endian machines")
