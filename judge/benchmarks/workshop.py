"""What an author's jobs cost: statements, programs run, tests made in a second, memory."""

import json
import time
from collections.abc import Iterator

from django.db import transaction

from judge import drafting, jobs, tools, working
from judge.benchmarks import Figure, author_pages
from judge.benchmarks.drafts import an_invocation, make_problem
from judge.benchmarks.memory import forks, peak_during, private
from judge.benchmarks.processes import process, wait_until
from judge.benchmarks.statements import statements
from judge.models import Job, Problem
from judge.queue import Kind, overview

FEW, MANY, MOST = 20, 200, 2000
NUMBERS = 120  # in an input: less than 1 KiB


def figures() -> Iterator[Figure]:
    work(make_problem(script=f"gen 1 {{1..{FEW}}}"), jobs.generate_tests)  # whatever is done once in a worker's life
    for count in (FEW, MANY):
        counted = sql(make_problem(tests=count), jobs.generate_outputs)
        yield Figure(f"workshop.sql_outputs_{count}", counted, "statements", 3 if count == FEW else 4)
    for count in (FEW, MANY):
        counted = sql(make_problem(script=f"gen 9 {{1..{count}}}"), jobs.generate_tests)
        yield Figure(f"workshop.sql_script_{count}", counted, "statements", 3 if count == FEW else 4)
    problem = make_problem(script=f"gen {NUMBERS} {{1..{MANY}}}")
    seconds = work(problem, jobs.generate_tests)
    yield Figure("workshop.generate_tests_per_s", MANY / seconds, "tests/s", 50, at_least=True)
    yield Figure("workshop.regenerate_unchanged_runs", programs_run(problem), "programs", 0)
    rendered = author_pages.p95(an_invocation(MANY, solutions=20), author_pages.GRID)
    yield Figure("workshop.invocation_render_ms", rendered, "ms", 300, "20 × 200 cells, warm p95")
    yield from author_pages.figures()
    yield Figure("workshop.state_kb", state_bytes(MOST) / 2**10, "KB", 10, f"a save that leaves {MOST:,} tests alone")
    added = added_by_a_job(make_problem(script=f"gen {NUMBERS} {{1..{MANY}}}"))
    yield Figure("workshop.private_mb", added / 2**20, "MB", 20, "in a fresh worker")


def state_bytes(tests: int) -> int:
    """That another saved state keeps of its document and tests."""
    problem = make_problem(tests=tests)
    state = drafting.begin(problem, problem.draft.document, problem.draft.columns, problem.owner, "another")
    return sum(len(json.dumps(kept)) for kept in (state.document, state.own_columns))


def begun(problem: Problem, kind: Kind) -> Job:
    with transaction.atomic():
        return kind.enqueue(problem.pk, key=working.job_key(problem.pk), requested_by=problem.owner)


def work(problem: Problem, kind: Kind) -> float:
    """Seconds of a worker in this process."""
    return statements(begun(problem, kind)).seconds


def sql(problem: Problem, kind: Kind) -> int:
    """Of the work itself, without those about the job's own row."""
    return statements(begun(problem, kind)).work


def added_by_a_job(problem: Problem) -> int:
    """Bytes of private memory, at the worker's peak, that it didn't have before."""
    with process("python", "manage.py", "worker", "generation") as foreman:
        wait_until(lambda: overview.workers("generation"))
        (worker,) = forks(foreman.pid)
        time.sleep(1)  # until it waits
        before = private(worker)
        return peak_during(begun(problem, jobs.generate_tests), worker) - before


def programs_run(problem: Problem) -> int:
    """When tests and outputs are asked for again."""
    found = 0
    original = tools.Tools.box

    def counted(self, *args, **options):
        nonlocal found
        found += 1
        return original(self, *args, **options)

    tools.Tools.box = counted  # type: ignore[method-assign]
    try:
        work(problem, jobs.generate_tests)
        work(problem, jobs.generate_outputs)
    finally:
        tools.Tools.box = original  # type: ignore[method-assign]
    return found
