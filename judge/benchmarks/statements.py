"""What a job costs in SQL: all statements of the process that runs it, from its pick-up to its acknowledgement."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections
from django.db.backends.signals import connection_created

from judge.models import Job
from judge.queue.workers import Worker

FREE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Counted:
    work: int  # of the work itself
    row: int  # about the job's own row, by the thread that runs it
    beats: int  # and by the one beside it: the lease
    seconds: float

    @property
    def overhead(self) -> int:
        """What the row costs; a lease that is renewed every 10 s is not counted, one that is renewed more often is."""
        return self.row + max(0, self.beats - int(self.seconds / 10))

    def __str__(self) -> str:
        return f"{self.work} + {self.row} and {self.beats} for the lease in {self.seconds:.1f} s"


def statements(job: Job) -> Counted:
    """Run a job that is the next of its queue, in this process."""
    began = time.monotonic()
    with seen_by_threads() as seen:
        Worker.named(f"bench-{uuid.uuid4().hex}", [job.queue]).work(burst=True, max_jobs=1, logging_level=None)
    seconds = time.monotonic() - began
    if Job.objects.get(pk=job.pk).state != Job.State.DONE:
        raise RuntimeError("the bench's job did not end well")
    counted = [(thread, sql) for thread, sql in seen if not sql.startswith(FREE)]
    about_row = [thread for thread, sql in counted if "judge_job" in sql]
    row = about_row.count(threading.get_ident())
    return Counted(len(counted) - len(about_row), row, len(about_row) - row, seconds)


@contextmanager
def seen_by_threads() -> Iterator[list[tuple[int, str]]]:
    """The statements of all threads, also of those that begin meanwhile."""
    seen: list[tuple[int, str]] = []

    def see(execute, sql, *rest):
        seen.append((threading.get_ident(), sql))
        return execute(sql, *rest)

    def look_at(connection, **_):
        if see not in connection.execute_wrappers:
            connection.execute_wrappers.append(see)

    connection_created.connect(look_at)
    for connection in connections.all():
        look_at(connection)
    try:
        yield seen
    finally:
        connection_created.disconnect(look_at)
        for connection in connections.all():
            connection.execute_wrappers.remove(see)
