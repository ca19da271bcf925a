"""A command as the runner wants to hear it: plain data, and the descriptors that go with it."""

import marshal
import math
import os
import resource
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from judge.sandbox import seccomp, streams
from judge.sandbox.cgroups import Group
from judge.sandbox.types import GIB, Command, Limits, NotStarted

MARSHAL_VERSION = 2  # the system's Python may be older than ours
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/work", "LANG": "C.UTF-8", "TMPDIR": "/tmp"}
UNLIMITED = 1 << 64  # getrlimit says -1
FIRST_DESCRIPTOR, FILTER, FIRST_TASK = 4, 7, 8  # in the launcher
PROGRAM = 1000
OPEN_FILES, PENDING_SIGNALS = 1024, 4096
FAR_MORE = 4  # times its memory, for the stacks of its threads too


@dataclass
class Request:
    """Owns the descriptors that it opened."""

    command: Command
    limits: Limits
    managed: bool = False
    opened: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)

    def message(self, group: Group | None, second_user: bool) -> bytes:
        tasks = len(group.tasks) if group else 0
        data = {
            "words": self.words(tasks, second_user),
            "launched": FIRST_TASK - FIRST_DESCRIPTOR + tasks,
            "clock": group is not None,
            "cpu": int(self.limits.cpu * 1e9),
            "wall": self.limits.wall_seconds,
            "idle": self.limits.wall_seconds if self.limits.idle is None else self.limits.idle,
            "files": self.place(self.command.files),
            "collect": [inside_work(name) for name in self.command.collect],
            "collect_limit": self.limits.output,
        }
        return marshal.dumps(data, MARSHAL_VERSION)

    def words(self, tasks: int, second_user: bool) -> bytes:
        """What the launcher is to do, in its language."""
        limits = resource_limits(self.limits, bool(tasks)) | memory_limits(self.limits, self.managed, bool(tasks))
        environment = ENVIRONMENT | dict(self.command.env)
        words = [
            f"d{self.command.folder}",
            *(f"j{number}" for number in range(FIRST_TASK, FIRST_TASK + tasks)),
            *(f"r{name}:{value}" for name, value in at_most_ours(limits)),
            *([f"u{PROGRAM}"] * second_user),
            f"s{FILTER}",
            f"a{len(self.command.args)}",
            *self.command.args,
            *(f"{name}={value}" for name, value in environment.items()),
        ]
        if any("\0" in word for word in words):
            raise NotStarted("a word of the command holds NUL")
        return b"".join(os.fsencode(word) + b"\0" for word in words)

    def stdin(self) -> int:
        return self.open(self.command.stdin)

    def open(self, content: bytes | Path | None) -> int:
        descriptor = streams.readable(content)
        self.opened.append(descriptor)
        return descriptor

    def place(self, files: Mapping[str, bytes | Path]) -> list[tuple[str, int, int, int]]:
        """Where each file's bytes are: (name, which descriptor, offset, size). Bytes share one descriptor."""
        placed, shared = [], bytearray()
        for name, content in files.items():
            if isinstance(content, bytes):
                placed.append((inside_work(name), 0, len(shared), len(content)))
                shared += content
        self.sources = [self.open(bytes(shared))] if placed else []
        for name, content in files.items():
            if isinstance(content, Path):
                descriptor = self.open(content)
                placed.append((inside_work(name), len(self.sources), 0, os.fstat(descriptor).st_size))
                self.sources.append(descriptor)
        return placed

    def close(self) -> None:
        for descriptor in self.opened:
            os.close(descriptor)


def inside_work(name: str) -> str:
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\0" in name:
        raise NotStarted(f"not a name inside /work: {name!r}")
    return str(path) + "/" * name.endswith("/")


def resource_limits(limits: Limits, counted: bool) -> dict[int, int]:
    """What the kernel keeps for each process. It counts CPU time by ticks: on a busy machine up to a fifth too much, so
    where a control group counts, this only catches what escapes it."""
    return {
        resource.RLIMIT_CPU: 2 * math.ceil(limits.cpu) + 5 if counted else math.ceil(limits.cpu) + 1,
        resource.RLIMIT_STACK: limits.stack_bytes,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_SIGPENDING: PENDING_SIGNALS,
        resource.RLIMIT_CORE: 1,  # not 0: where cores go to a program, that is started all the same
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }


def memory_limits(limits: Limits, managed: bool, counted: bool) -> dict[int, int]:
    """A managed run-time system reserves far more addresses than it uses. Any other program that asks for far more
    than it may have is told so, before it spends its time on touching what it got."""
    if counted:
        return {} if managed else {resource.RLIMIT_DATA: FAR_MORE * max(limits.memory, GIB)}
    memory = {resource.RLIMIT_DATA: limits.memory + GIB} if managed else {resource.RLIMIT_AS: limits.memory}
    return {resource.RLIMIT_NPROC: limits.processes} | memory


def at_most_ours(wanted: dict[int, int]) -> list[tuple[int, int]]:
    """A container can't have more than the worker itself."""
    ceilings = {name: resource.getrlimit(name)[1] for name in wanted}
    return [(name, min(value, ceilings[name] % UNLIMITED)) for name, value in wanted.items()]


def filter_descriptor(managed: bool) -> int:
    return streams.memory_file(seccomp.filter_for("managed" if managed else "native"))
