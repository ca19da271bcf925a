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
from judge.sandbox.types import Command, Limits, SandboxError

MARSHAL_VERSION = 2  # the system's Python may be older than ours
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/work", "LANG": "C.UTF-8", "TMPDIR": "/tmp"}
OPEN_FILES, PENDING_SIGNALS = 1024, 4096


@dataclass
class Request:
    """Owns the descriptors that it opened."""

    command: Command
    limits: Limits
    opened: list[int] = field(default_factory=list)

    def message(self, group: Group | None, second_user: bool) -> bytes:
        data = {
            "args": list(self.command.args),
            "env": ENVIRONMENT | dict(self.command.env),
            "limits": resource_limits(self.limits, group is not None),
            "cpu": int(self.limits.cpu * 1e9),
            "wall": self.limits.wall_seconds,
            "tasks": len(group.tasks) if group else 0,
            "clock": group is not None,
            "second_user": second_user,
            "files": self.place(self.command.files),
            "collect": [inside_work(name) for name in self.command.collect],
            "collect_limit": self.limits.output,
        }
        return marshal.dumps(data, MARSHAL_VERSION)

    def stdin(self) -> int:
        return self.open(self.command.stdin)

    def open(self, content: bytes | Path | None) -> int:
        descriptor = streams.readable(content)
        self.opened.append(descriptor)
        return descriptor

    def place(self, files: Mapping[str, bytes | Path]) -> list[tuple[str, int, int, int]]:
        """Where each file's bytes are: (name, which descriptor, offset, size). Bytes share one descriptor."""
        placed, shared = [], bytearray()
        self.sources = []
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
        raise SandboxError(f"not a name inside /work: {name!r}")
    return str(path) + "/" * name.endswith("/")


def resource_limits(limits: Limits, counted: bool) -> list[tuple[int, int]]:
    """What the kernel keeps for each process; memory and processes only where no control group counts them."""
    wanted = {
        resource.RLIMIT_CPU: math.ceil(limits.cpu) + 1,
        resource.RLIMIT_STACK: limits.stack_bytes,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_SIGPENDING: PENDING_SIGNALS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    if not counted:
        wanted |= {resource.RLIMIT_AS: limits.memory, resource.RLIMIT_NPROC: limits.processes}
    return [(name, at_most(value, resource.getrlimit(name)[1])) for name, value in wanted.items()]


def at_most(value: int, ceiling: int) -> int:
    return value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)


def filter_descriptor(managed: bool) -> int:
    return streams.memory_file(seccomp.filter_for("managed" if managed else "native"))
