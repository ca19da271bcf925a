"""Processes that are kept alive: started again when they die, ended when we end, in whatever way we end."""

import asyncio
import ctypes
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CHUNK = 2**16  # bytes of output read at once
LAST_WORDS = 1  # seconds that output is waited for after a process's end
PROVEN = 60  # seconds of running after which a death is no longer one more failure in a row
LONGEST_PAUSE = 30  # seconds between two tries


@dataclass(eq=False)
class Process:
    name: str
    command: list[str]
    say: Callable[[str, str], None]  # name, line of output
    env: dict[str, str] = field(default_factory=dict)
    grace: float = 10  # seconds from SIGTERM to SIGKILL
    orphaned: signal.Signals = signal.SIGKILL  # what it gets should we be killed
    failures: int = 0  # in a row
    stopping: bool = False
    running: asyncio.subprocess.Process | None = None

    async def run(self) -> int:
        """Start it and wait for its end."""
        parent, (ours, theirs) = os.getpid(), os.pipe()
        self.running = await asyncio.create_subprocess_exec(
            *self.command,
            env=os.environ | self.env,
            stdin=subprocess.DEVNULL,
            stdout=theirs,  # asyncio's own pipe would make it wait for whoever else still holds it, not for the process
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a terminal's Ctrl-C is for us to hand on, in order
            preexec_fn=lambda: die_with(parent, self.orphaned),
        )
        os.close(theirs)
        relay = asyncio.create_task(self._relay(ours))
        code = await self.running.wait()
        with suppress(TimeoutError):
            await asyncio.wait_for(relay, LAST_WORDS)
        return code

    async def keep(self) -> None:
        """Start it whenever it isn't running, after each failure in a row with a longer pause."""
        while not self.stopping:
            begun = monotonic()
            code = await self.run()
            if self.stopping:
                return
            self.failures = 1 if monotonic() - begun > PROVEN else self.failures + 1
            pause = min(2 ** (self.failures - 1), LONGEST_PAUSE)
            self.say(self.name, f"ended with {code}; starts again in {pause} s")
            await asyncio.sleep(pause)

    async def stop(self) -> None:
        self.stopping = True
        if self.running is None:
            return
        self.send(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.running.wait(), self.grace)
        except TimeoutError:
            self.say(self.name, f"did not stop within {self.grace} s and is killed")
            self.send(signal.SIGKILL)
            await self.running.wait()

    def send(self, number: signal.Signals) -> None:
        if self.running is not None:
            with suppress(ProcessLookupError):
                self.running.send_signal(number)

    async def _relay(self, pipe: int) -> None:
        rest = b""
        async for chunk in chunks(pipe):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self.say(self.name, line.decode(errors="replace"))
        if rest:
            self.say(self.name, rest.decode(errors="replace"))


class Supervisor:
    """Stages of processes: they come up stage by stage and go down in the reverse order."""

    def __init__(self) -> None:
        self.stages: list[list[Process]] = []
        self.keepers: set[asyncio.Task[None]] = set()
        adopt_orphans()

    def keep(self, *stage: Process) -> None:
        self.stages.append(list(stage))
        self.keepers |= {asyncio.create_task(process.keep()) for process in stage}

    async def run(self, process: Process) -> int:
        """Once, to its end."""
        self.stages.append([process])
        try:
            return await process.run()
        finally:
            await process.stop()

    async def watch(self) -> None:
        """For ever: whatever was orphaned below us and has ended is taken off the process table."""
        while True:
            bury(children() - self.known())
            await asyncio.sleep(10)

    async def stop(self) -> None:
        for stage in reversed(self.stages):
            await asyncio.gather(*(process.stop() for process in stage))
        for keeper in self.keepers:
            keeper.cancel()
        while left := children():
            bury(left, signal.SIGKILL)

    def kill(self) -> None:
        for process in self:
            process.stopping = True
            process.send(signal.SIGKILL)

    def known(self) -> set[int]:
        return {process.running.pid for process in self if process.running is not None}

    def __iter__(self) -> Iterator[Process]:
        return (process for stage in self.stages for process in stage)


async def chunks(pipe: int) -> AsyncIterator[bytes]:
    stream = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(pipe, "rb")
    )
    try:
        while chunk := await stream.read(CHUNK):
            yield chunk
    finally:
        transport.close()


def die_with(parent: int, number: signal.Signals) -> None:
    """Between fork and exec: the kernel sends us the signal when the parent is gone, even by kill -9."""
    LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """From now on whatever loses its parent below us becomes our child, so that nothing can slip away."""
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children() -> set[int]:
    found: set[int] = set()
    for thread in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError):  # a thread that has just ended
            found |= {int(pid) for pid in thread.read_text().split()}
    return found


def bury(pids: Iterable[int], number: signal.Signals | None = None) -> None:
    """Collect those that have ended; with a signal, see to it that they do."""
    for pid in pids:
        with suppress(ProcessLookupError, ChildProcessError):
            if number:
                os.kill(pid, number)
            os.waitpid(pid, 0 if number else os.WNOHANG)
