"""The processes that run jobs, one queue each, and the foreman that keeps them alive."""

import ctypes
import gc
import logging
import os
import secrets
import signal
import socket
import sys
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection as database
from redis import RedisError
from rq import SimpleWorker
from rq.exceptions import NoSuchJobError, StopRequested
from rq.serializers import JSONSerializer
from rq.worker.base import WorkerStatus

from judge.models.job import Job
from judge.queue.kinds import KINDS
from judge.queue.messages import Message, queue_named
from judge.queue.release import release
from judge.queue.watch import Cancelled, Process
from judge.redis import patient_connection

STOP = (signal.SIGTERM, signal.SIGINT)
PR_SET_PDEATHSIG = 1

log = logging.getLogger(__name__)


class Worker(SimpleWorker):
    """Runs jobs in its own process: what somebody else wrote runs in a sandbox, and a fork for each job is 16 ms."""

    log_result_lifespan = False

    @classmethod
    def named(cls, name, queues=()):
        return cls(
            [queue_named(queue) for queue in queues],
            name,
            connection=patient_connection(),
            job_class=Message,
            serializer=JSONSerializer,
            worker_ttl=60,
        )

    def request_stop(self, signum, frame):
        """The first signal: finish or hand over in JOB_GRACE seconds. A second one: hand over now."""
        again = self._stop_requested and time.monotonic() - self.stopping_since > 1  # Ctrl-C reaches us twice
        if not self._stop_requested:
            self._stop_requested, self.stopping_since = True, time.monotonic()
        Process.leave(within=0 if again else settings.JOB_GRACE)
        if self.get_state() != WorkerStatus.BUSY:
            raise StopRequested

    def request_stop_execution(self, execution_id):
        """The dashboard's Stop."""
        if execution_id in self.executions and Process.watch:
            Process.watch.interrupt(Cancelled())

    def get_heartbeat_ttl(self, job, working_time=0.0):
        """How long RQ believes in us while a job runs."""
        return int(max(kind.hard for kind in KINDS.values())) + 60


@dataclass
class Foreman:
    """Forks workers that are ready to run, and replaces those that end. Touches neither database nor Redis itself."""

    queue: str
    processes: int = 1
    max_jobs: int | None = None  # until a worker is replaced by a fresh one
    burst: bool = False  # until nothing is left to do
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
            self.replace(*self.workers.pop(pid), os.waitstatus_to_exitcode(status))

    def stop(self, *_):
        self.leaving = True
        for pid in self.workers:
            os.kill(pid, signal.SIGTERM)

    def replace(self, name, birth, code):
        if code:
            log.warning("worker %s is gone: %s", name, cause(code))
        if self.burst and not code:
            return
        if time.monotonic() - birth < 1:
            time.sleep(1)
        if not self.leaving:
            self.fork(after=(name, cause(code)) if code else None)

    def fork(self, after=None):
        name = f"{self.queue}-{socket.gethostname()}-{secrets.token_hex(4)}"
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # until we know each other
        foreman = os.getpid()
        if pid := os.fork():
            self.workers[pid] = name, time.monotonic()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP)
        else:
            self.work(name, foreman, after)

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
            database.features.supports_json_field  # noqa: B018 (asks SQLite once, here rather than within a job)
            Worker.named(name, [self.queue]).work(burst=self.burst, max_jobs=self.max_jobs, logging_level=None)
            code = 0
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


def tell_rq(name, reason):
    """So that the dashboard shows no ghost."""
    ghost = Worker.find_by_key(
        f"{Worker.redis_worker_namespace_prefix}{name}", patient_connection(), Message, serializer=JSONSerializer
    )
    if ghost and (message := ghost.get_current_job()):
        ghost.handle_job_failure(
            message, queue_named(message.origin), exc_string=reason, execution=ghost.execution
        )
    if ghost:
        ghost.register_death()
