"""What a solver has done, added up, kept, and never old."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db.models.functions import Now
from django.utils import timezone

from judge import statistics
from judge.models import Submission
from judge.statistics import most_frequent, streak
from judge.verdict import Verdict
from judge.warming import warm_statistics
from tests.factories import make_problem, publish, submit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def empty():
    cache.clear()


@pytest.fixture
def submitted(sums, charlie):
    """submitted("AC", "cpp"): Charlie's submission to *sums*, judged unless its verdict is empty."""
    publish(sums)

    def make(verdict, language="python3", problem=sums, **fields):
        return submit(problem, charlie, language=language, verdict=verdict, judged=Now() if verdict else None, **fields)

    return make


def test_it_adds_up_what_was_judged(submitted, charlie, bob, sums):
    other = make_problem("other")
    publish(other)
    for verdict, language, problem in [
        ("WA", "cpp", sums),
        ("AC", "cpp", sums),
        ("AC", "cpp", sums),
        ("WA", "c", other),
    ]:
        submitted(verdict, language, problem)
    submitted("")
    submit(sums, bob, verdict="AC", judged=Now())

    found = statistics.of(charlie)

    assert (found.submissions, found.tried, found.solved) == (4, 2, 1)
    assert found.verdicts == [("AC", 2), ("WA", 2)]
    assert found.languages == [("cpp", 3, 2), ("c", 1, 0)]
    assert (found.days, found.streak) == ({timezone.now().date(): 5}, 1)


def test_what_is_kept_costs_one_statement(submitted, charlie, django_assert_num_queries):
    submitted("AC")
    with django_assert_num_queries(5):
        found = statistics.of(charlie)
    with django_assert_num_queries(1):
        assert statistics.of(charlie) == found


def test_it_is_new_as_soon_as_a_verdict_can_be_seen(submitted, charlie):
    pending = submitted("")
    assert statistics.of(charlie).solved == 0

    Submission.objects.filter(pk=pending.pk).update(verdict="AC", judged=Now())
    assert statistics.of(charlie).solved == 1

    Submission.objects.filter(pk=pending.pk).judge_again()
    assert statistics.of(charlie).solved == 0
    Submission.objects.filter(pk=pending.pk).update(verdict="WA", judged=Now())
    assert statistics.of(charlie).verdicts == [("WA", 1)]


def test_a_verdict_that_is_committed_late_is_not_missed(submitted, charlie):
    """Its transaction began before that of one that was seen already, and so did its time."""
    late = submitted("")
    submitted("WA")
    assert statistics.of(charlie).solved == 0

    Submission.objects.filter(pk=late.pk).update(verdict="AC", judged=timezone.now() - timedelta(hours=1))

    assert statistics.of(charlie).solved == 1


def test_what_changes_while_it_is_added_up_is_not_kept_under_the_old_name(submitted, charlie, monkeypatch):
    pending = submitted("")
    add_up = statistics.added_up

    def judged_meanwhile(*args):
        Submission.objects.filter(pk=pending.pk).update(verdict="AC", judged=Now())
        return add_up(*args)

    monkeypatch.setattr(statistics, "added_up", judged_meanwhile)
    assert statistics.of(charlie).solved == 1
    monkeypatch.undo()
    Submission.objects.filter(pk=pending.pk).judge_again()

    assert statistics.of(charlie).solved == 0


def test_warming_keeps_those_of_active_people(submitted, charlie, bob, django_assert_num_queries):
    submitted("AC")

    assert warm_statistics() == 1
    with django_assert_num_queries(1):
        assert statistics.of(charlie).solved == 1


def test_who_pauses_is_not_warmed(submitted):
    pause = timezone.now() - timedelta(days=8)
    submitted("AC", created=pause)

    assert warm_statistics() == 0


@pytest.mark.parametrize(("back", "days"), [([0, 1, 2, 4], 3), ([1, 2], 2), ([2, 3], 0), ([], 0), ([0], 1)])
def test_a_streak_lasts_until_a_whole_day_is_missed(back, days):
    assert streak({TODAY - timedelta(n): 1 for n in back}, TODAY) == days


def test_the_most_frequent_comes_first():
    assert most_frequent([("b", 1), ("a", 1), ("c", 3), ("b", 1)]) == [("c", 3), ("b", 2), ("a", 1)]


def test_each_verdict_has_its_line(client, submitted, charlie):
    client.force_login(charlie)
    assert "Nothing has been judged yet" in client.get("/statistics/").text
    for verdict in Verdict:
        if verdict != Verdict.PENDING:
            submitted(verdict)

    page = client.get("/statistics/").text
    assert all(verdict.label in page for verdict in Verdict if verdict != Verdict.PENDING)
    assert "Python" in page and "1 accepted" in page
    client.logout()
    assert client.get("/statistics/").url.startswith("/login/")
