"""How the memory of long-lived processes, and what Redis keeps, go with the jobs."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 1.0  # seconds
WARM = 20  # seconds after which a process has loaded what it needs


@dataclass(frozen=True)
class Sample:
    jobs: int  # that there had been by then
    rss: float  # MB
    pss: float


class Memory(threading.Thread):
    def __init__(self, stand, count):
        super().__init__(daemon=True)
        self.stand, self.count, self.over = stand, count, threading.Event()
        self.samples: dict[tuple[str, int], list[Sample]] = defaultdict(list)  # by role and process
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
                for role, pid in processes(self.stand.programs):
                    with suppress(FileNotFoundError, ProcessLookupError):
                        self.samples[role, pid].append(sample(pid, self.count()))

    def slopes(self) -> dict[str, tuple[float, float]]:
        """MB of RSS and PSS per 1,000 jobs, by role: how the processes of a role grow, each beside itself."""
        grown = defaultdict(list)
        for (role, _), samples in self.samples.items():
            if len(warm := samples[int(WARM / EVERY) :]) >= WARM:
                grown[role].append(warm)
        return {role: (slope(lives, "rss"), slope(lives, "pss")) for role, lives in sorted(grown.items())}


def slope(lives: list[list[Sample]], what: str) -> float:
    """Least squares, with a height of its own for each process."""
    above = below = 0.0
    for samples in lives:
        middle = sum(each.jobs for each in samples) / len(samples)
        above += sum((each.jobs - middle) * getattr(each, what) for each in samples)
        below += sum((each.jobs - middle) ** 2 for each in samples)
    return 1000 * above / below if below else 0.0


def processes(programs) -> Iterator[tuple[str, int]]:
    for program in list(programs):
        role = next((word for word in ("sweeper", "scheduler", "worker") if word in program.arguments), "site")
        yield role.replace("worker", "foreman"), program.pid
        if role == "worker":
            yield from (("worker", pid) for pid in program.children())


def sample(pid, jobs) -> Sample:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    found = {words[0]: int(words[1]) / 1000 for words in map(str.split, lines)}
    return Sample(jobs, found["Rss:"], found["Pss:"])
