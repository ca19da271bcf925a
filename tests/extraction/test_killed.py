"""A worker that is killed in the middle of a reading: it goes on, and what is paid for isn't asked again."""

import json
import os
import signal

import pytest
from django.core.cache import cache

from judge import extraction, jobs
from judge.models import AiRun, Job
from judge.redis import connection as redis
from tests.ai.test_kills import FAST, children, go_on
from tests.gemini.answers import Says
from tests.gemini.scripts import FOLDER
from tests.harness.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_problem_is_read_to_its_end_and_paid_for_once(gemini, alice, site, start):
    """The worker dies while the second call is in flight: the first one's answer is in the journal."""
    redis().flushdb()
    cache.clear()
    repair = json.loads((FOLDER / "ferries/extraction_repair.json").read_text())
    gemini.will(Says(repair, after=60), task="extraction_repair")
    run = jobs.begin_extraction({"url": site.url("/ferries")}, alice)
    job = Job.objects.get()
    host = site.url("").removeprefix("http://")
    worker = start("worker", "ai", **FAST, **gemini.environment, FETCH_FROM_TESTS=host)
    wait_until(lambda: gemini.count("extraction_repair") == 1, worker)

    for pid in children(worker):
        os.kill(pid, signal.SIGKILL)
    go_on(job, worker)

    wait_until(lambda: not Job.objects.get(pk=job.pk).is_live, worker)
    found = extraction.result_of(AiRun.objects.get(pk=run.pk))
    assert found["rehearsal"]["state"] == "right"
    assert (gemini.count("extraction"), gemini.count("extraction_repair")) == (1, 2)
