"""The host's side: one bubblewrap container, in which commands are run one after another."""

import contextlib
import os
import select
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from judge.sandbox import bubblewrap, native
from judge.sandbox.cgroups import Group, Unavailable, new_group
from judge.sandbox.requests import Request, filter_descriptor
from judge.sandbox.results import Answer, unpack
from judge.sandbox.streams import Capture, memory_file
from judge.sandbox.types import MIB, Command, Limits, Result, SandboxError

RUNNER = Path(__file__).with_name("runner.py")
READY, STOP = b"ready", b"stop"
PATIENCE = 20.0  # seconds beyond what it may take
FAREWELL = 5.0
MESSAGE = 1 << 16
USERS_BEGIN = 0x70000000  # far above every range that is handed out to people
USER_NAMESPACE = 9  # as in namespace.c


class Container:
    """Made by `container()`. It dies with the *thread* that made it; use it from one thread."""

    def __init__(self, mounts: Mapping[str, Path], managed: bool, memory: int | None, processes: int | None, disk: int, inodes: int):
        self.memory, self.processes = memory, processes
        self.second_user = os.geteuid() == 0
        self.group = group_or_none()
        self.filter = filter_descriptor(managed)
        self.errors = os.memfd_create("errors", os.MFD_CLOEXEC)
        self.control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with inside:
                self.process = self.start(mounts, inside.fileno(), disk, inodes)
            self.control.settimeout(PATIENCE)
            self.expect_ready()
        except BaseException:
            self.close()
            raise

    def start(self, mounts: Mapping[str, Path], control: int, disk: int, inodes: int) -> subprocess.Popen[bytes]:
        sources = {"/launcher": native.program("launcher"), **mounts}
        if self.second_user:
            first, second = USERS_BEGIN + 2 * os.getpid(), USERS_BEGIN + 2 * os.getpid() + 1
            seen = {inside: f"/mnt/{index}" for index, inside in enumerate(sources)}
            before = [native.program("namespace"), first, second, len(sources), *sources.values(), "/usr/bin/bwrap"]
            inner = bubblewrap.command(seen, ["--userns", str(USER_NAMESPACE)], control, disk, inodes)
        else:
            before = ["/usr/bin/bwrap"]
            seen = {inside: str(outside) for inside, outside in sources.items()}
            inner = bubblewrap.command(seen, ["--unshare-user", "--uid", "1000", "--gid", "1000"], control, disk, inodes)
        return self.popen([*map(str, before), *inner[1:]], control)

    def popen(self, command: list[str], control: int) -> subprocess.Popen[bytes]:
        source = memory_file(RUNNER.read_bytes())
        try:
            return subprocess.Popen(
                command, stdin=source, stdout=self.errors, stderr=self.errors, pass_fds=[control], start_new_session=True, env={}
            )
        finally:
            os.close(source)

    def expect_ready(self) -> None:
        try:
            answer = self.control.recv(MESSAGE)
        except TimeoutError as error:
            raise SandboxError("the container did not start in time") from error
        if answer != READY:
            raise SandboxError(f"the container did not start: {self.complaint()}")

    def complaint(self) -> str:
        self.process.wait(PATIENCE)
        return os.pread(self.errors, MESSAGE, 0).decode("utf-8", "replace").strip() or "no reason given"

    def run(self, command: Command) -> Result:
        limits = self.capped(command.limits)
        request = Request(command, limits)
        out, err = Capture(limits.output, limits.output), Capture(limits.stderr, limits.output)
        try:
            self.send(request, out, err)
            self.attend(out, err, time.monotonic() + limits.wall_seconds + PATIENCE)
            return self.result(command, limits, out, err)
        finally:
            request.close()
            out.close()
            err.close()

    def capped(self, limits: Limits) -> Limits:
        memory, processes = self.memory or limits.memory, self.processes or limits.processes
        if memory >= limits.memory and processes >= limits.processes:
            return limits
        return replace(limits, memory=min(memory, limits.memory), processes=min(processes, limits.processes))

    def send(self, request: Request, out: Capture, err: Capture) -> None:
        if self.group:
            self.group.limit(request.limits.memory, request.limits.processes)
        stdin = request.stdin()
        message = request.message(self.group, self.second_user)
        accounts = [*self.group.tasks, self.group.clock] if self.group else []
        descriptors = [stdin, out.writer, err.writer, self.filter, *accounts, *request.sources]
        try:
            socket.send_fds(self.control, [message], descriptors)
        except OSError as error:
            raise SandboxError(f"the container can't be told what to run: {error.strerror}") from error
        out.close_writer()
        err.close_writer()

    def attend(self, out: Capture, err: Capture, deadline: float) -> None:
        """Take what the program writes until the runner answers; stop it when that is too much."""
        poll = select.poll()
        captures = {out.descriptor: out, err.descriptor: err}
        for descriptor in (self.control.fileno(), *captures):
            poll.register(descriptor, select.POLLIN)
        while True:
            ready = poll.poll(1000 * max(0.0, deadline - time.monotonic()))
            if not ready:
                raise SandboxError("the container does not answer")
            for descriptor, _ in ready:
                if descriptor not in captures:
                    return
                capture = captures[descriptor]
                capture.read()
                if capture.ended or capture.overflowed:
                    poll.unregister(descriptor)
                if capture.overflowed:
                    self.control.send(STOP)

    def result(self, command: Command, limits: Limits, out: Capture, err: Capture) -> Result:
        message, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE, 1)
        try:
            if not message:
                raise SandboxError(f"the container died: {self.complaint()}")
            answer = Answer(message)
            answer.refuse_unstarted(command.args[0])
            files = unpack(descriptors[0], limits.output) if descriptors else {}
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        out.drain()
        err.drain()
        return self.conclude(answer, limits, out, err, files)

    def conclude(self, answer: Answer, limits: Limits, out: Capture, err: Capture, files: dict[str, bytes]) -> Result:
        out_of_memory = self.group.ran_out_of_memory() if self.group else answer.resident >= limits.memory
        return Result(
            ending=answer.ending(limits, out.overflowed or err.overflowed, out_of_memory),
            exit_code=answer.exit_code,
            signal=answer.signal,
            cpu=answer.cpu / 1e9,
            wall=answer.wall / 1e9,
            memory=self.group.peak() if self.group else answer.resident,
            stdout=out.content(),
            stderr=err.content(),
            stdout_size=out.size,
            stderr_size=err.size,
            files=files,
            files_truncated=bool(answer.cut),
        )

    def close(self) -> None:
        """The runner leaves when it hears no more of us, and everything in there with it; then its group can go."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)  # also where somebody was forked with a copy of it
        self.control.close()
        if process := getattr(self, "process", None):
            end(process)
        os.close(self.filter)
        os.close(self.errors)
        if self.group:
            self.group.close()


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


def group_or_none() -> Group | None:
    try:
        return new_group()
    except Unavailable:
        return None


@contextlib.contextmanager
def container(
    mounts: Mapping[str, Path] | None = None,
    *,
    managed: bool = False,
    memory: int | None = None,
    processes: int | None = None,
    disk: int = 256 * MIB,
    inodes: int = 16384,
) -> Iterator[Container]:
    """A container for one program: {"/box": folder} is seen read-only, and must be readable by others.

    `managed`: its run-time system needs more system calls (Java, Node.js, PyPy …). `memory` and `processes` are the
    most that a command may ask for; `disk` and `inodes` bound what a program writes to /work.
    """
    box = Container(mounts or {}, managed, memory, processes, disk, inodes)
    try:
        yield box
    finally:
        box.close()
