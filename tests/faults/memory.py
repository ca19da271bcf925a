"""How the memory of our processes, and what Redis keeps, go with the jobs."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 1.0  # seconds


@dataclass(frozen=True)
class Sample:
    jobs: int  # that there had been by then
    rss: float  # MB, of one process of the role on average
    pss: float


class Memory(threading.Thread):
    def __init__(self, stand, count):
        super().__init__(daemon=True)
        self.stand, self.count, self.over = stand, count, threading.Event()
        self.samples: dict[str, list[Sample]] = defaultdict(list)  # by role
        self.keys: list[int] = []

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()

    def run(self):
        with self.stand.valkey.client() as redis:
            while not self.over.wait(EVERY):
                self.keys.append(redis.dbsize())
                self.look(self.count())

    def look(self, jobs):
        seen = defaultdict(list)
        for role, pid in processes(self.stand.programs):
            with suppress(FileNotFoundError, ProcessLookupError, KeyError):  # it has just ended
                seen[role].append(memory(pid))
        for role, found in seen.items():
            rss, pss = (sum(each) / len(found) for each in zip(*found, strict=True))
            self.samples[role].append(Sample(jobs, rss, pss))

    def slopes(self) -> Iterator[tuple[str, float, float, float]]:
        """Role, MB of RSS in the end, MB of RSS and of PSS per 1,000 jobs; from half-way on, when all are warm."""
        for role, samples in sorted(self.samples.items()):
            warm = samples[len(samples) // 2 :]
            yield role, warm[-1].rss, slope(warm, "rss"), slope(warm, "pss")


def slope(samples: list[Sample], what: str) -> float:
    """Least squares."""
    middle = sum(each.jobs for each in samples) / len(samples)
    above = sum((each.jobs - middle) * getattr(each, what) for each in samples)
    below = sum((each.jobs - middle) ** 2 for each in samples)
    return 1000 * above / below if below else 0.0


def processes(programs) -> Iterator[tuple[str, int]]:
    """Role and process."""
    for program in list(programs):
        role = next((word for word in ("sweeper", "scheduler", "worker") if word in program.arguments), "site")
        yield role.replace("worker", "foreman"), program.pid
        if role == "worker":
            old = "old " if "--max-jobs" in program.arguments else ""
            yield from ((f"{old}worker", pid) for pid in program.children())


def memory(pid) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    found = {words[0]: int(words[1]) / 1000 for words in map(str.split, lines)}
    return found["Rss:"], found["Pss:"]
