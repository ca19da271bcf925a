"""A proposal whose workers are killed in the middle goes on, and what is paid for isn't asked again."""

import pytest
from django.db.models import Q

from judge import jobs
from judge.models import AiRun, Job
from judge.redis import connection as redis
from tests.gemini.answers import Says
from tests.harness.processes import wait_until
from tests.workshop import proposed

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 180  # seconds, for a machine that has much else to do
FAST = {"JOB_LEASE": "3", "JOB_SWEEP": "0.5", "JOB_GRACE": "1"}


def is_running(kind, *, fence=1):
    return Job.objects.filter(Q(state=Job.State.RUNNING), kind=kind, fence__gte=fence).exists()


def test_killed_while_it_asks_and_while_it_runs(gemini, alice, start):
    redis().flushdb()
    proposed.will(gemini, proposal_solutions=Says(proposed.SOLUTIONS, after=60))
    gemini.will(proposed.SOLUTIONS, task="proposal_solutions")
    gemini.will(*[{"removed": [name]} for name in "abc"], task="proposal_repair")
    run = jobs.begin_proposal(proposed.doubles(alice), alice)
    start("sweeper", **FAST)
    runs = start("worker", "generation", **FAST)
    asks = start("worker", "ai", **FAST, **gemini.environment)

    wait_until(lambda: gemini.count("proposal_solutions") == 1, asks, PATIENCE)
    asks.kill()
    start("worker", "ai", **FAST, **gemini.environment)
    wait_until(
        lambda: Job.objects.filter(kind="try_proposal").count() == 2 and is_running("try_proposal"), runs, PATIENCE
    )
    runs.kill()
    start("worker", "generation", **FAST)
    wait_until(lambda: not Job.objects.live().exists(), patience=PATIENCE)

    run = AiRun.objects.get(pk=run.pk)
    assert run.is_finished and not run.has_failed, jobs.job_of(run).reason
    assert len(run.document["pieces"]) == 4
    counts = {task: gemini.count(task) for task in proposed.ANSWERS}
    assert counts == {"proposal_validator": 1, "proposal_solutions": 2, "proposal_generators": 1}  # one was in flight
    assert sorted(Job.objects.values_list("kind", "fence")) == [
        ("ask_for_proposal", 2),
        ("try_proposal", 1),
        ("try_proposal", 2),
    ]
