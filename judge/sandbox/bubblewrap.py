"""What the inside of a container looks like, as arguments of bubblewrap."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

CAPABILITIES = ("SETUID", "SETGID", "SYS_ADMIN", "KILL", "DAC_OVERRIDE")
ROOT_LINKS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
CONFIGURATION = ("/etc/ld.so.cache", "/etc/alternatives")
CONFIGURATION_OF_LANGUAGES = ("etc/java-*-openjdk", "etc/mono", "etc/fpc*.cfg", "var/lib/ghc")
DEVICES = ("null", "zero", "full", "random", "urandom")
PYTHON = ("/usr/bin/python3", "-I", "-S", "-E", "-c")
RUN_FROM_STDIN = "import marshal; exec(marshal.loads(open(0, 'rb', closefd=False).read()))"


def namespaces() -> list[str]:
    """--as-pid-1: bubblewrap's own first process would show the host's environment in /proc/1/environ."""
    unshared = ("pid", "net", "ipc", "uts", "cgroup-try")
    return [
        *(f"--unshare-{name}" for name in unshared),
        *("--as-pid-1", "--die-with-parent", "--new-session", "--clearenv", "--hostname", "sandbox"),
        *(word for name in CAPABILITIES for word in ("--cap-add", f"CAP_{name}")),
    ]


def system() -> list[str]:
    """The distribution's programs, without those that the machine's owner has put beside them."""
    arguments = ["--ro-bind", "/usr", "/usr", "--tmpfs", "/usr/local", "--remount-ro", "/usr/local"]
    for parent in ("/etc", "/var", "/var/lib"):  # bubblewrap's own would be closed to the program
        arguments += ["--perms", "0755", "--dir", parent]
    for path in ROOT_LINKS:
        if os.path.islink(path):
            arguments += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            arguments += ["--ro-bind", path, path]
    found = [str(path) for pattern in CONFIGURATION_OF_LANGUAGES for path in Path("/").glob(pattern)]
    for path in [*CONFIGURATION, *found]:
        arguments += ["--ro-bind-try", path, path]
    return arguments


def devices() -> list[str]:
    arguments = ["--dir", "/dev", "--proc", "/proc", "--ro-bind", "/dev/null", "/proc/cmdline"]  # the machine's
    for name in DEVICES:
        arguments += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    for name, descriptor in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        arguments += ["--symlink", f"/proc/self/fd{descriptor}", f"/dev/{name}"]
    return arguments


def places() -> list[str]:
    """One place to write to, under all its names; the runner lays it."""
    return [
        *("--perms", "0755", "--dir", "/work"),
        *("--symlink", "/work", "/tmp", "--symlink", "/work", "/dev/shm", "--symlink", "/work", "/var/tmp"),
    ]


def binds(mounts: Mapping[str, str]) -> list[str]:
    return [word for inside, outside in mounts.items() for word in ("--ro-bind", outside, inside)]


def arguments(mounts: Mapping[str, str], users: Sequence[str], runner: Iterable[int]) -> list[str]:
    """`mounts`: path inside -> path outside. `users`: how its user namespace is made. `runner`: what it is told."""
    return [
        *(*users, *namespaces(), *system(), *devices(), *places(), *binds(mounts)),
        *("--remount-ro", "/", "--chdir", "/", "--"),
        *(*PYTHON, RUN_FROM_STDIN, *map(str, runner)),
    ]
