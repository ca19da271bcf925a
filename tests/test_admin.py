"""The admin shows everything, and has a button for what goes wrong."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction

from judge import jobs
from judge.models import Job, Plan, User
from judge.verdict import Verdict
from tests.factories import publish, submit

OURS = [model for model in admin.site._registry if model._meta.app_label == "judge"]


@pytest.fixture
def boss(client, settings, db):
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    boss = get_user_model().objects.create_superuser("boss", password="of-the-house")
    client.force_login(boss)
    return boss


@pytest.fixture
def submission(sums, alice):
    publish(sums, [(b"1 2\n", b"3\n")])
    return submit(sums, alice, "print(3)")


@pytest.fixture
def job(submission):
    with transaction.atomic():
        return jobs.run_submission.enqueue(submission.pk)


def act(client, action, job):
    return client.post("/admin/judge/job/", {"action": action, "_selected_action": [job.pk]}, follow=True).text


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_every_row_can_be_opened_in_a_few_statements(
    client, boss, job, sums, bob, model, django_assert_max_num_queries
):
    address = f"/admin/judge/{model._meta.model_name}/"
    row = model.objects.first()

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
    if row:
        assert client.get(f"{address}{row.pk}/change/").status_code == 200


def test_what_never_changes_cannot_be_changed(client, boss, job, submission):
    for model, row in (("submission", submission), ("problemversion", submission.version), ("job", job)):
        assert client.post(f"/admin/judge/{model}/{row.pk}/change/", {}).status_code == 403
        assert client.post(f"/admin/judge/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_cancelled_submission_gets_its_end_and_a_retry_takes_it_back(client, boss, job, submission):
    assert "1 cancelled" in act(client, "cancel", job)
    submission.refresh_from_db()
    assert submission.verdict == Verdict.CANCELLED

    assert "1 queued again" in act(client, "retry", job)
    submission.refresh_from_db()
    job.refresh_from_db()
    assert (submission.verdict, job.state) == (Verdict.PENDING, Job.State.QUEUED)


def test_a_running_job_is_told_to_stop(client, boss, job):
    Job.objects.claim(job.pk, "a worker")

    assert "1 told to stop" in act(client, "cancel", job)

    job.refresh_from_db()
    assert (job.state, job.cancel) == (Job.State.RUNNING, True)


def test_who_may_only_look_can_only_look(client, boss, job):
    User.objects.filter(pk=boss.pk).update(is_superuser=False, is_staff=True)
    boss.user_permissions.set(_permissions("view_job"))

    act(client, "cancel", job)

    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_plan_is_a_row_that_admins_edit(client, boss):
    client.post(f"/admin/judge/plan/{Plan.FREE}/change/", {"name": Plan.FREE, "daily_executions": 7, "daily_hints": 2})

    plan = Plan.objects.get(name=Plan.FREE)
    assert (plan.daily_executions, plan.daily_hints) == (7, 2)


def _permissions(*names):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=names)
