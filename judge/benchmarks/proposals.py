"""What a proposal's steps cost in SQL: of a problem with quick programs, at a Gemini of this machine's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from judge import jobs
from judge.benchmarks import Figure
from judge.benchmarks.statements import Counted, statements
from judge.jobs.proposals import KINDS
from judge.models import AiRun, Job, User
from judge.proposing.rounds import State
from tests.gemini.answers import Says
from tests.gemini.server import running
from tests.workshop import proposed

GOAL, A_HUNDRED = 3, 100  # statements, and one more for so many tests
NAMES = ("begin", "ask", "try")


def figures() -> Iterator[Figure]:
    user = User.objects.get_or_create(username="bench")[0]
    with gemini():
        run = jobs.begin_proposal(proposed.doubles(user), user)
        counted = list(steps(run))
    tests = tests_of(run)
    goals = (GOAL, GOAL, GOAL + -(-tests // A_HUNDRED))
    for name, each, goal in zip(NAMES, counted, goals, strict=True):
        reason = f"work + row, the next step’s among them: {each}" + (f"; {tests} tests" if name == "try" else "")
        yield Figure(f"ai.sql_proposal_{name}", each.work, "statements", goal, reason)


@contextmanager
def gemini() -> Iterator[None]:
    persona = running(persona=lambda request: Says(proposed.ANSWERS[request.task]))
    with persona as server, override_settings(**server.environment):
        yield


def steps(run: AiRun) -> Iterator[Counted]:
    """Each enqueues the next one."""
    while job := Job.objects.live().filter(kind__in=KINDS, subject=run.pk).first():
        yield statements(job)


def tests_of(run: AiRun) -> int:
    report = State.of(AiRun.objects.get(pk=run.pk).document).report
    assert report and report.is_good
    return report.tests
