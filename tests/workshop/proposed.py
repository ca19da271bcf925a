"""The problems of which tests/gemini/answers tell what Gemini says of them."""

from judge import drafting, testsets
from judge.models import AiRun
from judge.proposing.rounds import State
from tests.workshop.programs import solution
from tests.workshop.rows import by_hand, fresh

LANTERNS = """The row of lanterns: a row of $n$ lanterns, of which lantern $i$ changes the brightness by $a_i$. What is
the largest sum of a run of one or more neighbouring lanterns?

## Input
A line with $n$ ($1 \\le n \\le 400$). A line with $n$ integers $a_i$ ($-1000 \\le a_i \\le 1000$).

## Output
The largest sum.
"""
FERRY = """The little ferry takes one or two crates a trip, of together at most $L$. How few trips are
enough for $n$ crates?

## Input
A line with $n$ and $L$ ($1 \\le n, L \\le 1000$). A line with $n$ weights from $1$ to $L$.

## Output
The fewest trips.
"""
BEACONS = """The beacons on the coast have $n$ heights from 1 to 100. How high is the highest?

## Input
A line with $n$ ($1 \\le n \\le 100$). A line with $n$ heights.

## Output
The largest height.
"""
KADANE = b"""n = int(input())
here = best = -10**9
for a in map(int, input().split()):
    here = max(a, here + a)
    best = max(best, here)
print(best)
"""
TWO_ENDS = b"""n, load = map(int, input().split())
weights = sorted(map(int, input().split()))
low, high, trips = 0, n - 1, 0
while low <= high:
    if low < high and weights[low] + weights[high] <= load:
        low += 1
    high -= 1
    trips += 1
print(trips)
"""
HIGHEST = b"input()\nprint(max(map(int, input().split())))\n"


def made(owner, title, statement, reference, sample, answer):
    problem = drafting.start(title, owner)
    said = {"title": title, "format": "markdown", "text": statement}
    drafting.save(problem, owner, "statements/en", said, None)
    limits = drafting.LIMITS | {"time": 1.0}
    drafting.save(problem, owner, "limits", limits, None)
    program = solution("submissions/reference.py", reference, reference=True)
    drafting.save(problem, owner, f"programs/{program['path']}", program, None, program["files"].values())
    row = by_hand(sample, answer, name="1", sample=1)
    drafting.change(
        problem, owner, lambda draft: draft.document, tests=testsets.columns([row]), hashes=[row.input, row.answer]
    )
    return fresh(problem)


def lanterns(owner):
    return made(owner, "Lanterns", LANTERNS, KADANE, b"5\n-2 3 -1 4 -6\n", b"6\n")


def ferry(owner):
    return made(owner, "Ferry", FERRY, TWO_ENDS, b"3 5\n2 3 4\n", b"2\n")


def beacons(owner):
    return made(owner, "Beacons", BEACONS, HIGHEST, b"2\n3 5\n", b"5\n")


# A problem of which everything is quick, and what Gemini might say of it

DOUBLES = """Double $n$.

## Input
A line with $n$ ($1 \\le n \\le 99$).
"""
DOUBLE = b"print(2 * int(input()))\n"
VALID = """import re, sys
found = re.fullmatch("([1-9][0-9]?)\\n", sys.stdin.read())
sys.exit(42 if found else 43)
"""


def doubles(owner):
    return made(owner, "Doubles", DOUBLES, DOUBLE, b"2\n", b"4\n")


def written(name, source, **more):
    return {"name": name, "language": "python3", "source": source, "explanation": f"It is {name}."} | more


VALIDATOR = {
    "validator": written("validate", VALID),
    "probes": [{"input": "99\n", "valid": True, "why": "most"}, {"input": "100\n", "valid": False, "why": "too much"}],
}
SOLUTIONS = {
    "slow": written("slow", "n = int(input())\nprint(n + n)\n"),
    "wrong": [written("square", "n = int(input())\nprint(n * n)\n", verdict="WA")],
}
GENERATORS = {
    "generators": [
        written("one", "import sys\nprint(sys.argv[1])\n", kind="small", lines=["one {3..4}", "one 99"]),
    ]
}
ANSWERS = {"proposal_validator": VALIDATOR, "proposal_solutions": SOLUTIONS, "proposal_generators": GENERATORS}


def will(gemini, **others):
    """Answer as above, but for these: will(gemini, proposal_validator=…)."""
    for task, answer in (ANSWERS | others).items():
        gemini.will(answer, task=task)


# A proposal that is done


def a_piece(role, name, **more):
    plain = {"role": role, "name": name, "language": "python3", "source": "print(1)\n", "words": "<b>It</b> is one."}
    rest = {"expected": [], "kind": "", "lines": [], "facts": [], "doubts": [], "is_recommended": True, "tests": []}
    return plain | rest | {"id": f"{role}:{name}"} | more


def offered(problem, user, *pieces, caught=()):
    state = State(revision=1, pieces=list(pieces), caught=list(caught))
    run = AiRun.objects.create(kind="proposal", key="x", problem=problem, requested_by=user)
    run.finish({"v": 1, "in": [], "out": [], "cost": []}, state.document())
    AiRun.objects.filter(pk=run.pk).update(calls=None)
    run.refresh_from_db()
    return run
