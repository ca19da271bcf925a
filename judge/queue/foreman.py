"""Keeps the workers of a queue alive."""

import ctypes
import gc
import logging
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import Error as DatabaseError
from django.db import connection as database
from redis import RedisError
from rq.exceptions import NoSuchJobError

from judge.models.job import Job
from judge.queue.release import release
from judge.queue.watch import Process
from judge.queue.workers import Worker, tell_rq

STOP = (signal.SIGTERM, signal.SIGINT)
PR_SET_PDEATHSIG = 1

log = logging.getLogger(__name__)


@dataclass
class Foreman:
    """Forks workers that are ready to run, and replaces those that end. Touches neither database nor Redis itself."""

    queue: str
    processes: int = 1
    max_jobs: int | None = None  # until a worker is replaced by a fresh one
    burst: bool = False  # until nothing is left to do
    after_a_death: Callable[[], object] = lambda: None  # clears away what isn't the queue's
    leaving: bool = False
    workers: dict[int, tuple[str, float]] = field(default_factory=dict)  # pid: name and birth

    def run(self):
        for signum in STOP:
            signal.signal(signum, self.stop)
        gc.freeze()
        for _ in range(self.processes):
            self.fork()
        while self.workers:
            pid, status = os.wait()
            if pid in self.workers:
                self.replace(*self.workers.pop(pid), os.waitstatus_to_exitcode(status))

    def stop(self, *_):
        self.leaving = True
        for pid in self.workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def replace(self, name, birth, code):
        if code:
            log.warning("worker %s is gone: %s", name, cause(code))
        if self.burst and not code:
            return
        if code and time.monotonic() - birth < 1:
            time.sleep(1)
        self.fork(after=(name, cause(code)) if code else None)

    def fork(self, after=None):
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # until we know each other
        if not self.leaving:
            name, foreman = f"{self.queue}-{socket.gethostname()}-{secrets.token_hex(4)}", os.getpid()
            if pid := os.fork():
                self.workers[pid] = name, time.monotonic()
            else:
                self.work(name, foreman, after)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP)

    def work(self, name, foreman, after):
        """In the new process, to its end."""
        code = 1
        try:
            die_with(foreman)
            for signum in STOP:
                signal.signal(signum, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP)
            if after:
                clear_up(*after)
                self.after_a_death()
            database.features.supports_json_field  # noqa: B018 (asks SQLite once, here rather than within a job)
            has_worked = Worker.named(name, [self.queue]).work(
                burst=self.burst, max_jobs=self.max_jobs, logging_level=None
            )
            code = 0 if has_worked or self.burst or Process.is_leaving() else 1
        except (RedisError, OSError) as error:
            log.error("worker %s: %s", name, error)
        except Exception:
            log.exception("worker %s", name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def die_with(parent):
    """A kill leaves nothing running: a worker dies with its foreman, as sandboxes die with the worker."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def cause(code):
    if code == -signal.SIGALRM:
        return "ran longer than its hard limit"
    return f"its process was killed (signal {-code})" if code < 0 else f"its process ended with code {code}"


def clear_up(name, reason):
    """What a killed worker left behind is free at once; no need to wait for its lease."""
    try:
        for job in Job.objects.running().filter(worker=name):
            release(job, reason)
        tell_rq(name, reason)
    except (DatabaseError, RedisError, NoSuchJobError) as error:
        log.warning("what worker %s left is left to the sweeper: %s", name, error)
