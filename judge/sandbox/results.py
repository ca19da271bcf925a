"""From what the runner tells to what happened."""

import os
import re
import signal

from judge.sandbox.requests import inside_work
from judge.sandbox.types import Ending, Limits, NotStarted, SandboxError

OUTPUT, CPU, WALL = 1, 2, 3  # as in the runner
FIELDS = 6
HEADER = re.compile(rb"(\d+) (\d+)\n")


class Answer:
    """The runner's numbers. It is ours, but lives beside hostile programs: nothing it says is taken unchecked."""

    def __init__(self, message: bytes):
        *numbers, report = message.split(b" ", FIELDS)
        if len(numbers) != FIELDS or not all(number.isdigit() for number in numbers):
            raise SandboxError(f"the container answered nonsense: {message[:200]!r}")
        self.reason, status, self.cpu, self.wall, self.resident, self.cut = map(int, numbers)
        code = os.waitstatus_to_exitcode(status)
        self.exit_code = code if code >= 0 else None
        self.signal = -code if code < 0 else None
        self.report = report.decode("utf-8", "replace")

    def refuse_unstarted(self, program: str) -> None:
        if self.report:
            step, _, error = self.report.rpartition(" ")
            raise NotStarted(f"cannot run {program}: {step}: {os.strerror(int(error))}")

    def ending(self, limits: Limits, overflowed: bool, out_of_memory: bool) -> Ending:
        """The first that is true: a program that floods its output also uses memory and time."""
        if overflowed or self.reason == OUTPUT or self.signal == signal.SIGXFSZ:
            return Ending.OUTPUT_LIMIT
        if out_of_memory:
            return Ending.MEMORY_LIMIT
        if self.reason == CPU or self.cpu > limits.cpu * 1e9:
            return Ending.CPU_LIMIT
        if self.reason == WALL:
            return Ending.WALL_LIMIT
        return Ending.EXITED if self.signal is None else Ending.SIGNALLED


def unpack(descriptor: int, limit: int) -> dict[str, bytes]:
    """The collected files: "length-of-name size\\n", name, bytes, one after another."""
    files = {}
    with open(descriptor, "rb", closefd=False) as packed:
        packed.seek(0)
        while header := HEADER.fullmatch(packed.readline(64)):
            name = inside_work(os.fsdecode(packed.read(int(header[1]))))
            files[name] = packed.read(min(int(header[2]), limit))
            limit -= len(files[name])
    return files
