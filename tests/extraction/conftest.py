from pathlib import Path

import pytest
from django.core.cache import cache

from judge import jobs
from judge.models import AiRun, Job
from judge.models.text import clean
from judge.queue import Refused
from judge.queue.release import release
from tests.harness import pages as own

HERE = Path(__file__).parent / "pages"


@pytest.fixture
def site(settings):
    """Pages of three problems of ours: site.url("/lanterns")."""
    cache.clear()
    with own.served() as served:
        settings.FETCH_FROM_TESTS = [served.host]
        for path in HERE.glob("*.html"):
            served.put(f"/{path.stem}", path.read_bytes())
        yield served


def work():
    """What a worker does with the next job."""
    job = Job.objects.claim_best("ai", "worker")
    try:
        jobs.extract_problem.function(job.subject)
    except Refused as refused:
        release(job, clean(str(refused)), final=True)
    else:
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)


@pytest.fixture
def read(gemini, alice, django_capture_on_commit_callbacks):
    """read({"url": …}): the run, its job done."""

    def read(asked, by=alice):
        with django_capture_on_commit_callbacks():
            run = jobs.begin_extraction(asked, by)
        run.refresh_from_db()
        if not run.is_finished:
            work()
        return AiRun.objects.get(pk=run.pk)

    return read
