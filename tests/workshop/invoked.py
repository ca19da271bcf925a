"""A draft with solutions and tests, ready to be run on each other."""

from judge import blobs, drafting, jobs
from judge.models import Problem, TestSet
from tests.workshop.programs import ADD, solution

PAIRS = [(b"1 2\n", b"3\n"), (b"0 5\n", b"5\n"), (b"-1 1\n", b"0\n")]
POSITIVE = b"a, b = map(int, input().split())\nprint(abs(a) + b)\n"
TWICE = b"a, b = map(int, input().split())\nprint(a * 2 + b * 2)\n"


def fresh(problem):
    return Problem.objects.with_draft().get(pk=problem.pk)


def columns(pairs, groups=None):
    hashes = blobs.put_all([data for pair in pairs for data in pair if data is not None])
    names = iter(hashes)
    found = TestSet.nothing()
    for number, (input, answer) in enumerate(pairs, 1):
        row = {
            "name": f"{number:02}",
            "input": next(names),
            "answer": None if answer is None else next(names),
            "input_bytes": len(input),
            "answer_bytes": len(answer or b""),
            "sample": 0,
            "group": groups[number - 1] if groups else "",
            "origin": "hand",
            "line": "",
            "made": "",
            "valid": "",
            "answered": "",
        }
        for name, value in row.items():
            found[name].append(value)
    return found


def written(problem, author, *programs, pairs=PAIRS, groups=None):
    """The draft with these programs beside what it has, and these tests."""
    for one in programs:
        drafting.save(problem, author, f"programs/{one['path']}", one, None, one["files"].values())
    if pairs is not None:
        drafting.change(problem, author, lambda draft: draft.document, tests=columns(pairs, groups))
    return fresh(problem)


def three():
    """One that is right, one that fails, one that should fail and survives all tests with no negative first number."""
    return (
        solution("add.py", ADD, reference=True),
        solution("twice.py", TWICE, expected=["WA"]),
        solution("positive.py", POSITIVE, expected=["WA"]),
    )


def begin(problem, user):
    problem = fresh(problem)
    return jobs.begin_invocation(problem, problem.draft, user)


def verdicts(invocation):
    return [row.results["verdict"] for row in invocation.rows.order_by("place")]
