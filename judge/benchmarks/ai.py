"""The AI, asked through the real SDK at a server of this machine's own that speaks Gemini's protocol."""

import os
from collections.abc import Iterator

from django.db import transaction

from judge import jobs
from judge.benchmarks import Figure, proposals, reading, repaid
from judge.benchmarks.asked import asked_for, judged
from judge.benchmarks.holding import family, holds, words
from judge.benchmarks.memory import added_by
from judge.benchmarks.processes import procfile
from judge.benchmarks.statements import statements
from judge.benchmarks.submission import TESTS, WRONG, make_version
from judge.models import Job

AI_WORKER = "worker ai"


def figures() -> Iterator[Figure]:
    yield from reading.figures()
    yield hints_sql()
    yield from proposals.figures()
    yield Figure("ai.private_mb", added_by(jobs.write_hints), "MB", 20, "a job for hints, the SDK preloaded")
    yield import_leak()
    yield from repaid.figures()


def hints_sql() -> Figure:
    counted = statements(job_for_hints())
    return Figure("ai.sql_hints", counted.work, "statements", 2, f"work + row: {counted}")


@transaction.atomic
def job_for_hints() -> Job:
    return jobs.write_hints.enqueue(asked_for(judged(make_version(TESTS), WRONG)).pk)


def import_leak() -> Figure:
    """While all of the Procfile's processes are ready to work."""
    with procfile():
        ours = {pid: line for pid in family(os.getpid()) if pid != os.getpid() and "python" in (line := words(pid))}
        holders = {pid for pid in ours if holds(pid)}
    others = sorted(ours[pid] for pid in holders if AI_WORKER not in ours[pid])
    preloaded = sum(AI_WORKER in ours[pid] for pid in holders)
    if not preloaded:
        return Figure("ai.import_leak", None, "processes", 0, "not even the AI worker holds it")
    reason = f"of {len(ours)} processes {preloaded} of the AI worker hold it{'; and '.join(['', *others])}"
    return Figure("ai.import_leak", len(others), "processes", 0, reason)
