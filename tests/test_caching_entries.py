"""What lies in the cache has a name: it is counted, weighed, and dropped by pattern; nothing else is touched."""

import asyncio
import json
import time
from io import StringIO

import pytest
from django.core.cache import cache, caches
from django.core.management import CommandError, call_command
from django.db import connection as django_connection

from judge import jobs
from judge.caching import entries, lookups, overview, restarts
from judge.caching.pieces import kept
from judge.models import Job
from judge.queue.workers import Worker
from judge.redis import connection
from judge.warming import warm_version
from tests.factories import publish

KEYS = ["user_stats:7:a", "user_stats:7:b", "user_stats:70:a", "problem_version:7:a", "problem_row:a", "throttle:7"]
HOSTILE = ["", "*", "**", "?*", "user_stats:[7]", "user_stats:7\\*", "user_stats:7\n*", "throttle:*", "rq:*", "cache:*"]
HOSTILE += ["../user_stats:*", "user_stats:*" * 9, "user_stats:" + "7" * 100, "user_stats: *", "problems:*", "통계:*"]


@pytest.fixture(autouse=True)
def redis():
    """What others left there to be counted is gone."""
    lookups.tell()
    connection().flushdb()
    return connection()


@pytest.fixture
def full():
    cache.set_many(dict.fromkeys(KEYS, "something"))
    connection().set("user_stats:7:a", "of somebody else")


def there():
    return {key for key in KEYS if cache.get(key)}


@pytest.mark.parametrize(
    ("pattern", "gone"),
    [
        ("user_stats:*", {"user_stats:7:a", "user_stats:7:b", "user_stats:70:a"}),
        ("user_stats:7:*", {"user_stats:7:a", "user_stats:7:b"}),
        ("user_stats:7:a", {"user_stats:7:a"}),
        ("problem_*", {"problem_version:7:a", "problem_row:a"}),
        ("problem_version:7:*", {"problem_version:7:a"}),
        ("user_stats:8:*", set()),
    ],
)
def test_a_pattern_drops_what_it_names(full, pattern, gone):
    assert entries.invalidate(pattern) == len(gone)
    assert there() == set(KEYS) - gone
    assert connection().get("user_stats:7:a") == b"of somebody else"


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_pattern_that_names_too_much_or_nothing_of_ours_is_refused(full, pattern):
    with pytest.raises(entries.BadPattern):
        entries.invalidate(pattern)
    with pytest.raises(CommandError):
        call_command("cache", "invalidate", "problem_*", pattern)
    assert there() == set(KEYS)


def test_it_holds_few_keys_at_a_time_however_many_there_are(monkeypatch):
    cache.set_many({f"user_stats:{number}": 1 for number in range(1200)})
    together = []
    client = entries.redis()
    monkeypatch.setattr(client, "unlink", lambda *keys: together.append(len(keys)) or client.delete(*keys))

    assert entries.invalidate("user_stats:*") == 1200
    assert max(together) <= 500


@pytest.mark.django_db
def test_look_ups_are_counted_by_name(sums, django_capture_on_commit_callbacks):
    version = publish(sums)
    for _ in range(3):
        kept("problem_row", ["a", "b"], lambda indexes: ["" for _ in indexes])
    lookups.count(f"problem_version:{version.pk}:x", hit=False)

    assert lookups.of_the_last_day() == {"problem_row": (4, 6), "problem_version": (0, 1)}


def test_what_several_processes_count_adds_up(redis):
    redis.hincrby(lookups.bucket(time.time()), "user_stats:hit", 5)
    lookups.count("user_stats:7:x", hit=True)

    assert lookups.of_the_last_day() == {"user_stats": (6, 6)}


def test_without_redis_counting_harms_nobody(monkeypatch):
    monkeypatch.setattr("judge.caching.lookups.hasty_connection", away)
    for _ in range(lookups.AT_ONCE):
        lookups.count("user_stats:7:x", hit=True)

    assert overview.standing() is None


def away():
    raise ConnectionRefusedError("Redis is away")


@pytest.mark.django_db(transaction=True)
def test_a_version_that_pages_read_is_found_and_weighed(sums):
    version = publish(sums)
    warm_version(version.pk)
    sums.current.__class__.objects.for_statement().get(pk=version.pk)

    found = {one.name: one for one in overview.holdings(at_once=True)}["problem_version"]
    assert (found.entries, found.hits, found.lookups) == (1, 1, 1)
    assert 100 < found.bytes < 100_000


@pytest.mark.django_db
def test_the_command_shows_warms_and_drops(sums, alice):
    publish(sums)

    assert told("warm") == {"problems": 1, "people": 0}
    cache.set("user_stats:7:a", 1)
    assert told("show")["user_stats"]["entries"] == 1
    assert told("invalidate", "user_stats:*", "problem_row:*") == {"user_stats:*": 1, "problem_row:*": 0}
    for wrong in (["invalidate"], ["show", "problem_*"]):
        with pytest.raises(CommandError):
            call_command("cache", *wrong)


def told(*arguments):
    out = StringIO()
    call_command("cache", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_a_job_drops_what_its_pattern_names_once(full):
    job = jobs.invalidate("user_stats:7:*")
    assert jobs.invalidate("user_stats:7:*") == job
    with pytest.raises(entries.BadPattern):
        jobs.invalidate("*")

    assert Job.objects.count() == 1 and job.key.endswith("user_stats:7:*")


@pytest.mark.django_db(transaction=True)
def test_its_worker_does_so(request):
    restarts.known.clear()
    django_connection.ensure_connection()
    restarts.notice(django_connection)  # now, and not when the worker connects
    request.getfixturevalue("full")
    job = jobs.invalidate("user_stats:7:*")
    Worker.named("here", ["maintenance"]).work(burst=True, logging_level=None)

    job.refresh_from_db()
    assert (job.state, there()) == ("done", set(KEYS) - {"user_stats:7:a", "user_stats:7:b"})
    assert "2 entries" in job.log


def test_each_request_of_an_event_loop_uses_the_same_connections():
    """Django makes a cache for each of them."""
    found = [asyncio.run(client()) for _ in range(2)]

    assert found[0] is found[1]


async def client():
    return caches["default"]._cache
