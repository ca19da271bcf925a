"""Does the slow solution say what the reference says? Asked from the smallest input on, while it answers in time."""

import time
from collections.abc import Callable, Sequence

from judge import blobs, freezing
from judge.checking import CheckerError
from judge.ending import ended_under
from judge.models.text import storable
from judge.proposing.imagining import Imagined
from judge.proposing.report import MOST_SHOWN, Dispute, Report
from judge.sandbox import Limits, Result
from judge.testsets import Row
from judge.tools import SLOW, Broken, Tools
from judge.wishes import Impossible

SECONDS = 4.0  # of CPU for one test
PATIENCE = 240.0  # for all of them
MOST_LATE = 2  # tests in a row that it doesn't answer, after which larger ones aren't tried
SHOWN = 3  # disputes that are kept


class Agreeing:
    def __init__(self, imagined: Imagined, slow: dict, tell: Callable[..., None]):
        self.imagined, self.slow, self.tell = imagined, slow, tell
        self.version = freezing.frozen(imagined.problem, imagined.draft)
        self.seconds: list[float] = []
        self.crash = ""  # the first: on larger inputs that is a brute force's way to be too slow

    def run(self, rows: Sequence[Row], report: Report) -> None:
        """Raises Impossible."""
        began, late = time.monotonic(), 0
        with Tools(self.version) as self.tools:
            for done, row in enumerate(sorted(rows, key=lambda row: row.input_bytes), 1):
                if late >= MOST_LATE or time.monotonic() - began > PATIENCE:
                    report.unanswered += len(rows) - done + 1
                    break
                self.tell("answer", done=done, goal=len(rows))
                late = late + 1 if self.compare(row, report) else 0
        if self.crash and not report.agreed and not report.disputed:
            report.slow_fault = self.crash
        in_time = [seconds for seconds in self.seconds if seconds <= self.version.time_limit / 2]
        report.within_limit = len(in_time) == len(rows) > 0

    def compare(self, row: Row, report: Report) -> bool:
        """Whether it gave no answer."""
        try:
            result = self.answer(row)
            if not result.succeeded:
                return self.note_failure(row, result, report)
            self.seconds.append(result.cpu)
            self.take(row, result.stdout, report)
        except Broken:
            report.slow_fault = "The slow solution can’t be run."
        except CheckerError as error:
            raise Impossible(f"The checker can’t be used: {error}") from error
        return False

    def answer(self, row: Row) -> Result:
        executable, box = self.tools.box(self.slow)
        folder = "/work" if self.version.allows_files else "/box"
        return box.run(executable.command(self.limits, stdin=blobs.path(row.input), folder=folder))

    @property
    def limits(self) -> Limits:
        memory = max(self.version.memory_limit, 512 * 2**20)
        output = self.version.output_limit
        return Limits(cpu=SECONDS, wall=4 * SECONDS, memory=memory, output=output, stderr_counts=False)

    def note_failure(self, row: Row, result: Result, report: Report) -> bool:
        report.unanswered += 1
        if result.ending not in SLOW and not self.crash:
            said = " ".join(result.stderr[-400:].decode(errors="replace").split())
            how = ended_under(self.limits, result)
            self.crash = storable(f"The slow solution {how} on the input\n{shown(row)[:300]}\n{said}")
        return True

    def take(self, row: Row, output: bytes, report: Report) -> None:
        assert row.answer is not None
        checked = self.tools.checker.compare(blobs.path(row.input), blobs.path(row.answer), output)
        if not checked.verdict.is_failure:
            report.agreed += 1
            return
        report.disputed += 1
        if len(report.disputes) < SHOWN:
            theirs = storable(output[:MOST_SHOWN].decode(errors="replace"))
            ours = storable(blobs.read(row.answer, MOST_SHOWN).decode(errors="replace"))
            report.disputes.append(Dispute(row.name, shown(row), ours, theirs))


def shown(row: Row) -> str:
    return storable(blobs.read(row.input, MOST_SHOWN).decode(errors="replace"))
