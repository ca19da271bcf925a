"""Proposals end to end: the real SDK against the local Gemini, real workers, a real sandbox."""

import pytest

from judge import jobs
from judge.models import AiRun, Job
from judge.proposing.rounds import State
from judge.redis import connection as redis
from tests.queue.conftest import work
from tests.workshop import proposed
from tests.workshop.rows import fresh

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_waits(transactional_db):
    redis().flushdb()


@pytest.fixture
def propose(gemini, alice, work):
    """propose(problem): until nothing is left to do. What it came to."""

    def propose(problem):
        run = jobs.begin_proposal(problem, alice)
        for _ in range(10):
            work("generation")
            work("ai")
            print([(j.kind, j.state, j.reason, j.log) for j in Job.objects.order_by("pk")])
            if not Job.objects.live().exists(): break
        return AiRun.objects.get(pk=run.pk)

    return propose


def test_a_validator_that_refuses_a_sample_and_a_generator_without_end_are_mended(propose, alice, gemini):
    run = propose(proposed.lanterns(alice))
    print(Job.objects.latest("pk").reason, [j.log for j in Job.objects.all()])
    state = State.of(run.document)
    import json
    print(json.dumps(run.document["report"], indent=1)[:6000]); print(json.dumps(run.document["steps"], indent=0))
    print([(p["id"], p["facts"], p["doubts"]) for p in state.pieces]); print(state.caught)
    assert 0
