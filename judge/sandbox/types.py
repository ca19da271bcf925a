"""What goes into the sandbox and what comes out of it: plain data."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
STDERR_KEPT = 64 * KIB


class SandboxError(Exception):
    """The machine is broken, or misused by us; never a contestant's fault."""


class NotStarted(SandboxError):
    """This command can't be run: its program isn't there, or its files can't be laid out. The container goes on."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds and bytes. Output counts standard output, standard error and each written file on its own."""

    cpu: float
    memory: int
    wall: float | None = None
    idle: float | None = None  # in which it neither runs nor waits for a processor; a busy machine is not its fault
    output: int = 64 * MIB
    file_size: int | None = None
    stderr: int = STDERR_KEPT
    stderr_counts: bool = True  # as output; otherwise what is not kept of it is thrown away
    processes: int = 64
    stack: int | None = None

    @property
    def wall_seconds(self) -> float:
        return 2 * self.cpu + 1 if self.wall is None else self.wall

    @property
    def file_bytes(self) -> int:
        return self.output if self.file_size is None else self.file_size

    @property
    def stack_bytes(self) -> int:
        """Below the memory limit, or a stack overflow would read as running out of memory. Every thread has one."""
        room = min(GIB // 2, self.memory - max(self.memory // 8, min(16 * MIB, self.memory // 2)))
        return room if self.stack is None else min(self.stack, room)


@dataclass(frozen=True, kw_only=True)
class Command:
    """A program to run in `folder`, on fresh files, with nothing of the host's environment.

    `files` are put into /work before; `collect` names what comes back of it afterwards ("name", or "folder/" for
    every regular file below it).
    """

    args: tuple[str, ...]
    limits: Limits
    stdin: bytes | Path | None = None
    folder: str = "/work"  # the one place that it can write to, wherever it starts
    env: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    files: Mapping[str, bytes | Path] = field(default_factory=lambda: MappingProxyType({}))
    collect: tuple[str, ...] = ()


class Ending(enum.Enum):
    EXITED = "exited"
    SIGNALLED = "signalled"
    CPU_LIMIT = "cpu limit"
    WALL_LIMIT = "wall limit"
    MEMORY_LIMIT = "memory limit"
    OUTPUT_LIMIT = "output limit"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What happened; what we think of it is the caller's business. `memory` is None where it can't be measured."""

    ending: Ending
    exit_code: int | None
    signal: int | None
    cpu: float
    wall: float
    memory: int | None
    stdout: bytes
    stderr: bytes
    stdout_size: int
    stderr_size: int
    files: Mapping[str, bytes]
    files_truncated: bool = False

    @property
    def stdout_truncated(self) -> bool:
        return self.stdout_size > len(self.stdout)

    @property
    def stderr_truncated(self) -> bool:
        return self.stderr_size > len(self.stderr)

    @property
    def succeeded(self) -> bool:
        return self.ending is Ending.EXITED and self.exit_code == 0
