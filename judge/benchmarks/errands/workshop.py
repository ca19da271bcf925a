"""Errands of drafts."""

from django.db.models import F

from judge import program_checks, publishing, trials
from judge.benchmarks.drafts import NOTHING, begun_invocation, make_answered, make_problem, make_ready
from judge.benchmarks.errands.errand import Errand
from judge.benchmarks.submission import TESTS
from judge.models import (
    InvocationCell,
    InvocationRow,
    Job,
    Problem,
)


def has_answers(job: Job) -> bool:
    tests = Problem.objects.with_draft().get(pk=job.subject).draft.tests
    return tests.count == TESTS and all(tests.columns["answer"])


def is_checked(job: Job) -> bool:
    problem = Problem.objects.with_draft().get(pk=job.subject)
    assert problem.draft
    asked = program_checks.is_asked(problem.draft.document)
    return bool(asked) and set(program_checks.known(problem, asked)) == asked


def is_run(job: Job) -> bool:
    rows = InvocationRow.objects.filter(invocation=job.subject)
    return all(row.state == InvocationRow.State.DONE and all(row.results["verdict"]) for row in rows)


def a_cell() -> int:
    return InvocationCell.objects.create(invocation=begun_invocation(1), place=0, test=1).pk


def a_survivor() -> int:
    return begun_invocation(1, NOTHING).rows.get(place=1).pk


def has_found(job: Job) -> bool:
    row = InvocationRow.objects.get(pk=job.subject)
    return bool(row.hunted and row.hunted["test"])


def is_verified(job: Job) -> bool:
    problem = Problem.objects.with_draft().get(pk=job.subject)
    assert problem.draft
    asked = set(trials.wanted(problem, problem.draft).values())
    return set(trials.known(problem, asked)) == asked


def what_is_looked_at(problem: int | None) -> str:
    ready = Problem.objects.with_draft().get(pk=problem)
    assert ready.draft
    return publishing.job_key(ready, publishing.mark_of(ready.draft))


def is_the_current_one(job: Job) -> bool:
    return Problem.objects.published().with_draft().filter(pk=job.subject, current=F("draft__version")).exists()


ERRANDS = {
    "generate_tests": Errand(lambda: make_problem(script=f"gen 100 {{1..{TESTS}}}").pk, is_done=has_answers),
    "generate_outputs": Errand(lambda: make_problem(tests=TESTS).pk, is_done=has_answers),
    "check_programs": Errand(lambda: make_problem(tests=1).pk, is_done=is_checked),
    "invoke": Errand(lambda: begun_invocation(TESTS, NOTHING).pk, is_done=is_run),
    "show_cell": Errand(a_cell, is_done=lambda job: InvocationCell.objects.get(pk=job.subject).is_known),
    "search_for_test": Errand(a_survivor, is_done=has_found),
    "verify_draft": Errand(lambda: make_answered(2).pk, is_done=is_verified),
    "publish_draft": Errand(lambda: make_ready().pk, what_is_looked_at, is_done=is_the_current_one),
}
