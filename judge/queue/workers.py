"""The process that runs the jobs of a queue."""

import logging
import time

from django.conf import settings
from rq import SimpleWorker
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer
from rq.utils import now
from rq.worker.base import WorkerStatus

from judge.queue import room
from judge.queue.kinds import KINDS
from judge.queue.messages import Message, queue_named
from judge.queue.running import AttemptFailed
from judge.queue.watch import Cancelled, Process
from judge.redis import patient_connection

BEAT = 10.0  # seconds between two signs of life to RQ, which counts us dead after a minute or more

log = logging.getLogger(__name__)


class Worker(SimpleWorker):
    """Runs jobs in its own process: what somebody else wrote runs in a sandbox, and a fork for each job is 16 ms."""

    log_result_lifespan = False
    stopping_since = 0.0
    beaten_at = -BEAT
    max_connection_wait_time = 5.0  # seconds between two looks for a Redis that is away

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

    def dequeue_job_and_maintain_ttl(self, timeout, max_idle_time=None):
        self.wait_for_room()
        return super().dequeue_job_and_maintain_ttl(timeout, max_idle_time)

    def wait_for_room(self):
        """A worker whose disk is full takes no work, and says so."""
        waited = False
        while lack := next(filter(None, map(room.lack, self.queue_names())), ""):
            if not waited:
                log.error("worker %s takes no work: %s", self.name, lack)
            waited = True
            self.heartbeat()
            time.sleep(1)
        if waited:
            log.warning("worker %s has room again", self.name)

    def request_stop(self, signum, frame):
        """The first signal: finish or hand over in JOB_GRACE seconds. A second one: hand over now."""
        is_first = not self._stop_requested
        again = not is_first and time.monotonic() - self.stopping_since > 1  # Ctrl-C reaches us twice
        if is_first:
            self._stop_requested, self.stopping_since = True, time.monotonic()
        Process.leave(within=0 if again else settings.JOB_GRACE)
        if is_first and self.get_state() != WorkerStatus.BUSY:  # otherwise it ends already
            raise StopRequested

    def request_stop_execution(self, execution_id):
        """The dashboard's Stop."""
        if execution_id in self.executions and Process.watch:
            Process.watch.interrupt(Cancelled())

    def handle_exception(self, job, *exc_info):
        """Our own log has said it."""
        if exc_info[0] is not AttemptFailed:
            super().handle_exception(job, *exc_info)

    def execute_job(self, job, queue):
        """What was interrupted at just any point may have left something open: the next job gets a fresh process."""
        super().execute_job(job, queue)
        if Process.was_interrupted:
            self._stop_requested = True

    def heartbeat(self, timeout=None, pipeline=None):
        """RQ's own are nine commands for each job."""
        if timeout is None and pipeline is None:
            if time.monotonic() - self.beaten_at < BEAT:
                return
            self.be_known()
        self.beaten_at = time.monotonic()
        super().heartbeat(timeout, pipeline)

    def be_known(self):
        """Also to a Redis that lost its memory: RQ says who we are only once."""
        if not self.connection.hexists(self.key, "birth"):
            self.connection.delete(self.key)
            self.register_birth()

    def handle_execution_ended(self, job, queue, heartbeat_ttl):
        """Without a sign of life of what is over."""
        job.ended_at = now()

    def set_state(self, state, pipeline=None):
        """RQ says "idle" twice for each job."""
        if pipeline is not None or state != self.get_state():
            super().set_state(state, pipeline)

    def get_heartbeat_ttl(self, job, working_time=0.0):
        """How long RQ believes in us while a job runs."""
        return int(2 * max((kind.hard for kind in KINDS.values() if kind.queue in self.queue_names()), default=60))


def tell_rq(name, reason):
    """So that the dashboard shows no ghost."""
    ghost = Worker.find_by_key(
        f"{Worker.redis_worker_namespace_prefix}{name}", patient_connection(), Message, serializer=JSONSerializer
    )
    if ghost and (message := ghost.get_current_job()):
        ghost.handle_job_failure(message, queue_named(message.origin), exc_string=reason, execution=ghost.execution)
    if ghost:
        ghost.register_death()
