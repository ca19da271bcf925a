"""Cachalot keeps what can't change, and nothing else: versions, by their id."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client

from judge.caching import entries, nearby
from judge.models import ProblemVersion, Tag
from tests.factories import make_problem, make_version, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty():
    cache.clear()


def by_id(version):
    return ProblemVersion.objects.for_statement().get(pk=version.pk)


def test_a_version_is_read_once(sums, django_assert_num_queries):
    version = make_version(sums)
    by_id(version)

    with django_assert_num_queries(0):
        assert by_id(version).titles == version.titles


QUERIES = {
    "the newest": lambda problem: problem.versions.order_by("-number").first(),
    "with its problem": lambda problem: ProblemVersion.objects.select_related("problem").get(pk=problem.current_id),
    "several": lambda problem: list(ProblemVersion.objects.filter(pk__in=[problem.current_id])),
    "of a number": lambda problem: ProblemVersion.objects.filter(pk=problem.current_id, number=1).first(),
    "how many": lambda problem: problem.versions.count(),
    "for a judge": lambda problem: ProblemVersion.objects.get(pk=problem.current_id),
    "its tests": lambda problem: ProblemVersion.objects.only("tests").get(pk=problem.current_id),
    "tags": lambda _: list(Tag.objects.all()),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_what_may_change_or_is_large_is_asked_again(sums, query, django_assert_num_queries):
    publish(sums)
    query(sums)

    with django_assert_num_queries(1):
        query(sums)


def test_a_new_version_takes_along_no_other(sums, django_assert_num_queries):
    version = make_version(sums)
    by_id(version)
    make_version(sums)

    with django_assert_num_queries(0):
        by_id(version)


WRITES = {
    "update": lambda pk: ProblemVersion.objects.filter(pk=pk).update(titles={"en": "Mended"}),
    "raw": lambda pk: connection.cursor().execute(
        "UPDATE judge_problemversion SET titles = %s WHERE id = %s", ['{"en": "Mended"}', pk]
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_who_changes_one_by_hand_sees_it_changed(sums, write):
    version = make_version(sums)
    by_id(version)
    with transaction.atomic():
        write(version.pk)

    assert by_id(version).titles == {"en": "Mended"}


def test_what_a_transaction_takes_back_was_never_kept(sums):
    version = make_version(sums)
    with transaction.atomic():
        ProblemVersion.objects.filter(pk=version.pk).update(titles={"en": "Taken back"})
        by_id(version)
        transaction.set_rollback(True)

    assert by_id(version).titles == version.titles


def test_what_is_old_stays_old_when_a_transaction_that_writes_has_looked_at_it(sums):
    version = make_version(sums)
    by_id(version)
    with transaction.atomic():
        ProblemVersion.objects.filter(pk=version.pk).update(titles={"en": "Mended"})
    with transaction.atomic():
        ProblemVersion.objects.filter(pk=version.pk).update(titles={"en": "Taken back"})
        by_id(version)
        transaction.set_rollback(True)

    assert by_id(version).titles == {"en": "Mended"}


def test_what_is_dropped_is_read_again(sums, django_assert_num_queries):
    version = make_version(sums)
    by_id(version)
    entries.invalidate("problem_version:*")

    with django_assert_num_queries(1):
        by_id(version)


def test_a_process_holds_few_rows_itself():
    nearby.keep({str(number): number for number in range(3 * nearby.MOST)})

    assert len(nearby.held) == nearby.MOST
    assert nearby.get("0") is None and nearby.get(str(3 * nearby.MOST - 1))


def test_what_it_held_too_long_takes_no_room(monkeypatch):
    with monkeypatch.context() as briefly:
        briefly.setattr(nearby, "LIFE", 0)
        nearby.keep({"large": "and never asked for again"})
    nearby.keep({"another": 1})

    assert list(nearby.held) == ["another"]


def test_that_there_is_no_such_row_is_not_kept(sums):
    version = make_version(sums)
    missing = version.pk + 1
    assert not ProblemVersion.objects.for_statement().filter(pk=missing).exists()
    with pytest.raises(ProblemVersion.DoesNotExist):
        ProblemVersion.objects.for_statement().get(pk=missing)
    version.pk, version._state.adding, version.number, version.digest = missing, True, 2, "other"
    with transaction.atomic():
        version.save()

    assert by_id(version).number == 2


@pytest.mark.parametrize("page", ["/problems/", "/problems/sums/"])
@pytest.mark.parametrize("table", ["judge_problemversion", "judge_problem", "judge_tag"])
def test_a_select_that_is_held_open_across_a_commit_leaves_no_old_page(sums, page, table):
    """It has read the old rows, and is kept after the commit as if it were newer."""
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite nobody commits meanwhile")
    publish(sums, titles={"en": "Old title"})
    sums.tags.add(Tag.objects.create(name="old-tag"))
    cache.clear()

    with held_open(page, table):
        publish(sums, titles={"en": "New title"})
        Tag.objects.filter(name="old-tag").update(name="new-tag")

    for _ in range(2):
        text = Client().get(page).text
        assert "New title" in text and "Old title" not in text
        assert "new-tag" in text and "old-tag" not in text


class held_open:
    """The page, asked for by somebody whose statements about the table have been answered but not yet kept."""

    def __init__(self, page, table):
        self.page, self.table = page, table
        self.read, self.committed = threading.Event(), threading.Event()
        self.reader = threading.Thread(target=self.ask)

    def ask(self):
        with connection.execute_wrapper(self.hold):
            Client().get(self.page)
        self.read.set()
        connections.close_all()

    def hold(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if f'FROM "{self.table}"' in sql:
            self.read.set()
            self.committed.wait(20)
        return answer

    def __enter__(self):
        self.reader.start()
        assert self.read.wait(20)

    def __exit__(self, *_):
        self.committed.set()
        self.reader.join()


def test_a_list_shows_what_changed_in_a_row(sums, client, charlie):
    publish(sums)
    make_problem("other", state="published")
    client.force_login(charlie)
    client.get("/problems/")

    for change in ({"title": "Mended"}, {"names": "x\nMended\n합"}, {"number": "4711", "platform": "baekjoon"}):
        for name, value in change.items():
            setattr(sums, name, value)
        sums.save()
        assert list(change.values())[0].split("\n")[-1] in client.get("/problems/").text
