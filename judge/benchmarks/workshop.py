"""What an author's jobs cost: statements, programs run, tests made in a second, memory."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from judge import blobs, drafting, jobs, testsets, tools, working
from judge.benchmarks import Figure
from judge.models import Job, Problem, User
from judge.queue import Kind, overview
from judge.queue.workers import Worker
from judge.testsets import Row

GENERATOR = """#include <cstdio>
#include <cstdlib>
#include <random>
int main(int, char **words) {
    std::mt19937 chance(std::atoi(words[2]));
    int count = std::atoi(words[1]);
    std::printf("%d\\n", count);
    while (count--) std::printf("%d ", int(chance() % 1000000));
    std::printf("\\n");
}
"""
VALIDATOR = """#include <cstdio>
int main() {
    int count, x;
    if (std::scanf("%d", &count) != 1 || count > 1000) return 43;
    while (count--) if (std::scanf("%d", &x) != 1 || x < 0 || x >= 1000000) return 43;
    return std::scanf("%d", &x) == EOF ? 42 : 43;
}
"""
REFERENCE = """#include <iostream>
long long count, sum, x;
int main() { std::cin >> count; while (std::cin >> x) sum += x; std::cout << sum << '\\n'; }
"""
FEW, MANY = 20, 200
NUMBERS = 120  # in an input: less than 1 KiB
PATIENCE = 120  # seconds for what should take two
FREE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def figures() -> Iterator[Figure]:
    work(make_problem(script=f"gen 1 {{1..{FEW}}}"), jobs.generate_tests)  # whatever is done once in a worker's life
    for count in (FEW, MANY):
        counted = statements(make_problem(tests=count), jobs.generate_outputs)
        yield Figure(f"workshop.sql_outputs_{count}", counted, "statements", 3 if count == FEW else 4)
    for count in (FEW, MANY):
        counted = statements(make_problem(script=f"gen 9 {{1..{count}}}"), jobs.generate_tests)
        yield Figure(f"workshop.sql_script_{count}", counted, "statements", 3 if count == FEW else 4)
    problem = make_problem(script=f"gen {NUMBERS} {{1..{MANY}}}")
    seconds = work(problem, jobs.generate_tests)
    yield Figure("workshop.generate_tests_per_s", MANY / seconds, "tests/s", 50, at_least=True)
    yield Figure("workshop.regenerate_unchanged_runs", programs_run(problem), "programs", 0)
    added = added_by_a_job(make_problem(script=f"gen {NUMBERS} {{1..{MANY}}}"))
    yield Figure("workshop.private_mb", added / 2**20, "MB", 20, "in a fresh worker")


def make_problem(script: str = "", tests: int = 0) -> Problem:
    author, _ = User.objects.get_or_create(username="bench")
    problem = drafting.start(f"Bench {uuid.uuid4().hex}", author)
    programs = [
        program("generator", "gen.cpp", GENERATOR),
        program("validator", "numbers.cpp", VALIDATOR),
        program("solution", "sum.cpp", REFERENCE, expected=["AC"], reference=True),
    ]
    for one in programs:
        drafting.save(problem, author, f"programs/{one['path']}", one, None, one["files"].values())
    drafting.save(problem, author, "script", script, None)
    if tests:
        drafting.change(
            problem, author, lambda draft: draft.document, tests=testsets.columns(map(a_test, range(tests)))
        )
    return problem


def program(role: str, path: str, source: str, **fields) -> dict:
    plain = {"role": role, "path": path, "language": "cpp", "entry": None, "files": {path: blobs.put(source.encode())}}
    return plain | {"expected": [], "bounds_time": False, "args": [], "reference": False, "tests": []} | fields


def a_test(number: int) -> Row:
    data = b"2\n%d %d\n" % (number, number)
    return Row(name=f"{number:03}", input=blobs.put(data), input_bytes=len(data))


def work(problem: Problem, kind: Kind) -> float:
    """Seconds of a worker in this process."""
    with transaction.atomic():
        job = kind.enqueue(problem.pk, key=working.job_key(problem.pk), requested_by=problem.owner)
    began = time.perf_counter()
    Worker.named(f"bench-{uuid.uuid4().hex}", [job.queue]).work(burst=True, logging_level=None)
    seconds = time.perf_counter() - began
    if (job := Job.objects.get(pk=job.pk)).state != Job.State.DONE:
        raise RuntimeError(f"the bench's job did not end well: {job.reason}")
    return seconds


def statements(problem: Problem, kind: Kind) -> int:
    """Of the work itself, without those about the job's own row."""
    seen: list[str] = []

    def see(execute, sql, *rest):
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(see):
        work(problem, kind)
    return len([sql for sql in seen if not sql.startswith(FREE) and "judge_job" not in sql])


def added_by_a_job(problem: Problem) -> int:
    """Bytes of private memory, at the worker's peak, that it didn't have before."""
    command = [sys.executable, "manage.py", "worker", "generation"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL) as foreman:
        try:
            wait_until(lambda: overview.workers("generation"))
            (worker,) = forks(foreman.pid)
            time.sleep(1)  # until it waits
            before = peak = private(worker)
            with transaction.atomic():
                job = jobs.generate_tests.enqueue(problem.pk)
            while Job.objects.live().filter(pk=job.pk).exists():
                peak = max(peak, private(worker))
            return max(peak, private(worker)) - before
        finally:
            foreman.terminate()


def forks(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = Path(f"/proc/{pid}/cmdline").read_bytes()
    return [int(child) for child in children if Path(f"/proc/{child}/cmdline").read_bytes() == own]


def private(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("the bench's own worker did not come")
        time.sleep(0.05)


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
