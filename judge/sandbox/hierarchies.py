"""Where control groups are on this machine, and below which of them we may make our own. Versions 1 and 2."""

import os
from pathlib import Path

NEEDED = {"memory", "cpuacct", "pids"}


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
