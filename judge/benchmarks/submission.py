"""A whole submission, as the worker judges it, beside the same program run bare."""

import shutil
import statistics
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from judge import blobs, compiling, jobs, judging
from judge.benchmarks import Figure
from judge.benchmarks.click import click_to_claim
from judge.benchmarks.statements import statements
from judge.languages import LANGUAGES
from judge.models import Job, Problem, ProblemVersion, Submission, User

TESTS = 20
ROUNDS = 15
SOURCE = """#include <iostream>
int main() { long long sum = 0, x; while (std::cin >> x) sum += x; std::cout << sum << std::endl; }
"""
WRONG = SOURCE.replace("sum += x", "sum += x + 1")
INPUT = b"".join(b"%d\n" % n for n in range(1000, 1205))  # about 1 KiB
ANSWER = b"%d\n" % sum(range(1000, 1205))


def figures() -> Iterator[Figure]:
    few, many = make_version(TESTS), make_version(10 * TESTS)
    yield Figure("submission.run_ratio", ratio(few, compile_each=False), "×", 4.0)
    yield Figure("submission.ratio", ratio(few, compile_each=True), "×", 1.5)
    counted = statements(failing(few))
    yield Figure("submission.sql_20", counted.work, "statements", 4)
    yield Figure("submission.sql_200", statements(failing(many)).work, "statements", 4)
    yield Figure("submission.sql_overhead", counted.overhead, "statements", 2)
    few.problem.publish(few)
    yield Figure("submission.click_to_claim_ms", click_to_claim(few.problem, SOURCE), "ms", 30)


@transaction.atomic
def make_version(tests: int) -> ProblemVersion:
    answer, *inputs = blobs.put_all([ANSWER, *[INPUT + b"\n" * n for n in range(tests)]])
    problem = Problem.objects.create(slug=f"bench-{uuid.uuid4().hex}", title="Bench")
    columns = {"v": 1, "name": [str(n) for n in range(tests)], "input": inputs, "answer": [answer] * tests}
    columns |= {"input_bytes": [len(INPUT)] * tests, "answer_bytes": [len(ANSWER)] * tests, "sample": [0] * tests}
    return ProblemVersion.objects.create(
        problem=problem,
        number=1,
        titles={"en": "Bench"},
        statements={},
        time_limit=1,
        memory_limit=256 * 2**20,
        output_limit=8 * 2**20,
        checker={"kind": "tokens", "flags": {}},
        tests=columns,
        test_count=tests,
    )


def submit(version: ProblemVersion, source: str) -> Submission:
    author, _ = User.objects.get_or_create(username="bench")
    return Submission.objects.create(
        problem=version.problem, version=version, author=author, language="cpp", source=source, token=uuid.uuid4()
    )


def ratio(version: ProblemVersion, compile_each: bool) -> float:
    """Median over interleaved pairs: judged by us / compiled and run bare."""
    pairs = []
    judged(version, SOURCE)  # whatever is done once in a worker's life
    with bare_program(SOURCE) as program:
        for _ in range(ROUNDS):
            source = f"{SOURCE}// {uuid.uuid4()}\n" if compile_each else SOURCE
            ours = judged(version, source)
            pairs.append(ours / (bare_compile(program, source) * compile_each + bare_runs(program)))
    return statistics.median(pairs)


def judged(version: ProblemVersion, source: str) -> float:
    """Seconds from the loaded row to the committed verdict."""
    submission = Submission.objects.for_judging().get(pk=submit(version, source).pk)
    began = time.perf_counter()
    found = judging.judge(submission, fence=1, checkpoint=lambda _: None)
    with transaction.atomic():
        submission.decide(found)
    seconds = time.perf_counter() - began
    if found.verdict != "AC":
        raise RuntimeError(f"the bench's own program got {found.verdict}")
    return seconds


@contextmanager
def bare_program(source: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=settings.VAR))
    try:
        bare_compile(folder, source)
        yield folder
    finally:
        shutil.rmtree(folder)


def bare_compile(folder: Path, source: str) -> float:
    (folder / "main.cpp").write_text(source)
    began = time.perf_counter()
    subprocess.run(compiling.compiler_words(LANGUAGES["cpp"], {"main.cpp": b""}, "main.cpp"), cwd=folder, check=True)
    return time.perf_counter() - began


def bare_runs(folder: Path) -> float:
    began = time.perf_counter()
    for _ in range(TESTS):
        with subprocess.Popen([folder / "program"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.communicate(INPUT)
    return time.perf_counter() - began


def failing(version: ProblemVersion) -> Job:
    """The job of a submission whose every test fails, with the most to be remembered."""
    with transaction.atomic():
        return jobs.run_submission.enqueue(submit(version, WRONG).pk)
