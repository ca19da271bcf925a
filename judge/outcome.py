"""What judging a submission has found so far: a column of results, and the failing tests worth showing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from judge.verdict import Verdict

SHOWN = 64 * 1024  # bytes of each output, of stderr and of the checker's words that are kept
KEPT_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One program on one test."""

    number: int
    input_bytes: int
    is_sample: bool
    verdict: Verdict
    cpu: float  # seconds
    wall: float  # seconds
    memory: int  # bytes, at the peak
    output: bytes = b""  # the first 64 KiB, as stderr and message
    output_bytes: int = 0  # of all of it
    stderr: bytes = b""
    message: bytes = b""  # the checker's words, or how the program ended


@dataclass
class Outcome:
    columns: dict = field(default_factory=lambda: {"v": 1, "n": [], "verdict": [], "cpu_ms": [], "bytes": []})
    failures: list[Run] = field(default_factory=list)
    compiler: bytes = b""
    compiled: bool = True

    def record(self, run: Run):
        row = {"n": run.number, "verdict": run.verdict.value, "cpu_ms": round(run.cpu * 1000), "bytes": run.memory}
        for column, value in row.items():
            self.columns[column].append(value)
        if run.verdict.is_failure:
            self.failures = worth_showing([*self.failures, run])

    @property
    def verdict(self) -> Verdict:
        return Verdict.of(map(Verdict, self.columns["verdict"])) if self.compiled else Verdict.COMPILE_ERROR

    @property
    def failed_test(self) -> int | None:
        tests = zip(self.columns["n"], self.columns["verdict"], strict=True)
        return next((number for number, verdict in tests if verdict != Verdict.ACCEPTED), None)

    @property
    def done(self) -> int:
        return len(self.columns["n"])

    def stored(self, put_all: Callable[[Iterable[bytes]], list[str]], seconds: float) -> "Findings":
        """As a submission remembers it, the bytes given to `put_all` and named by their hashes."""
        pieces = [self.compiler] if self.compiler else []
        pieces += [piece for run in self.failures for piece in (run.output, run.stderr, run.message)]
        hashes = put_all(pieces)
        names: Iterator[str] = iter(hashes)
        return Findings(
            verdict=self.verdict,
            failed_test=self.failed_test,
            columns=self.columns,
            compiler=next(names) if self.compiler else None,
            evidence=[shown(run, names) for run in self.failures],
            hashes=hashes,
            seconds=seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a submission remembers of an outcome: plain data, and blobs by their hashes."""

    verdict: Verdict
    failed_test: int | None
    columns: dict
    compiler: str | None  # the hash of its messages
    evidence: list[dict]
    hashes: list[str]
    seconds: float  # of judging


def shown(run: Run, hashes: Iterator[str]) -> dict:
    return {
        "n": run.number,
        "output_bytes": run.output_bytes,
        "output": next(hashes),
        "stderr": next(hashes),
        "message": next(hashes),
    }


def worth_showing(failures: list[Run]) -> list[Run]:
    """Those with the fewest input bytes, and the smallest sample, which everybody may see."""
    by_size = sorted(failures, key=lambda run: (run.input_bytes, run.number))
    smallest_sample = next((run for run in by_size if run.is_sample), None)
    return [run for place, run in enumerate(by_size) if place < KEPT_FAILURES or run is smallest_sample]
