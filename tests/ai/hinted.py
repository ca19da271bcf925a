"""What hints are about: Alice's problem *sums*, its right solution, and what Charlie got wrong."""

import json
import uuid

from django.db import transaction

from judge import blobs, hints, jobs, judging
from judge.models import AiRun, Submission
from tests.factories import publish, submit

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


def order(*levels):
    """What an obedient model answers with these levels to."""
    four = [*levels, *GOOD[len(levels) :]]
    return f"%%DO{json.dumps({'levels': four})}%%"


def canary():
    return f"CANARY-{uuid.uuid4().hex}"
