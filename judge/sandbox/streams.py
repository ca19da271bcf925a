"""Bytes into a program and out of it."""

import contextlib
import fcntl
import os
from pathlib import Path

CHUNK = 1 << 18
PIPE = 1 << 20
WRITE_ONLY = 0o222  # a program may open /dev/stdout and /dev/stderr anew, to write
SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


def readable(content: bytes | Path | None) -> int:
    """A descriptor to read it from; the program can't change what is behind it."""
    if content is None:
        return os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    if isinstance(content, bytes):
        return memory_file(content)
    return os.open(content, os.O_RDONLY | os.O_CLOEXEC)


def memory_file(content: bytes) -> int:
    descriptor = os.memfd_create("bytes", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, SEALS)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


class Capture:
    """The reading end of a pipe: keeps the first bytes, counts them all."""

    def __init__(self, keep: int, limit: int):
        self.descriptor, self.writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        os.set_blocking(self.writer, True)
        os.fchmod(self.writer, WRITE_ONLY)
        with contextlib.suppress(PermissionError):  # where users may have little
            fcntl.fcntl(self.writer, fcntl.F_SETPIPE_SZ, PIPE)
        self.keep, self.limit = keep, limit
        self.kept: list[bytes] = []
        self.size = 0
        self.ended = False

    @property
    def overflowed(self) -> bool:
        return self.size > self.limit

    def read(self) -> bool:
        """Take what is there; False when there was nothing."""
        try:
            data = os.read(self.descriptor, CHUNK)
        except BlockingIOError:
            return False
        self.ended = not data
        if self.size < self.keep:
            self.kept.append(data[: self.keep - self.size])
        self.size += len(data)
        return bool(data)

    def drain(self) -> None:
        """Whoever wrote is dead: at most a pipe full is left."""
        while not self.overflowed and self.read():
            continue

    def content(self) -> bytes:
        return self.kept[0] if len(self.kept) == 1 else b"".join(self.kept)

    def close_writer(self) -> None:
        os.close(self.writer)
        self.writer = -1

    def close(self) -> None:
        for descriptor in (self.descriptor, self.writer):
            if descriptor >= 0:
                os.close(descriptor)
