"""Bubblewrap with the runner in it: started, spoken to, ended."""

import contextlib
import errno
import os
import select
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from judge.sandbox import bubblewrap, native
from judge.sandbox.streams import memory_file
from judge.sandbox.types import NotStarted, SandboxError

BUBBLEWRAP = "/usr/bin/bwrap"
READY, STOP = b"ready", b"stop"
PATIENCE, FAREWELL = 20.0, 5.0  # seconds
MESSAGE = 1 << 16
USERS_BEGIN = 0x70000000  # far above every range that is handed out to people
USER_NAMESPACE = 9  # as in namespace.c
ONE_USER = ("--unshare-user", "--uid", "1000", "--gid", "1000")


class Process:
    """Ready when made. It dies with the *thread* that made it."""

    def __init__(self, mounts: Mapping[str, Path], disk: int, inodes: int, processor: int):
        self.bubblewrap: subprocess.Popen[bytes] | None = None
        self.awaited = False  # an answer
        self.errors = os.memfd_create("errors", os.MFD_CLOEXEC)
        self.control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(PATIENCE)
        try:
            with inside:
                self.bubblewrap = self.start(mounts, (inside.fileno(), disk, inodes, processor))
            self.expect_ready()
        except BaseException:
            self.close()
            raise

    def start(self, mounts: Mapping[str, Path], runner: tuple[int, ...]) -> subprocess.Popen[bytes]:
        sources = {"/launcher": native.program("launcher"), **mounts}
        command = as_root(sources, runner) if os.geteuid() == 0 else as_user(sources, runner)
        code = memory_file(native.runner())
        try:
            return subprocess.Popen(
                command,
                stdin=code,
                stdout=self.errors,
                stderr=self.errors,
                pass_fds=runner[:1],
                start_new_session=True,
                env={},
            )
        finally:
            os.close(code)

    def expect_ready(self) -> None:
        message, _ = self.hear()
        if message != READY:
            raise SandboxError(f"the container did not start: {self.complaint()}")

    def complaint(self) -> str:
        if self.bubblewrap:
            end(self.bubblewrap)
        return os.pread(self.errors, MESSAGE, 0).decode("utf-8", "replace").strip() or "no reason given"

    def tell(self, message: bytes, descriptors: list[int]) -> None:
        if self.awaited:
            raise SandboxError("an earlier run in this container was interrupted")
        self.awaited = True
        try:
            socket.send_fds(self.control, [message], descriptors)
        except OSError as error:
            self.awaited = False
            refusal = NotStarted if error.errno == errno.EMSGSIZE else SandboxError
            raise refusal(f"the container can't be told what to run: {error.strerror}") from error

    def stop(self) -> None:
        """End the run that goes on; it may have ended by itself, then this is nothing."""
        with contextlib.suppress(OSError):
            self.control.send(STOP)

    def answer(self) -> tuple[bytes, list[int]]:
        message, descriptors = self.hear()
        if not message:
            raise SandboxError(f"the container died: {self.complaint()}")
        self.awaited = False
        return message, descriptors

    def hear(self) -> tuple[bytes, list[int]]:
        """Nothing, when there is nobody any more."""
        try:
            message, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE, 1)
        except OSError:
            return b"", []
        return message, descriptors

    def close(self) -> None:
        """The runner leaves when it hears no more of us, and everything in there with it."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)  # also where somebody was forked with a copy of it
        self.control.close()
        if self.bubblewrap:
            end(self.bubblewrap)
        os.close(self.errors)


def as_root(sources: Mapping[str, Path], runner: tuple[int, ...]) -> list[str]:
    """In a user namespace whose users are this worker's own; namespace.c shows bubblewrap the sources."""
    users = USERS_BEGIN + 2 * os.getpid(), USERS_BEGIN + 2 * os.getpid() + 1
    before = [native.program("namespace"), *users, len(sources), *sources.values()]
    seen = {inside: f"/mnt/{index}" for index, inside in enumerate(sources)}
    arguments = bubblewrap.arguments(seen, ("--userns", str(USER_NAMESPACE)), runner)
    return [*map(str, before), BUBBLEWRAP, *arguments]


def as_user(sources: Mapping[str, Path], runner: tuple[int, ...]) -> list[str]:
    seen = {inside: str(outside) for inside, outside in sources.items()}
    return [BUBBLEWRAP, *bubblewrap.arguments(seen, ONE_USER, runner)]


def end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is not None:
        return
    ended = os.pidfd_open(process.pid)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    if not poll.poll(1000 * FAREWELL):
        process.kill()
    process.wait()
    os.close(ended)
