"""The host's side: a container in which commands are run one after another."""

import contextlib
import os
import select
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from judge.sandbox import cgroups
from judge.sandbox.process import Process
from judge.sandbox.requests import Request, filter_descriptor
from judge.sandbox.results import Answer, unpack
from judge.sandbox.streams import Capture
from judge.sandbox.types import MIB, Command, Limits, Result, SandboxError

PATIENCE = 20.0  # seconds beyond what a run may take
MOMENT = 3  # milliseconds


class Container:
    """Made by `container()`, used from the thread that made it."""

    def __init__(self, process: Process, group: cgroups.Group | None, managed: bool, ceiling: Limits):
        self.process, self.group, self.managed, self.ceiling = process, group, managed, ceiling
        self.second_user = os.geteuid() == 0
        self.filter = filter_descriptor(managed)

    def run(self, command: Command) -> Result:
        limits = self.capped(command.limits)
        request = Request(command, limits, self.managed)
        out = Capture(limits.output, limits.output)
        err = Capture(limits.stderr, limits.output if limits.stderr_counts else sys.maxsize)
        try:
            self.send(request, out, err)
            self.attend(out, err, time.monotonic() + limits.wall_seconds + PATIENCE)
            return self.result(command, limits, out, err)
        finally:
            request.close()
            out.close()
            err.close()

    def capped(self, limits: Limits) -> Limits:
        memory, processes = self.ceiling.memory, self.ceiling.processes
        if memory >= limits.memory and processes >= limits.processes:
            return limits
        return replace(limits, memory=min(memory, limits.memory), processes=min(processes, limits.processes))

    def send(self, request: Request, out: Capture, err: Capture) -> None:
        if self.group:
            open_account(self.group, request.limits)
        stdin = request.stdin()
        message = request.message(self.group, self.second_user)
        accounts = [*self.group.tasks, self.group.clock] if self.group else []
        self.process.tell(message, [stdin, out.writer, err.writer, self.filter, *accounts, *request.sources])
        out.close_writer()
        err.close_writer()

    def attend(self, out: Capture, err: Capture, deadline: float) -> None:
        """Take what the program writes until the runner answers; stop it when that is too much.

        Most programs are done in a moment and fill no pipe: for that moment only the runner is listened to.
        """
        control = self.process.control.fileno()
        poll = select.poll()
        poll.register(control, select.POLLIN)
        if poll.poll(MOMENT):
            return
        captures = {out.descriptor: out, err.descriptor: err}
        for descriptor in captures:
            poll.register(descriptor, select.POLLIN)
        while control not in (ready := dict(poll.poll(1000 * max(0.0, deadline - time.monotonic())))):
            if not ready:
                raise SandboxError("the container does not answer")
            for descriptor in ready:
                if not self.goes_on(captures[descriptor]):
                    poll.unregister(descriptor)

    def goes_on(self, capture: Capture) -> bool:
        capture.read()
        if capture.overflowed:
            self.process.stop()
        return not (capture.ended or capture.overflowed)

    def result(self, command: Command, limits: Limits, out: Capture, err: Capture) -> Result:
        message, descriptors = self.process.answer()
        try:
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
            memory=self.group.used(answer.resident) if self.group else answer.resident,
            stdout=out.content(),
            stderr=err.content(),
            stdout_size=out.size,
            stderr_size=err.size,
            files=files,
            files_truncated=bool(answer.cut),
        )

    def close(self) -> None:
        os.close(self.filter)


def open_account(group: cgroups.Group, limits: Limits) -> None:
    try:
        group.limit(limits.memory, limits.processes)
    except OSError as error:
        raise SandboxError(f"the container's control group is lost: {error}") from error


def group_or_none() -> cgroups.Group | None:
    try:
        return cgroups.new_group()
    except cgroups.Unavailable:
        return None


def processor(pinned: bool) -> int:
    """Workers that were started one after another get different ones. Less than 0: any."""
    ours = sorted(os.sched_getaffinity(0))
    return ours[os.getpid() % len(ours)] if pinned else -1


@contextlib.contextmanager
def container(
    mounts: Mapping[str, Path] | None = None,
    *,
    managed: bool = False,
    memory: int | None = None,
    processes: int | None = None,
    disk: int = 256 * MIB,
    inodes: int = 16384,
    pinned: bool = False,
) -> Iterator[Container]:
    """A container for one program: {"/box": folder} is seen read-only, and must be readable by others.

    `managed`: its run-time system needs more system calls (Java, Node.js, PyPy …). `memory` and `processes` are the
    most that a command may ask for; `disk` and `inodes` bound what a program writes to /work. `pinned`: all of it runs
    on one processor, so that threads win nothing and times vary less. Whatever ends it, the container is gone
    afterwards: it also dies with the thread that opened it.
    """
    ceiling = Limits(cpu=0, memory=memory or 1 << 62, processes=processes or 1 << 20)
    with contextlib.ExitStack() as last_first:
        if group := group_or_none():
            last_first.callback(group.close)
        process = last_first.enter_context(contextlib.closing(Process(mounts or {}, disk, inodes, processor(pinned))))
        yield last_first.enter_context(contextlib.closing(Container(process, group, managed, ceiling)))
