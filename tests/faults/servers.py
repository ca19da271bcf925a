"""A PostgreSQL and a Valkey that can be stopped, killed and started again."""

import os
import signal
import subprocess
import time
from pathlib import Path

from redis import Redis

from judge.management import valkey
from judge.management.postgres import server_programs
from judge.management.processes import die_with


class Server:
    """`start` it from the main thread: it dies with the thread that started it."""

    process: subprocess.Popen | None = None
    orphaned = signal.SIGKILL

    def command(self) -> list:
        raise NotImplementedError

    def is_up(self) -> bool:
        raise NotImplementedError

    def __init__(self, folder: Path):
        self.folder, self.account = folder, {}

    def start(self):
        parent = os.getpid()
        with (self.folder / f"{type(self).__name__}.log").open("a") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=lambda: die_with(parent, self.orphaned),
                **self.account,
            )
        while not self.is_up():
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.command()[0]} did not start: see {self.folder}")
            time.sleep(0.02)

    def stop(self, signum):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signum)
            self.process.wait()


class Postgres(Server):
    """Careless of a machine that loses its power, not of a server that is killed."""

    FAST, AT_ONCE = signal.SIGINT, signal.SIGQUIT
    orphaned = signal.SIGQUIT

    def __init__(self, folder):
        super().__init__(folder)
        self.programs, self.account = server_programs(folder)
        initdb = [self.programs / "initdb", "-D", folder / "data", "-U", "algoitny", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **self.account)
        self.listen = ""  # an address beside its socket

    def command(self):
        settings = [f"listen_addresses={self.listen}", f"unix_socket_directories={self.folder}", "max_connections=200"]
        settings += ["fsync=off", "full_page_writes=off"]
        options = [word for each in settings for word in ("-c", each)]
        return [self.programs / "postgres", "-D", self.folder / "data", *options]

    def is_up(self):
        asked = subprocess.run([self.programs / "pg_isready", "-q", "-h", self.folder], check=False)
        return asked.returncode == 0

    def listen_on(self, address: str, visitors: str):
        """For ever: one that isn't there any more is passed over."""
        with (self.folder / "data" / "pg_hba.conf").open("a") as file:
            file.write(f"host all all {visitors} trust\n")
        self.listen = address
        self.stop(self.FAST)
        self.start()

    @property
    def socket(self) -> Path:
        return self.folder / ".s.PGSQL.5432"

    @property
    def url(self):
        return f"postgres://algoitny@/{self.folder}/postgres"


class Valkey(Server):
    """Without persistence: what is killed has forgotten everything."""

    def command(self):
        words = valkey.command(self.folder)
        words[words.index("--appendonly") + 1] = "no"
        return words

    def is_up(self):
        return valkey.answers(self.folder / "valkey.sock")

    @property
    def url(self):
        return f"unix://{self.folder}/valkey.sock?db=0"

    def client(self) -> Redis:
        return Redis.from_url(self.url)
