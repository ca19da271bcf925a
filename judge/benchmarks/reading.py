"""What it costs to read a problem, and how little when somebody has asked for the same before."""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import override_settings

from judge import extraction, jobs
from judge.benchmarks import Figure
from judge.benchmarks.brought import PAGE, PICTURE, reader, showing
from judge.benchmarks.memory import added_by
from judge.benchmarks.processes import process, wait_until
from judge.benchmarks.statements import FREE, seen_by_threads, statements
from judge.models import AiRun, Job
from judge.queue import overview
from tests.gemini.answers import Says
from tests.gemini.server import Gemini, running
from tests.harness.pages import Pages, served

ANSWER = settings.BASE_DIR / "tests/gemini/answers/lanterns/extraction.json"
SLOW = 2.0  # seconds of the server, in which a person waits for a miss
REQUESTS, URLS, THREADS, WORKERS = 200, 20, 8, 2
HITS = 20


def figures() -> Iterator[Figure]:
    with around() as (gemini, pages):
        counted = statements(job_for(pages.url("/lanterns?first")))
        yield Figure("ai.sql_extract", counted.work, "statements", 2, f"work + row: {counted}")
        yield with_a_picture(gemini, pages)
        gemini.persona = lambda request: Says(ANSWER.read_text(), after=SLOW)
        miss = statements(job_for(pages.url("/lanterns?second"))).seconds
        sql, hit = cached(pages.url("/lanterns?second"))
        yield Figure("ai.sql_extract_cached", sql, "statements", 1, "no job, no call: the run itself")
        reason = f"{1000 * hit:.1f} ms; a miss takes {miss:.2f} s, of which the server {SLOW:g}"
        yield Figure("ai.cached_speedup", hit / miss, "of a miss", 0.05, reason)
        gemini.persona = None
        yield calls(gemini, pages)
    added = added_by(jobs.extract_problem)
    yield Figure("ai.private_mb_extract", added, "MB", 20, "a job that reads a page’s HTML, the SDK preloaded")


def with_a_picture(gemini: Gemini, pages: Pages) -> Figure:
    said = json.loads(ANSWER.read_text())
    gemini.will(said | {"statement": f"{said['statement']}\n\n![A pier](figure-1)"}, task="extraction")
    pages.put("/pier.png", PICTURE.read_bytes(), content_type="image/png")
    counted = statements(job_for(pages.put("/pier", showing("pier.png"))))
    reason = f"the row of the blob that they lie in comes first; work + row: {counted}"
    return Figure("ai.sql_extract_pictures", counted.work, "statements", 3, reason)


@contextmanager
def around() -> Iterator[tuple[Gemini, Pages]]:
    """A Gemini whose calls are counted, and a page under as many addresses as one likes: here and in our workers."""
    with running() as gemini, served() as pages:
        pages.anything = PAGE.read_bytes()
        told = gemini.environment | {"FETCH_FROM_TESTS": pages.host}
        with environment(told), override_settings(**told | {"FETCH_FROM_TESTS": [pages.host]}):
            yield gemini, pages


@contextmanager
def environment(told: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(told)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def job_for(url: str) -> Job:
    run = jobs.begin_extraction({"url": url}, reader())
    return Job.objects.get(kind="extract_problem", subject=run.pk)


def cached(url: str) -> tuple[int, float]:
    """Statements and seconds of asking for what is known."""
    user, times = reader(), []
    with seen_by_threads() as seen:
        for _ in range(HITS):
            began = time.perf_counter()
            run = jobs.begin_extraction({"url": url}, user)
            times.append(time.perf_counter() - began)
            assert run.finished is not None
    counted = [sql for _, sql in seen if not sql.startswith(FREE)]
    return -(-len(counted) // HITS), sorted(times)[HITS // 2]


def calls(gemini: Gemini, pages: Pages) -> Figure:
    """Of 200 people who want 20 problems at once."""
    cache.clear()
    before, user = gemini.count(), reader()
    last = AiRun.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def ask(number: int) -> None:
        jobs.begin_extraction({"url": pages.url(f"/lanterns?id={number % URLS}")}, user)
        connections.close_all()

    with process("python", "manage.py", "worker", "ai", "--processes", str(WORKERS)):
        wait_until(lambda: overview.workers("ai"))
        with ThreadPoolExecutor(THREADS) as people:
            list(people.map(ask, range(REQUESTS)))
        wait_until(lambda: not Job.objects.live().filter(kind="extract_problem").exists())
    runs = AiRun.objects.filter(pk__gt=last)
    done = sum(extraction.result_of(run).get("rehearsal", {}).get("state") == "right" for run in runs)
    reason = f"{done} of {REQUESTS} people have a proven result"
    return Figure("ai.calls_for_200_requests_of_20_urls", gemini.count() - before, "calls", URLS, reason)
