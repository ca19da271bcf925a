"""Servers and processes of our own, to be maltreated."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from judge.management.processes import die_with
from tests.faults.pace import QUICK
from tests.faults.servers import Postgres, Valkey

ROOT = Path(__file__).parents[2]
KINDS = {"JOB_MODULES": "judge.jobs,tests.faults.kinds"}


@dataclass(eq=False)
class Program:
    """One of our processes, started anew after it was killed."""

    arguments: tuple
    log: Path
    env: dict[str, str] = field(default_factory=dict)
    network: int | None = None  # a namespace, where it isn't ours
    process: subprocess.Popen | None = None
    wanted: bool = True

    def start(self):
        parent = os.getpid()

        def before():
            die_with(parent, signal.SIGKILL)
            if self.network is not None:
                os.setns(self.network, os.CLONE_NEWNET)

        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                env=os.environ | self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=before,
            )
        return self

    @property
    def pid(self) -> int:
        return self.process.pid

    def children(self) -> list[int]:
        """Its forks: workers, not the sandbox in which a foreman proves that it may judge."""
        with suppress(FileNotFoundError, ProcessLookupError):
            below = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            return [int(pid) for pid in below if command_line(pid) == command_line(self.pid)]
        return []

    def kill(self) -> bool:
        """Whether there was something to kill."""
        was_alive = self.process.poll() is None
        self.process.kill()
        return was_alive

    def end(self, patience=10):
        self.wanted = False
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.wait()


def command_line(pid) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


class Keeper(threading.Thread):
    """Starts anew what ended. It lives as long as we do, for what it starts dies with it."""

    def __init__(self, programs: list[Program]):
        super().__init__(daemon=True)
        self.programs = programs
        self.ended: list[str] = []  # without being killed by us

    def run(self):
        while True:
            time.sleep(0.1)
            for program in list(self.programs):
                if program.wanted and program.process.poll() is not None:
                    if program.process.returncode != -signal.SIGKILL:
                        self.ended.append(f"{program.log.stem} ended with {program.process.returncode}")
                        time.sleep(0.5)
                    program.start()


class Stand:
    def __init__(self, folder: Path):
        self.folder = folder
        self.programs: list[Program] = []
        self.pace = QUICK
        self.fleet: list[Program] = []  # what most rows have in common, and hand on
        self.site: int | None = None  # its port
        self.keeper = Keeper(self.programs)
        self.keeper.start()
        for part in ("postgres", "valkey", "var", "logs"):
            (folder / part).mkdir()
        (folder / "var" / "static").mkdir()
        self.postgres, self.valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")

    def environment(self) -> dict[str, str]:
        services = {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.valkey.url, "VAR": str(self.folder / "var")}
        return services | {"DJANGO_SETTINGS_MODULE": "judge.settings", "PYTHONUNBUFFERED": "1"} | KINDS

    def go_at(self, pace):
        if pace != self.pace:
            self.end_all()
        self.pace = pace

    def start(self, *arguments, **env) -> Program:
        """A management command."""
        return self.run("manage.py", *arguments, **env)

    def run(self, *arguments, network=None, **env) -> Program:
        name = "-".join(word.strip("-/") for word in arguments[1:3])
        log = self.folder / "logs" / f"{len(self.programs)}-{name}.log"
        program = Program(arguments, log, self.pace | env, network).start()
        self.programs.append(program)
        return program

    def worker(self, queue="maintenance", processes=2, **env) -> Program:
        return self.start("worker", queue, "--processes", str(processes), **env)

    def end_all(self):
        for program in self.programs:
            program.wanted = False
            program.process.terminate()
        for program in reversed(self.programs):
            program.end(patience=8)
        self.programs.clear()
        self.fleet, self.site = [], None
        if keep := os.environ.get("KEEP_LOGS"):
            shutil.copytree(self.folder / "logs", Path(keep) / f"{time.time():.0f}-{os.getpid()}")
        for log in (self.folder / "logs").iterdir():
            with log.open("a") as file:
                file.truncate(0)

    def usual_fleet(self) -> list[Program]:
        """The foremen of the usual workers, with a sweeper beside them."""
        if not self.fleet:
            self.end_all()
            self.start("sweeper")
            self.fleet = [self.worker("maintenance"), self.worker("maintenance"), self.worker("execution", 1)]
        wait_until(lambda: all(foreman.children() for foreman in self.fleet))
        return self.fleet

    def said(self, words) -> int:
        """How often our processes have said this."""
        return sum(log.read_text(errors="replace").count(words) for log in (self.folder / "logs").iterdir())


@contextmanager
def standing():
    with TemporaryDirectory(prefix="algoitny-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the sandbox's user must reach the programs
        stand = Stand(folder)
        os.environ.update(stand.environment())
        stand.postgres.start()
        stand.valkey.start()
        try:
            yield stand
        finally:
            stand.end_all()
            stand.valkey.stop(signal.SIGKILL)
            stand.postgres.stop(Postgres.AT_ONCE)


def wait_until(true, patience=60.0) -> bool:
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
