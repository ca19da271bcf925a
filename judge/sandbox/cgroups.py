"""Control groups: they count what a program uses, and hold it to its memory and processes. Versions 1 and 2."""

import errno
import itertools
import os
import sys
import time
from pathlib import Path

from judge.sandbox.hierarchies import NEEDED, parent_v2, parents_v1
from judge.sandbox.types import MIB, SandboxError

PREFIX = "algoitny"
RESIDUE = 8 * MIB  # what a memory bomb leaves charged above this makes the group be made anew
PATIENCE = 2.0
serial = itertools.count()


class Unavailable(SandboxError):
    """No control groups that we may use: limits are kept by resource limits alone."""


def start_time(process: int, proc: Path = Path("/proc")) -> str | None:
    """With the process id, this names a process for ever; None when there is none."""
    try:
        return (proc / str(process) / "stat").read_text().rpartition(")")[2].split()[19]
    except (FileNotFoundError, ProcessLookupError):
        return None


def process_namespace() -> int:
    """Process ids mean something within one only."""
    return os.stat("/proc/self/ns/pid").st_ino


def group_name() -> str:
    return f"{PREFIX}-{process_namespace()}-{os.getpid()}-{start_time(os.getpid())}-{next(serial)}"


def remove(folder: Path) -> None:
    """A group is busy for a moment after its last process."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return folder.rmdir()
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno != errno.EBUSY or time.monotonic() > deadline:
                raise SandboxError(f"control group {folder} stays: {error.strerror}") from error
            time.sleep(0.002)


class Group:
    """One group for one container, used by one run at a time. `tasks` and `clock` are descriptors for the runner."""

    def __init__(self, parents: dict[str, Path]):
        self.parents = parents
        self.tasks: list[int] = []
        self.clock = self.peak_file = self.kills_file = self.parts_file = -1
        self.make()

    def make(self) -> None:
        name = group_name()
        self.folders = {controller: parent / name for controller, parent in self.parents.items()}
        self.limits: dict[str, int] = {}
        self.kills = 0
        try:
            for folder in set(self.folders.values()):
                folder.mkdir()
            self.open()
        except OSError as error:
            self.close()
            raise Unavailable(f"{error.filename}: {error.strerror}") from error

    def open(self) -> None:
        raise NotImplementedError

    def limit(self, memory: int, processes: int) -> None:
        raise NotImplementedError

    def set(self, controller: str, file: str, value: int) -> None:
        if self.limits.get(file) != value:
            (self.folders[controller] / file).write_text(str(value))
            self.limits[file] = value

    def descriptor(self, controller: str, file: str, flags: int) -> int:
        return os.open(self.folders[controller] / file, flags | os.O_CLOEXEC)

    def peak(self) -> int | None:
        return int(os.pread(self.peak_file, 64, 0)) if self.peak_file >= 0 else None

    def used(self, resident: int) -> int:
        """The peak, without what the kernel keeps of files that were read: that it gives back when memory is short.

        What one process alone had is the least that it can be.
        """
        peak = self.peak()
        if peak is None or peak < RESIDUE:
            return resident if peak is None else peak
        parts = os.pread(self.parts_file, 1 << 14, 0).decode().split()
        kept = sum(int(parts[parts.index(name) + 1]) for name in ("inactive_file", "active_file"))
        return max(peak - kept, min(resident, peak))

    def ran_out_of_memory(self) -> bool:
        """Since it was asked last."""
        fields = os.pread(self.kills_file, 1024, 0).decode().split()
        before, self.kills = self.kills, int(fields[fields.index("oom_kill") + 1])
        return self.kills > before

    def renew(self) -> None:
        self.close()
        self.make()

    def close(self) -> None:
        for descriptor in [*self.tasks, self.clock, self.peak_file, self.kills_file, self.parts_file]:
            if descriptor >= 0:
                os.close(descriptor)
        self.tasks, self.clock, self.peak_file, self.kills_file, self.parts_file = [], -1, -1, -1, -1
        for folder in set(self.folders.values()):
            remove(folder)


class GroupV1(Group):
    def open(self) -> None:
        self.tasks = [os.open(folder / "tasks", os.O_WRONLY | os.O_CLOEXEC) for folder in set(self.folders.values())]
        self.clock = self.descriptor("cpuacct", "cpuacct.usage", os.O_RDONLY)
        self.peak_file = self.descriptor("memory", "memory.max_usage_in_bytes", os.O_RDWR)
        self.kills_file = self.descriptor("memory", "memory.oom_control", os.O_RDONLY)
        self.parts_file = self.descriptor("memory", "memory.stat", os.O_RDONLY)
        self.memory = sys.maxsize

    def limit(self, memory: int, processes: int) -> None:
        """Start a run's account."""
        if (self.peak() or 0) > RESIDUE and self.usage() > RESIDUE:
            self.renew()
        if memory != self.memory:
            self.limit_memory(memory)
        self.set("pids", "pids.max", processes)
        os.pwrite(self.peak_file, b"0", 0)

    def limit_memory(self, memory: int) -> None:
        """Memory may never be above memory and swap, so one is lowered first, the other raised first."""
        files = ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"]
        for file in files if memory < self.memory else reversed(files):
            if (self.folders["memory"] / file).exists():
                self.set("memory", file, memory)
        self.memory = memory

    def usage(self) -> int:
        return int((self.folders["memory"] / "memory.usage_in_bytes").read_text())


class GroupV2(Group):
    """Written from the kernel's documentation; the machines that it was made on had version 1 only."""

    def open(self) -> None:
        self.tasks = [self.descriptor("memory", "cgroup.procs", os.O_WRONLY)]
        self.clock = self.descriptor("memory", "cpu.stat", os.O_RDONLY)
        self.kills_file = self.descriptor("memory", "memory.events", os.O_RDONLY)
        self.parts_file = self.descriptor("memory", "memory.stat", os.O_RDONLY)
        if (self.folders["memory"] / "memory.peak").exists():
            self.peak_file = self.descriptor("memory", "memory.peak", os.O_RDONLY)
        self.spent = False

    def limit(self, memory: int, processes: int) -> None:
        """The peak can't be put back by every kernel, so each run has a group of its own."""
        if self.spent:
            self.renew()
        self.spent = True
        self.set("memory", "memory.max", memory)
        if (self.folders["memory"] / "memory.swap.max").exists():
            self.set("memory", "memory.swap.max", 0)
        self.set("memory", "pids.max", processes)


def new_group() -> Group:
    if (parents := parents_v1()).keys() >= NEEDED:
        return GroupV1(parents)
    if parent := parent_v2():
        return GroupV2({"memory": parent})
    raise Unavailable("no control groups with memory, cpuacct and pids")
