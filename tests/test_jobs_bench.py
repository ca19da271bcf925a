"""Figures of jobs are taken, and said in a form of their own; what they are is `make bench`'s business."""

import json

import pytest

from judge import benchmarks, jobs
from judge.benchmarks import Figure, errands, throughput
from judge.benchmarks.jobs import sql
from judge.management.commands.bench import as_json, as_table
from judge.models import Job
from judge.queue import kinds
from judge.redis import connection


@pytest.fixture(autouse=True)
def nothing_was_sent():
    """A test that was rolled back may have left messages, and what is counted is the next job of its queue."""
    connection().flushdb()


@pytest.mark.parametrize(
    ("value", "goal", "at_least", "met"),
    [
        (3.0, 4.0, False, True),
        (5.0, 4.0, False, False),
        (3.0, 4.0, True, False),
        (4.0, 4.0, True, True),
        (None, 4.0, True, None),
        (4.0, None, False, None),
    ],
)
def test_a_goal_is_at_most_or_at_least(value, goal, at_least, met):
    assert Figure("jobs.some", value, "×", goal, at_least=at_least).met is met


def test_the_table_says_which():
    met, missed, reported, missing = as_table(
        [
            Figure("jobs.few", 3, "statements", 4),
            Figure("jobs.ratio", 0.25, "×", 0.5, "by far", at_least=True),
            Figure("jobs.drain", 12.5, "s", None),
            Figure("jobs.none", None, "s", 1, "there is no clock"),
        ]
    ).splitlines()[1:]

    assert met.split() == ["jobs.few", "3.00", "statements", "goal", "≤", "4", "met"]
    assert missed.split() == ["jobs.ratio", "0.25", "×", "goal", "≥", "0.5", "NOT", "MET", "by", "far"]
    assert reported.split() == ["jobs.drain", "12.50", "s", "reported"]
    assert missing.endswith("not measured: there is no clock")


def test_json_says_so_too():
    (figure,) = json.loads(as_json([Figure("jobs.ratio", 0.75, "×", 0.5, at_least=True)]))["figures"]

    assert (figure["direction"], figure["goal"], figure["met"]) == ("≥", 0.5, True)


@pytest.fixture
def bench_kinds():
    """Every kind of job, those of measurements too, as on the bench's site."""
    kinds.load()


def test_there_is_an_errand_for_every_kind_of_job(bench_kinds):
    assert jobs.run_submission in errands.kinds()
    assert [errands.errand(kind) for kind in errands.kinds()]
    assert benchmarks.kinds.do_nothing not in errands.kinds()


@pytest.mark.django_db(transaction=True)
def test_the_statements_of_a_submission_are_counted(monkeypatch):
    monkeypatch.setattr("judge.benchmarks.jobs.MANY", 40)
    figures = {figure.name: figure for figure in sql()}

    assert set(figures) == {"jobs.sql_execute_20", "jobs.sql_execute_40", "jobs.sql_overhead"}
    assert all(figure.met for figure in figures.values())


@pytest.mark.django_db(transaction=True)
def test_trivial_jobs_are_run_beside_bare_rq():
    with throughput.bare_rq() as bare:
        assert bare("SimpleWorker", 2) > 0
    assert throughput.ours(2) > 0
    assert Job.objects.filter(state=Job.State.DONE).count() == 2
