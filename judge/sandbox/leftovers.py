"""What a worker that was killed has left: its containers die with it, its control groups stay."""

import os
import signal
from pathlib import Path

from judge.sandbox import cgroups
from judge.sandbox.hierarchies import parent_v2, parents_v1


def clean_leftovers() -> list[Path]:
    """Remove the control groups of owners that live no more, with whatever still runs in them."""
    removed = []
    for parent in places():
        for folder in sorted(parent.glob(f"{cgroups.PREFIX}-{cgroups.process_namespace()}-*-*-*")):
            if not owner_lives(folder.name):
                end_all(folder)
                cgroups.remove(folder)
                removed.append(folder)
    return removed


def places() -> set[Path]:
    version_2 = parent_v2()
    return {*parents_v1().values(), *([version_2] if version_2 else [])}


def owner_lives(name: str) -> bool:
    _, _, process, started, _ = name.split("-")
    return cgroups.start_time(int(process)) == started


def end_all(folder: Path) -> None:
    for process in map(int, (folder / "cgroup.procs").read_text().split()):
        try:
            if process:  # 0 is one of another namespace, and to kill() our own group
                os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
