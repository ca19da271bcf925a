"""The only module that knows RQ. RQ carries a row's id; the row decides.

- kinds: @job, Kind.enqueue, cancel, retry, delete
- messages: what RQ carries
- running: what a worker does with a message: claim, run, settle
- release: how an attempt ends without its effect
- watch: beside a running job: heartbeat, cancel, limits; say and report
- nudging: lets a running job know early that it is cancelled
- writing: last_write and chunk
- workers: the process that runs jobs; foreman: keeps such processes alive
- room: whether there is room on the disk for one more
- sweeping: finds what was lost
- overview: how the queues stand; recovered by people
- crowds: all jobs of a queue cancelled or retried by people
- scheduling: makes jobs by the clock, with rq-scheduler
"""

from judge.models.job import Fenced
from judge.queue.kinds import Kind, cancel, delete, job, retry
from judge.queue.watch import Cancelled, HandedOver, Postponed, Refused, SoftLimit, fence, holding, report, say
from judge.queue.writing import chunk, last_write

__all__ = [
    "Cancelled",
    "Fenced",
    "HandedOver",
    "Kind",
    "Postponed",
    "Refused",
    "SoftLimit",
    "cancel",
    "chunk",
    "delete",
    "fence",
    "holding",
    "job",
    "last_write",
    "report",
    "retry",
    "say",
]
