"""What was found, row by row: a file of JSON lines, to which an interrupted run adds what is missing."""

import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAD = f"{'row':24} {'runs':>4} {'jobs':>6} {'lost':>4} {'twice':>5} {'dead':>4} {'p50':>6} {'p95':>6} {'max':>6}  took"
MARKDOWN = ("row", "fault", "runs", "jobs", "lost", "twice", "dead", "p50", "p95", "max", "seed", "seen")


@dataclass(frozen=True)
class Result:
    row: str
    seed: str
    times: int  # how often the fault was to fall
    runs: int = 0  # how often it fell
    jobs: int = 0
    lost: int = 0
    twice: int = 0
    dead: int = 0
    recoveries: list[float] = field(default_factory=list)  # seconds
    took: float = 0  # seconds
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not (self.lost or self.twice or self.wrong)

    def recovered(self) -> tuple[float, float, float]:
        """p50, p95, max"""
        times = sorted(self.recoveries) or [0.0]
        p50, p95 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95))
        return p50, p95, times[-1]

    def line(self) -> str:
        p50, p95, longest = self.recovered()
        counts = f"{self.runs:4} {self.jobs:6} {self.lost:4} {self.twice:5} {self.dead:4}"
        times = f"{p50:6.1f} {p95:6.1f} {longest:6.1f}  {self.took:.0f} s"
        return f"{self.row:24} {counts} {times} SEED={self.seed} {'ok' if self.passed else 'FAILED'}"

    def cells(self, fault) -> list[str]:
        counts = (self.runs, self.jobs, self.lost, self.twice, self.dead)
        times = (f"{seconds:.1f}" for seconds in self.recovered())
        seen = "; ".join([] if self.passed else ["**failed**", *self.wrong[:3]]) or "; ".join(self.notes)
        return [self.row, fault, *map(str, counts), *times, self.seed, seen]


@dataclass(frozen=True)
class Results:
    file: Path

    def __iter__(self):
        if self.file.exists():
            for line in self.file.read_text().splitlines():
                yield Result(**json.loads(line))

    def add(self, result: Result):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as file:
            file.write(json.dumps(asdict(result)) + "\n")

    def missing(self, asked: dict[str, int], seed: str) -> dict[str, int]:
        """Of those rows, so often, with that seed: what hasn't been passed yet."""
        done = {(result.row, result.times) for result in self if result.passed and result.seed == seed}
        return {name: times for name, times in asked.items() if (name, times) not in done}

    def seed(self, asked: dict[str, int]) -> str:
        """That of the last run, if it has left something to do."""
        last = [result.seed for result in self][-1:]
        return next((seed for seed in last if self.missing(asked, seed)), str(time.time_ns() % 10**6))


def of_this_checkout() -> Results:
    return Results(Path(os.environ.get("RESULTS") or ROOT / "var" / "faults") / "results.jsonl")


def table(results: Iterable[Result], faults: dict[str, str]) -> str:
    """Markdown: of each row what was found last."""
    last = {result.row: result for result in results}
    rows = [MARKDOWN, ["---"] * len(MARKDOWN)]
    rows += [last[name].cells(fault) for name, fault in faults.items() if name in last]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
