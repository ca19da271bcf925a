"""Workers that are killed while they go through what takes several calls of the AI, at any moment of it."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from judge.benchmarks.chains import SECONDS, Chain, Persona, result
from judge.benchmarks.memory import forks
from judge.benchmarks.processes import process, wait_until
from judge.gemini import journal
from judge.models import AiRun, Job
from judge.models.job import TRIES
from judge.queue import overview
from judge.queue.messages import send
from tests.gemini.server import Gemini

QUEUES = ("ai", "generation")
QUICK = {"JOB_LEASE": "3", "JOB_SWEEP": "0.5", "JOB_GRACE": "1"}
WHOLE = 0.2  # of the kills take the worker with its work-horse, so that the sweeper has to find out
MOMENTS = ("asked", "answered", "answered", "running")
LONGEST = {"asked": SECONDS, "answered": SECONDS, "running": 1.5}  # seconds from there to a kill


class Crew(ExitStack):
    """A worker of each queue, and the sweeper."""

    def __enter__(self) -> "Crew":
        super().__enter__()
        self.workers = {queue: self.hired(queue) for queue in QUEUES}
        self.enter_context(process("python", "manage.py", "sweeper"))
        wait_until(lambda: all(overview.workers(queue) for queue in QUEUES))
        return self

    def hired(self, queue: str) -> Popen:
        return self.enter_context(process("python", "manage.py", "worker", queue))

    def kill(self, queue: str, whole: bool) -> None:
        worker = self.workers[queue]
        horses = forks(worker.pid)
        for pid in [worker.pid] if whole else horses:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if whole:
            worker.wait()
            self.workers[queue] = self.hired(queue)
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in horses))


@dataclass
class Passed:
    """What one chain went through. `lost`: calls that were asked and not written down when their worker died."""

    kills: int = 0
    whole: int = 0
    trials: int = 0  # kills of a worker that runs a proposal's programs
    lost: int = 0
    made: int = 0
    is_done: bool = False
    result: str = ""


@dataclass
class Torment:
    crew: Crew
    server: Gemini
    chance: random.Random
    passed: Passed = field(init=False)

    @property
    def persona(self) -> Persona:
        assert isinstance(self.server.persona, Persona)
        return self.server.persona

    def through(self, chain: Chain, most: int) -> Passed:
        """One of it, from its beginning to its end, with at most so many kills."""
        self.passed, self.asked = Passed(), self.server.count()
        self.run = chain.begin()
        while self.passed.kills < most and self.is_live():
            if (job := self.caught()) and job.attempt < TRIES:
                self.strike(job)
        with suppress(TimeoutError):  # then it is lost
            wait_until(lambda: not self.is_live())
        run = AiRun.objects.get(pk=self.run.pk)
        self.passed.made = self.server.count() - self.asked
        self.passed.is_done = run.is_finished and not run.failure
        self.passed.result = result(run)
        return self.passed

    @property
    def jobs(self):
        return Job.objects.filter(subject=self.run.pk, queue__in=QUEUES)

    def is_live(self) -> bool:
        return self.jobs.live().exists()

    def caught(self) -> Job | None:
        """The job that runs at a moment of chance."""
        moment = self.chance.choice(MOMENTS)
        counts = {"asked": self.server.count, "answered": lambda: self.persona.delivered}
        count = counts.get(moment, lambda: 0)
        before = count()
        wait_until(lambda: not self.is_live() or (count() > before if moment in counts else self.running()))
        time.sleep(self.chance.uniform(0, LONGEST[moment]))
        return self.running()

    def running(self) -> Job | None:
        return self.jobs.running().first()

    def strike(self, job: Job) -> None:
        whole = self.chance.random() < WHOLE
        self.crew.kill(job.queue, whole)
        if self.jobs.live().filter(pk=job.pk).exists():  # else it had ended just before
            self.note(job, whole)
        wait_until(lambda: not self.jobs.running().filter(pk=job.pk, fence=job.fence).exists())
        for waiting in self.jobs.filter(pk=job.pk, state=Job.State.QUEUED):  # without the pause before another try
            Job.objects.filter(pk=job.pk).update(due=job.created)
            send(waiting)

    def note(self, job: Job, whole: bool) -> None:
        passed, asked = self.passed, self.server.count() - self.asked
        passed.kills, passed.whole = passed.kills + 1, passed.whole + whole
        passed.trials += job.queue == "generation"
        passed.lost = asked - len(journal.calls(self.run.pk))


@contextmanager
def quick() -> Iterator[None]:
    """Leases of seconds, so that what a killed worker left is found soon."""
    before = dict(os.environ)
    os.environ.update(QUICK)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
