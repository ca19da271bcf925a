"""Control groups: they count what a program uses, and hold it to its memory and processes. Versions 1 and 2."""

import errno
import itertools
import os
import sys
import time
from pathlib import Path

from judge.sandbox.types import MIB, SandboxError

PREFIX = "algoitny"
NEEDED = {"memory", "cpuacct", "pids"}
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
        self.clock = self.peak_file = self.kills_file = -1
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

    def ran_out_of_memory(self) -> bool:
        """Since it was asked last."""
        fields = os.pread(self.kills_file, 1024, 0).decode().split()
        before, self.kills = self.kills, int(fields[fields.index("oom_kill") + 1])
        return self.kills > before

    def renew(self) -> None:
        self.close()
        self.make()

    def close(self) -> None:
        for descriptor in [*self.tasks, self.clock, self.peak_file, self.kills_file]:
            if descriptor >= 0:
                os.close(descriptor)
        self.tasks, self.clock, self.peak_file, self.kills_file = [], -1, -1, -1
        for folder in set(self.folders.values()):
            remove(folder)


class GroupV1(Group):
    def open(self) -> None:
        self.tasks = [os.open(folder / "tasks", os.O_WRONLY | os.O_CLOEXEC) for folder in set(self.folders.values())]
        self.clock = self.descriptor("cpuacct", "cpuacct.usage", os.O_RDONLY)
        self.peak_file = self.descriptor("memory", "memory.max_usage_in_bytes", os.O_RDWR)
        self.kills_file = self.descriptor("memory", "memory.oom_control", os.O_RDONLY)
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
        if (self.folders["memory"] / "memory.peak").exists():
            self.peak_file = self.descriptor("memory", "memory.peak", os.O_RDONLY)
        self.used = False

    def limit(self, memory: int, processes: int) -> None:
        """The peak can't be put back by every kernel, so each run has a group of its own."""
        if self.used:
            self.renew()
        self.used = True
        self.set("memory", "memory.max", memory)
        if (self.folders["memory"] / "memory.swap.max").exists():
            self.set("memory", "memory.swap.max", 0)
        self.set("memory", "pids.max", processes)


def mounts(proc: Path = Path("/proc")) -> list[tuple[str, set[str], str, Path]]:
    """(file system, options of it, its root in the hierarchy, where it is mounted) of every cgroup mount."""
    found = []
    for line in (proc / "self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        if kind in ("cgroup", "cgroup2"):
            fields = before.split()
            found.append((kind, set(options.split(",")), fields[3], Path(fields[4])))
    return found


def own_groups(proc: Path = Path("/proc")) -> dict[str, str]:
    """Which group this process is in, by controller; version 2 is the one without a name."""
    lines = [line.split(":", 2) for line in (proc / "self/cgroup").read_text().splitlines()]
    return {controller: path for _, controllers, path in lines for controller in controllers.split(",")}


def folder_of(path: str, root: str, mounted_at: Path) -> Path:
    """A namespace shows groups above its root as "/..": then the mount's own root is the nearest that we have."""
    inside = os.path.relpath(path, root)
    return mounted_at if inside.startswith("..") else mounted_at / inside


def parents_v1(proc: Path = Path("/proc")) -> dict[str, Path]:
    """Without `cpu`: on a busy machine, a program that joins a group of its own there waits for milliseconds."""
    own = own_groups(proc)
    return {
        controller: folder_of(own[controller], root, mounted_at)
        for kind, options, root, mounted_at in mounts(proc)
        if kind == "cgroup"
        for controller in options & NEEDED
        if controller in own
    }


def parent_v2(proc: Path = Path("/proc")) -> Path | None:
    """The nearest folder, from our own group upwards, whose children can have limits: it holds no process itself."""
    for kind, _, root, mounted_at in mounts(proc):
        own = own_groups(proc).get("")
        if kind == "cgroup2" and own is not None:
            folder = folder_of(own, root, mounted_at)
            above = [folder, *folder.parents]
            return next((one for one in above[: above.index(mounted_at) + 1] if hand_down(one)), None)
    return None


def hand_down(folder: Path) -> bool:
    """Let the folder's children have limits on memory and processes."""
    wanted = {"memory", "pids"}
    try:
        if not wanted <= set((folder / "cgroup.controllers").read_text().split()):
            return False
        if not wanted <= set((folder / "cgroup.subtree_control").read_text().split()):
            (folder / "cgroup.subtree_control").write_text("+memory +pids")
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def new_group() -> Group:
    if (parents := parents_v1()).keys() >= NEEDED:
        return GroupV1(parents)
    if parent := parent_v2():
        return GroupV2({"memory": parent})
    raise Unavailable("no control groups with memory, cpuacct and pids")
