import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from judge import jobs
from judge.caching import lookups
from judge.caching.cachalot import afresh
from judge.models import Job, Problem, ProblemVersion
from judge.queue.workers import Worker
from judge.redis import connection as redis
from judge.warming import warm_problems
from tests.factories import make_problem, make_version, publish
from web.access import version_of


@pytest.fixture(autouse=True)
def empty():
    lookups.tell()
    redis().flushdb()


@pytest.mark.django_db
def test_after_it_a_problems_page_asks_the_database_for_no_version(sums, django_assert_num_queries):
    publish(sums)

    for _ in range(2):  # also when the first one's entries are there still
        list(warm_problems())
        with django_assert_num_queries(0):
            assert version_of(sums).problem_id == sums.pk


@pytest.mark.django_db(transaction=True)
def test_what_it_keeps_outlives_the_time_to_the_next_one(sums):
    publish(sums)
    list(warm_problems())

    assert jobs.warm_problem_cache.every == "*/5 * * * *"
    assert redis().ttl(*keys("problem_version")) > 5 * 60 + 60


@pytest.mark.django_db
def test_a_problem_without_a_version_does_not_stop_it(sums):
    make_problem("aaa", state=Problem.State.PUBLISHED)
    publish(sums)

    assert sum(warm_problems()) == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_first_after_it_finds_what_the_page_reads(sums):
    publish(sums)
    jobs.warm_everything()
    Worker.named("here", ["maintenance"]).work(burst=True, logging_level=None)
    assert {job.state for job in Job.objects.all()} == {"done"}
    before = lookups.of_the_last_day()

    Client().get("/problems/sums/")

    assert before == {}  # warming is no look-up
    assert lookups.of_the_last_day() == {"problem_version": (1, 1)}


@pytest.mark.django_db(transaction=True)
def test_what_is_published_is_warm_at_once(sums):
    version = make_version(sums)
    with transaction.atomic():
        jobs.publish_version.enqueue(version.pk)
    Worker.named("here", ["maintenance"]).work(burst=True, logging_level=None)

    Client().get("/problems/sums/")

    assert lookups.of_the_last_day()["problem_version"] == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_what_is_read_afresh_lives_on(sums):
    version = publish(sums)
    list(warm_problems())
    [key] = keys("problem_version")
    redis().expire(key, 5)
    ProblemVersion.objects.for_statement().get(pk=version.pk)
    assert redis().ttl(key) <= 5

    with afresh():
        ProblemVersion.objects.for_statement().get(pk=version.pk)
    assert redis().ttl(key) > 5
    assert redis().ttl(keys("table")[0]) == -1


def keys(name):
    return redis().keys(cache.make_key(f"{name}:*"))
