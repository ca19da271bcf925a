"""The cache, as staff see it on the queues page."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from judge.caching import entries, lookups
from judge.models import Job
from judge.redis import connection

PAGE = "/operations/queues/"


@pytest.fixture(autouse=True)
def nothing_was_counted():
    lookups.tell()
    connection().flushdb()


def jobs():
    return sorted(Job.objects.values_list("kind", "key"))


def test_it_tells_what_is_kept_and_how_often_it_was_found(as_dave):
    cache.set_many({"user_stats:7:a": "x" * 4096, "user_stats:8:a": "x"})
    for hit in (True, True, True, False):
        lookups.count("user_stats:7:a", hit=hit)

    found = {one.name: one for one in as_dave.get(PAGE).context["holdings"]}
    assert set(found) == set(entries.NAMES)
    assert (found["user_stats"].entries, found["user_stats"].percent) == (2, 75)
    assert found["user_stats"].bytes > 4096 and found["problem_version"].percent is None
    assert "75.0 %" in as_dave.get(PAGE).text


def test_without_redis_it_says_so(as_dave, monkeypatch):
    def away():
        raise ConnectionRefusedError("Redis is away")

    monkeypatch.setattr("judge.caching.lookups.hasty_connection", away)

    assert "nobody knows what it holds" in as_dave.get(PAGE).text


def test_it_is_warmed(as_dave):
    for _ in range(2):
        as_dave.post("/operations/cache/warm")

    assert [kind for kind, _ in jobs()] == ["warm_problem_cache", "warm_user_stats"]


def test_what_a_pattern_names_is_dropped_by_a_job(as_dave):
    page = as_dave.post("/operations/cache/invalidate", {"pattern": " problem_* "}, follow=True).text

    assert jobs() == [("invalidate_cache", "invalidate problem_*")] and "problem_* names is dropped" in page


@pytest.mark.parametrize("pattern", ["", "*", "rq:*", "user_stats:<b>*"])
def test_a_hostile_pattern_is_refused_in_words(as_dave, pattern):
    page = as_dave.post("/operations/cache/invalidate", {"pattern": pattern}, follow=True).text

    assert 'class="notice error"' in page and "<b>*" not in page
    assert jobs() == []


def test_it_is_for_staff(as_charlie):
    for action in ("warm", "invalidate"):
        assert as_charlie.post(f"/operations/cache/{action}", {"pattern": "problem_*"}).status_code == 404
    assert jobs() == []


def test_only_what_there_is_can_be_done(as_dave):
    assert as_dave.post("/operations/cache/explode").status_code == 404
    assert as_dave.get("/operations/cache/warm").status_code == 405


@pytest.mark.parametrize(
    ("page", "keys"),
    [("problem", ["invalidate problem_version:{version}:*"]), ("user", ["invalidate user_stats:{user}:*"])],
)
def test_the_admin_drops_what_is_kept_of_one(admin_client, published, charlie, page, keys):
    subject = published if page == "problem" else charlie
    form = {"action": "forget", "_selected_action": [subject.pk]}

    assert admin_client.post(f"/admin/judge/{page}/", form).status_code == 302
    expected = [key.format(version=published.current_id, user=charlie.pk) for key in keys]
    assert [key for _, key in jobs()] == expected


def test_of_many_the_admin_drops_everybodys_by_one_job(admin_client):
    people = [get_user_model().objects.create(username=f"solver-{number}") for number in range(20)]
    form = {"action": "forget", "_selected_action": [person.pk for person in people]}

    assert admin_client.post("/admin/judge/user/", form).status_code == 302
    assert [key for _, key in jobs()] == ["invalidate user_stats:*"]
