"""The filter, run by a small machine of our own: for both architectures, whatever this one is."""

import errno
import struct

import pytest

from judge.sandbox.seccomp import ALLOW, ARCHITECTURES, ERROR, KILL, SPECIAL, filter_for
from judge.sandbox.syscalls import MANAGED, NATIVE

MACHINES, KINDS = list(ARCHITECTURES), ["native", "managed"]
MAP_PRIVATE_ANONYMOUS, MAP_HUGETLB = 0x22, 0x40000
CLONE_NEWUSER, CLONE_THREAD = 0x10000000, 0x00010000


def decide(code, number, audit, *arguments):
    """What the kernel would do: classic BPF over struct seccomp_data."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, audit, 0, *padded)
    accumulator = at = 0
    while True:
        operation, if_true, if_false, value = struct.unpack_from("<HBBI", code, 8 * at)
        at += 1
        if operation == 0x06:
            return value
        if operation == 0x20:
            accumulator = struct.unpack_from("<I", data, value)[0]
        else:
            hit = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: accumulator & value}[operation]
            at += if_true if hit else if_false


@pytest.fixture(params=MACHINES)
def machine(request):
    return request.param


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def ask(machine, kind):
    column, audit = ARCHITECTURES[machine]
    code = filter_for(kind, machine)
    numbers = {name: both[column] for name, both in (NATIVE | MANAGED | SPECIAL).items()}

    def ask(call, *arguments, audit=audit):
        return decide(code, numbers.get(call, call), audit, *arguments)

    return ask


def test_it_is_exactly_the_list(ask, machine, kind):
    column = ARCHITECTURES[machine][0]
    names = NATIVE if kind == "native" else NATIVE | MANAGED
    allowed = {both[column] for both in names.values()}
    special = {both[column] for both in SPECIAL.values()}

    for number in set(range(1000)) - special:
        assert ask(number) == (ALLOW if number in allowed else ERROR | errno.ENOSYS)


def test_another_architecture_is_the_end(ask, machine):
    others = {"x86_64": 0x40000003, "aarch64": 0x40000028}  # their 32-bit selves

    assert ask("read", audit=others[machine]) == KILL
    assert ask("read", audit=0) == KILL


def test_x32_is_the_end(ask):
    assert ask(0x40000000) == KILL
    assert ask(0x40000000 + 512) == KILL


def test_threads_and_children_but_no_namespaces(ask):
    assert ask("clone", CLONE_THREAD) == ALLOW
    assert ask("clone", CLONE_NEWUSER | CLONE_THREAD) == ERROR | errno.EPERM
    assert ask("clone3", 0) == ERROR | errno.ENOSYS


def test_no_sockets_but_pairs_for_those_who_need_them(ask, kind):
    for family in range(50):
        assert ask("socket", family) == ERROR | errno.EACCES
        pair = kind == "managed" and family == 1
        assert ask("socketpair", family) == (ALLOW if pair else ERROR | errno.EACCES)


def test_harmless_controls_only(ask):
    assert ask("ioctl", 1, 0x541B) == ALLOW
    assert ask("ioctl", 1, 0x5412) == ERROR | errno.ENOTTY


def test_memory_but_no_huge_pages(ask):
    assert ask("mmap", 0, 4096, 3, MAP_PRIVATE_ANONYMOUS) == ALLOW
    assert ask("mmap", 0, 4096, 3, MAP_PRIVATE_ANONYMOUS | MAP_HUGETLB) == ERROR | errno.ENOMEM


def test_it_is_short_enough_to_be_installed_for_each_run(kind, machine):
    assert len(filter_for(kind, machine)) // 8 < 512
