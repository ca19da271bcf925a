"""What hints are about: Alice's problem *sums*, its right solution, and what Charlie got wrong."""

import hashlib
import uuid

from django.db import transaction

from judge import blobs, hints, jobs, judging
from judge.models import AiRun, Problem, ProblemVersion, Submission
from judge.queue.watch import Process
from judge.queue.workers import Worker
from tests.factories import TOKENS, publish, submit

SAMPLES = [(b"1 2\n", b"3\n")]
HIDDEN = (b"1000000007 998244353 " + b"7 " * 600 + b"\n", b"1998248560\n")  # too large to be shown
TESTS = [(b"10 20\n", b"30\n"), (b"-5 5\n", b"0\n"), HIDDEN]
RIGHT = """import sys

def main():
    numbers = [int(word) for word in sys.stdin.read().split()]
    total = 0
    for position in range(min(len(numbers), 1000000)):
        total = total + numbers[position]
    print(total)

main()
"""
HIDDEN_ANSWER = str(1000000007 + 998244353 + 7 * 600)
WRONG = "a, b = map(int, input().split()[:2])\nprint(abs(a) + b)\n"
GOOD = [
    "Check what happens to numbers below zero.",
    "Try a line whose first number is negative.",
    "For -5 and 5 the program takes 5 and adds 5, which makes 10 in place of 0.",
    "Line 2, `print(abs(a) + b)`: abs() throws the sign away.",
]
POINTED = {"line": 2, "words": "print(abs(a) + b)"}
NOWHERE = {"line": 0, "words": ""}


def said(levels=GOOD, **more):
    """By the model."""
    return {"levels": levels} | POINTED | more


def program(source=RIGHT, language="python3", path="right.py"):
    files = {path: blobs.put(source.encode())}
    return {"role": "solution", "path": path, "language": language, "entry": None, "files": files, "expected": ["AC"]}


def published(problem, visibility="small", **fields):
    tests = [TESTS[0], TESTS[1], (HIDDEN[0], f"{HIDDEN_ANSWER}\n".encode())]
    publish(problem, tests=tests, samples=SAMPLES, programs=[program()], **fields)
    problem.visibility = visibility
    problem.save()
    return problem


def failed(problem, author, source=WRONG, language="python3"):
    """Really judged."""
    pk = submit(problem, author, source, language).pk
    submission = Submission.objects.for_judging().get(pk=pk)
    found = judging.judge(submission, fence=0, checkpoint=lambda _: None)
    with transaction.atomic():
        submission.decide(found)
    return Submission.objects.for_page().get(pk=pk)


def asked_for(submission, language="en"):
    """The run and its job, as the site makes them."""
    with transaction.atomic():
        run = AiRun.objects.create(
            kind=AiRun.Kind.HINTS,
            key=hints.key(submission),
            submission=submission,
            requested_by=submission.author,
            document={"v": 1, "language": language},
        )
        job = jobs.write_hints.enqueue(run.pk, key=f"hints {run.key}", requested_by=submission.author)
    return run, job


def work():
    """In this process, in which other tests' jobs are to run to their end."""
    try:
        Worker.named("ai-here", ["ai"]).work(burst=True, logging_level=None)
    finally:
        Process.was_interrupted = False


def written(submission, language="en"):
    """The run and its job, when the worker has done what it could."""
    run, job = asked_for(submission, language)
    work()
    run.refresh_from_db()
    job.refresh_from_db()
    return run, job


def canary():
    return f"CANARY-{uuid.uuid4().hex}"


def stored(data):
    """Its hash, without a row."""
    sha = hashlib.sha256(data).hexdigest()
    blobs.keep(sha, data)
    return sha


def unsaved(source=WRONG):
    """A submission that has failed tests 3 and 4, as the judge would leave it, and all that it belongs to: no rows."""
    pairs = [*SAMPLES, *TESTS[:2], (HIDDEN[0], f"{HIDDEN_ANSWER}\n".encode())]
    columns = {"v": 1, "name": list("1234"), "sample": [1, 0, 0, 0]}
    for side, name in enumerate(("input", "answer")):
        columns[name] = [stored(pair[side]) for pair in pairs]
        columns[f"{name}_bytes"] = [len(pair[side]) for pair in pairs]
    reference = {"role": "solution", "path": "right.py", "language": "python3", "entry": None, "expected": ["AC"]}
    version = ProblemVersion(
        pk=1,
        titles={"en": "Sums"},
        statements={"en": "<p>Add the numbers.</p>"},
        samples=[{"input": "1 2\n", "answer": "3\n"}],
        time_limit=5,
        memory_limit=256 * 2**20,
        output_limit=8 * 2**20,
        checker=TOKENS,
        tests=columns,
        test_count=len(pairs),
        programs=[reference | {"files": {"right.py": stored(RIGHT.encode())}}],
    )
    nothing = stored(b"")
    kept = {"n": 3, "output_bytes": 3, "output": stored(b"10\n"), "stderr": nothing, "message": nothing}
    return Submission(
        pk=1,
        problem=Problem(pk=1, slug="sums", visibility="small"),
        version=version,
        language="python3",
        source=source,
        verdict="WA",
        failed_test=3,
        results={"v": 1, "n": [1, 2, 3, 4], "verdict": ["AC", "AC", "WA", "WA"]},
        evidence=[kept],
    )
