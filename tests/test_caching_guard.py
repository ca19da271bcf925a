"""A write to what cachalot keeps, which no transaction holds, is an error that names the table."""

import pytest
from django.db import connection, transaction

from judge.caching.guard import UnguardedWrite, written
from judge.models import ProblemVersion, Tag
from tests.factories import make_version


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


WRITES = {
    "update": lambda version: ProblemVersion.objects.filter(pk=version.pk).update(test_count=7),
    "save": lambda version: version.save(),
    "create": lambda version: ProblemVersion.objects.create(
        problem=version.problem,
        number=9,
        digest="9",
        titles={},
        statements={},
        checker={},
        tests={},
        test_count=0,
        time_limit=1,
        memory_limit=1,
        output_limit=1,
    ),
    "raw update": lambda _: raw("UPDATE judge_problemversion SET test_count = 7"),
    "raw delete": lambda _: raw('delete from "judge_problemversion" where id = 0'),
    "behind a WITH": lambda _: raw(
        "WITH one AS (SELECT 0) DELETE FROM judge_problemversion WHERE id IN (SELECT * FROM one)"
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_it_stops_a_write_outside_a_transaction(sums, write):
    version = make_version(sums)

    with pytest.raises(UnguardedWrite, match="judge_problemversion"):
        write(version)
    with transaction.atomic():
        write(version)


@pytest.mark.django_db
def test_a_tests_own_transaction_hides_nothing(db):
    with pytest.raises(UnguardedWrite):
        raw("DELETE FROM judge_problemversion")


@pytest.mark.django_db
def test_it_lets_reads_and_other_tables_alone(sums):
    version = make_version(sums)

    Tag.objects.create(name="easy")
    sums.save()
    with transaction.atomic():
        ProblemVersion.objects.select_for_update().get(pk=version.pk)
    raw("SELECT 'delete', test_count FROM judge_problemversion")


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "judge_problemversion" ("id") VALUES (1)', "judge_problemversion"),
        ('INSERT OR IGNORE INTO "judge_problemversion" VALUES (1)', "judge_problemversion"),
        ('update\n only public."judge_problemversion" set x = 1', "judge_problemversion"),
        ("TRUNCATE judge_problemversion", "judge_problemversion"),
        ('DELETE FROM "judge_problemversion_old"', None),
        ('SELECT 1 FROM "judge_problemversion" FOR UPDATE OF "judge_problemversion"', None),
        ('INSERT INTO "judge_versionblob" SELECT * FROM "judge_problemversion"', None),
    ],
)
def test_it_reads_which_table_is_written_to(sql, table):
    assert written(sql) == table


def test_in_production_no_statement_is_looked_at(start):
    code = "from django.db import connection; connection.ensure_connection(); print(len(connection.execute_wrappers))"
    process = start("shell", "-v", "0", "-c", code, CACHE_GUARD="0")

    assert process.wait(30) == 0
    assert process.log.read_text().strip().endswith("0")
