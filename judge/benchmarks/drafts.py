"""Drafts whose tests are made while it is measured."""

import uuid
from dataclasses import replace

from django.db import transaction

from judge import blobs, drafting, invocations, jobs, testsets
from judge.invocations import State
from judge.models import Invocation, Problem, Revision, User
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
NOTHING = "int main() {}\n"


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


def make_answered(tests: int) -> Problem:
    problem = make_problem(tests=tests)
    jobs.generate_outputs.function(problem.pk)
    return problem


def make_ready() -> Problem:
    """It lacks nothing that publishing asks for."""
    problem = make_problem(script="gen 5 {1..2}")
    author = User.objects.get(pk=problem.owner_id)
    statement = {"title": problem.title, "format": "markdown", "text": "Add $n$ numbers."}
    drafting.save(problem, author, "statements/en", statement, None)
    jobs.generate_tests.function(problem.pk)
    drafting.change(problem, author, lambda draft: draft.document, tests=with_sample)
    for kind in (jobs.check_programs, jobs.verify_draft):
        kind.function(problem.pk)
    return problem


def with_sample(draft: Revision) -> dict:
    first, *others = testsets.rows(draft.tests.columns)
    return testsets.columns([replace(first, sample=1), *others])


def program(role: str, path: str, source: str, **fields) -> dict:
    plain = {"role": role, "path": path, "language": "cpp", "entry": None, "files": {path: blobs.put(source.encode())}}
    return plain | {"expected": [], "bounds_time": False, "args": [], "reference": False, "tests": []} | fields


def a_test(number: int) -> Row:
    data = b"2\n%d %d\n" % (number, number)
    return Row(name=f"{number:03}", input=blobs.put(data), input_bytes=len(data))


def begun_invocation(tests: int, *wrong: str) -> Invocation:
    """Of the reference and these sources on so many tests: nothing of it was run."""
    problem = make_problem(script="gen 5 1\n")
    author = User.objects.get(pk=problem.owner_id)
    for number, source in enumerate(wrong, 1):
        one = program("solution", f"wrong_{number:02}.cpp", source, expected=["WA"])
        drafting.save(problem, author, f"programs/{one['path']}", one, None, one["files"].values())
    rows = [replace(a_test(n), answer=blobs.put(b"%d\n" % (2 * n)), answer_bytes=4) for n in range(tests)]
    drafting.change(problem, author, lambda draft: draft.document, tests=testsets.columns(rows))
    problem = Problem.objects.with_draft().select_related("owner").get(pk=problem.pk)
    assert problem.draft is not None
    with transaction.atomic():
        return invocations.begun(problem, problem.draft, author)


def an_invocation(tests: int, solutions: int) -> Invocation:
    """As it is when all of it was run: a wrong answer here and there."""
    invocation = begun_invocation(tests, *(f"{REFERENCE}// {number}\n" for number in range(1, solutions)))
    for row in invocation.rows.all():
        for test in range(tests):
            verdict = "WA" if row.place and (test + row.place) % 7 == 0 else "AC"
            invocations.put(row.results, test, (verdict, test * 5 % 900, 2**20 + test * 1000))
        row.state = State.DONE
        invocations.save(row, [])
    return invocation
