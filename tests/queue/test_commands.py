"""What is done from a shell: `jobs` and `queues`."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now

from judge.models import Job
from judge.queue.messages import queue_named
from tests.queue import kinds
from tests.queue.test_life import reload


@pytest.fixture
def told(capsys):
    """What a command says, as JSON."""

    def told(*arguments):
        call_command(*arguments, "--json")
        return json.loads(capsys.readouterr().out)

    return told


@pytest.fixture
def dead(enqueue):
    job = enqueue(kinds.refuse)
    Job.objects.claim(job.pk, "a worker").die("no luck")
    return reload(job)


def test_jobs_are_listed(told, enqueue, dead):
    waiting = enqueue(kinds.remember, 2)

    assert [job["id"] for job in told("jobs", "list")["jobs"]] == [waiting.pk, dead.pk]
    assert [job["id"] for job in told("jobs", "list", "--state", "dead")["jobs"]] == [dead.pk]
    assert [job["id"] for job in told("jobs", "list", "--queue", "maintenance")["jobs"]] == [waiting.pk]
    assert [job["id"] for job in told("jobs", "list", "--kind", "refuse", "--limit", "1")["jobs"]] == [dead.pk]


def test_a_job_is_shown(told, dead, capsys):
    shown = told("jobs", "show", str(dead.pk))
    assert (shown["state"], shown["reason"], shown["kind"]) == ("dead", "no luck", "refuse")
    assert "Failed for good: no luck" in shown["log"]

    call_command("jobs", "show", str(dead.pk))
    assert "reason: no luck" in capsys.readouterr().out


def test_jobs_are_retried_and_cancelled(told, dead):
    assert told("jobs", "retry", str(dead.pk))["jobs"] == [{"id": dead.pk, "done": True}]
    assert reload(dead).state == "queued"
    assert told("jobs", "retry", str(dead.pk))["jobs"] == [{"id": dead.pk, "done": False}]

    assert told("jobs", "cancel", str(dead.pk))["jobs"] == [{"id": dead.pk, "done": True}]
    assert reload(dead).state == "cancelled"


def test_jobs_are_recovered(told, enqueue):
    job = enqueue(kinds.remember)
    Job.objects.claim(job.pk, "a worker")
    Job.objects.update(lease=Now() - timedelta(seconds=1))

    assert told("jobs", "recover") == {"freed": 1}
    assert reload(job).state == "queued"


def test_queues_are_listed_and_emptied(told, enqueue, capsys):
    job = enqueue(kinds.remember)

    (found,) = told("queues", "list", "maintenance")["queues"]
    assert (found["waiting"], found["running"], found["workers"]) == (1, 0, [])
    call_command("queues", "list")
    assert "maintenance: 1 waiting" in capsys.readouterr().out

    assert told("queues", "empty", "maintenance") == {"cancelled": {"maintenance": 1}}
    assert reload(job).state == "cancelled"
    assert queue_named("maintenance").count == 1  # its message finds nothing to do


@pytest.mark.parametrize("arguments", [("jobs", "show", "99"), ("queues", "empty"), ("queues", "empty", "nothing")])
def test_what_is_not_there_is_refused(db, arguments):
    with pytest.raises(CommandError):
        call_command(*arguments)
