"""Folders on this machine's disk that hold copies of what can be had again: bounded, whatever was used last stays."""

import os
import time
from pathlib import Path

LOOK = 60  # seconds between two looks of a process at the same folder
IN_USE = 3600  # seconds since its last use in which somebody may still read a file
RENEW = 600  # seconds after which a use is written down again

looked: dict[Path, float] = {}


def touch(path: Path) -> bool:
    """Whether the file is there; if so, that it is used."""
    try:
        if path.stat().st_mtime < time.time() - RENEW:
            os.utime(path)
    except FileNotFoundError:
        return False
    return True


def make_room(folder: Path, most: int) -> None:
    """Remove what was not used for longest until `most` bytes are left. Looks once a minute at most."""
    if time.monotonic() - looked.get(folder, -LOOK) < LOOK:
        return
    looked[folder] = time.monotonic()
    files = sorted((status.st_mtime, status.st_size, path) for path, status in files_in(folder))
    excess = sum(size for _, size, _ in files) - most
    for used, size, path in files:
        if excess <= 0 or used > time.time() - IN_USE:
            return
        path.unlink(missing_ok=True)
        excess -= size


def files_in(folder: Path):
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            try:
                yield path, path.stat()
            except FileNotFoundError:  # another process made room
                continue
