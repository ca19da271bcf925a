"""The durable job: one row is the truth.

- row: what is remembered of a job
- states: the states that it may be in
- changes: how it comes from one to another; built: the two changes that every job makes, built once
- telling: its log and its progress
- queryset: which jobs
"""

from judge.models.job.row import Job
from judge.models.job.states import TRIES, Fenced, turn

__all__ = ["TRIES", "Fenced", "Job", "turn"]
