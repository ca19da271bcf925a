"""`make run`: the site and everything behind it, under one supervisor."""

import asyncio
import fcntl
import os
import secrets
import shlex
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from judge.management import valkey
from judge.management.processes import Process, Supervisor
from judge.models import Problem
from judge.sandbox.leftovers import clean_leftovers

WEB, DRAIN = 10, 30  # seconds that the site has to close its streams, and a worker to finish or hand over its job
ATTEMPTS = 3  # failures in a row at the start after which there is no point in going on


class Command(BaseCommand):
    help = "Runs the site and its workers, with a Valkey of its own unless REDIS_URL is set."
    requires_system_checks = ()  # they want the folder for the database, which is yet to be made

    def add_arguments(self, parser):
        parser.add_argument(
            "--samples", type=Path, default=settings.BASE_DIR / "samples", help="the folder of packages"
        )

    def handle(self, samples, **options):
        self.samples = samples
        self.host, self.port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        self.address = f"http://{self.host}:{self.port}"
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # in VAR; whitenoise warns where there is none
        with only_one(settings.VAR / "serve.lock"):
            refuse_a_taken_port(self.host, self.port)
            clean_leftovers()  # of a run that was killed: control groups outlive their workers
            try:
                asyncio.run(self.serve())
            finally:
                clean_leftovers()

    async def serve(self):
        self.supervisor = Supervisor()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.interrupt, asyncio.current_task())
        try:
            await self.start()
            await self.supervisor.watch()
        except asyncio.CancelledError:
            self.print("\nStopping (once more to kill what still runs) …")
        finally:
            await self.supervisor.stop()

    def interrupt(self, serving):
        if serving.cancelling():
            self.supervisor.kill()
        else:
            serving.cancel()

    async def start(self):
        if "REDIS_URL" not in os.environ:
            await self.keep(lambda: valkey.answers(settings.VAR / "valkey.sock"), self.valkey())
        self.print("Preparing the database …")
        await asyncio.to_thread(call_command, "migrate", verbosity=0)
        if settings.DEBUG:
            await self.load_samples()
        web, *workers = self.procfile()
        self.supervisor.keep(*workers)
        await self.keep(lambda: serves(f"{self.address}/healthz"), web)
        password = await asyncio.to_thread(make_admin) if settings.DEBUG else None
        admin = f"\nAdmin: admin, password {password}  (shown only this once)" if password else ""
        self.print(f"\nAlgoItny is at {self.address}/  (Ctrl-C stops it){admin}")

    async def keep(self, is_ready: Callable[[], bool], process: Process):
        self.supervisor.keep(process)
        while not await asyncio.to_thread(is_ready):
            if process.failures >= ATTEMPTS:
                raise CommandError(f"{process.name} does not start: its own words stand above.")
            await asyncio.sleep(0.1)

    async def load_samples(self):
        new = await asyncio.to_thread(new_packages, self.samples)
        if not new:
            return
        self.print("Loading the sample problems, and running their solutions …")
        command = [sys.executable, "manage.py", "import_problem", *map(str, new), "--publish"]
        if await self.supervisor.run(Process("samples", command, self.say)):
            self.print("Not every sample problem could be loaded; the site starts without those.")

    def valkey(self):
        return Process("valkey", valkey.command(settings.VAR), self.say, orphaned=signal.SIGTERM)

    def procfile(self) -> Iterator[Process]:
        level = os.environ.get("LOG_LEVEL", "WARNING")
        env = {
            "LOG_LEVEL": level,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",
            "UVICORN_HOST": self.host,
            "UVICORN_LIFESPAN": "off",
            "UVICORN_LOG_LEVEL": level.lower(),
            "UVICORN_PORT": self.port,
            "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": str(WEB // 2),
        }
        for line in (settings.BASE_DIR / "Procfile").read_text().splitlines():
            name, command = line.split(":", 1)
            yield Process(name, shlex.split(command), self.say, env, grace=WEB if name == "web" else DRAIN)

    def say(self, name, line):
        self.print(f"{name:>11} | {line}")

    def print(self, text):
        with suppress(OSError):  # the terminal may be gone
            print(text, flush=True)


@contextmanager
def only_one(path):
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CommandError(f"AlgoItny runs from this folder already, as process {lock.read()}.") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def refuse_a_taken_port(host, port):
    try:
        socket.create_server((host, int(port))).close()
    except ValueError:
        raise CommandError(f"PORT is {port}, which is no number.") from None
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise CommandError(f"{host}:{port} can't be listened on ({reason}). Choose another PORT.") from None


def serves(url):
    try:
        return urlopen(url, timeout=5).status == 200
    except HTTPError as error:
        return error.code < 500
    except (URLError, OSError):
        return False


def new_packages(folder):
    folders = {path.parent.name: path.parent for path in sorted(folder.glob("*/problem.yaml"))}
    known = set(Problem.objects.filter(slug__in=folders).values_list("slug", flat=True))
    return [folder for slug, folder in folders.items() if slug not in known]


def make_admin():
    """The first start's: its password, which is kept nowhere."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser("admin", password=password)
    return password
