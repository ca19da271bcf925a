"""A real worker, really killed in the middle of hints: they get written all the same, and no call is paid twice."""

import os
import signal
from pathlib import Path

import pytest

from judge.models import AiRun, Job
from judge.queue.messages import send
from judge.redis import connection as redis
from tests.ai.hinted import GOOD, asked_for, failed, published, said
from tests.gemini.answers import Says
from tests.harness.processes import wait_until

FAST = {"JOB_LEASE": "3", "JOB_SWEEP": "0.5", "JOB_GRACE": "1"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def submission(gemini, sums, charlie):
    redis().flushdb()
    return failed(published(sums), charlie)


@pytest.fixture
def worker(start, gemini):
    return lambda **extra: start("worker", "ai", **FAST | gemini.environment | extra)


def children(process):
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def go_on(job, worker):
    """As soon as the next process has freed it, without the pause before another try."""
    wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.QUEUED, worker)
    Job.objects.filter(pk=job.pk).update(due=job.created)
    send(Job.objects.get(pk=job.pk))


def test_a_worker_killed_behind_the_answer_does_not_pay_for_it_again(gemini, submission, worker):
    """The first answer leaks; the second is under way when the worker dies, and the first is in the journal."""
    gemini.will(said([*GOOD[:3], "```\nprint(sum(map(int,open(0).read().split())))\n```"]))
    gemini.will(Says(said(), after=60))
    gemini.will(said())
    run, job = asked_for(submission)
    first = worker()
    wait_until(lambda: gemini.count("hints") == 2, first)

    for pid in children(first):
        os.kill(pid, signal.SIGKILL)
    go_on(job, first)

    wait_until(lambda: not Job.objects.get(pk=job.pk).is_live, first)
    run = AiRun.objects.get(pk=run.pk)
    assert (run.failure, run.document["levels"]) == ("", GOOD)
    assert gemini.count("hints") == 3  # the one in flight, again; not the one before it
    assert [call.text for call in gemini.calls].count(gemini.calls[0].text) == 1
    assert run.calls["end"] == ["ok", "ok"]
    assert run.input_tokens == 2000
