"""What a submission's events and its row tell so far, folded into a phase and one cell a test."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from judge.verdict import Verdict

SIGNS = {
    Verdict.PENDING: "",
    Verdict.ACCEPTED: "✓",
    Verdict.WRONG_ANSWER: "✕",
    Verdict.TIME_LIMIT: "T",
    Verdict.MEMORY_LIMIT: "M",
    Verdict.OUTPUT_LIMIT: "O",
    Verdict.RUNTIME_ERROR: "R",
    Verdict.COMPILE_ERROR: "C",
    Verdict.JUDGE_ERROR: "?",
    Verdict.CANCELLED: "–",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One test in the strip."""

    number: int
    verdict: Verdict = Verdict.PENDING
    cpu_ms: int = 0

    @property
    def sign(self) -> str:
        return SIGNS[self.verdict] or str(self.number)

    @property
    def said(self) -> str:
        if self.verdict == Verdict.PENDING:
            return f"Test {self.number}: no result"
        return f"Test {self.number}: {self.verdict.label}, {self.cpu_ms / 1000:.3f} s"


@dataclass
class Progress:
    """Events of a lower fence than the highest seen are a late writer's and are dropped; a higher one begins anew."""

    test_count: int
    fence: int = 0
    phase: str = "queued"  # then compiling, running, judged
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def strip(self) -> list[Cell]:
        return [self.cells.get(number) or Cell(number) for number in range(1, self.test_count + 1)]

    @property
    def finished(self) -> int:
        return len(self.cells)

    @property
    def current(self) -> int:
        """The number of the test that is running, as far as the events tell."""
        return min(max(self.cells, default=0) + 1, self.test_count)

    def remember(self, results: dict | None):
        """What an earlier stretch of judging left in the row. An event knows better."""
        for cell in cells_of(results):
            self.cells.setdefault(cell.number, cell)

    def take(self, event: dict) -> bool:
        """Whether the event is news. A higher fence forgets what the lower one told."""
        fence = event.get("fence") or self.fence
        if fence < self.fence:
            return False
        if fence > self.fence:
            self.fence, self.phase, self.cells = fence, "queued", {}
        if "test" in event:
            self.phase = "running"
            self.cells[event["test"]] = Cell(event["test"], Verdict(event["verdict"]), event.get("cpu_ms", 0))
        self.phase = event.get("state", self.phase)
        return True


def cells_of(results: dict | None) -> Iterable[Cell]:
    if not results:
        return []
    columns = zip(results["n"], results["verdict"], results["cpu_ms"], strict=True)
    return [Cell(number, Verdict(verdict), cpu_ms) for number, verdict, cpu_ms in columns]
