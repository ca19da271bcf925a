"""Rows and bytes are removed by policy, and nothing that is needed."""

import threading
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from judge import blobs, jobs, retention
from judge.models import Blob, Job, SubmissionBlob, VersionBlob
from tests.factories import publish, submit

State = Job.State


def ended(state, days, **fields):
    job = Job.objects.create(kind="warm_problem_cache", queue="maintenance", state=state, **fields)
    Job.objects.filter(pk=job.pk).update(finished=Now() - timedelta(days=days))
    return job


@pytest.fixture
def run(work):
    def run(kind, *subject):
        with transaction.atomic():
            job = kind.enqueue(*subject)
        work("maintenance")
        job.refresh_from_db()
        return job

    return run


def is_stored(sha):
    return storages["blobs"].exists(blobs.stored_name(sha))


def grow_old(hours=25):
    Blob.objects.update(last_used=F("last_used") - timedelta(hours=hours))


def test_jobs_go_when_their_days_are_over(run, settings):
    settings.JOB_KEPT = {"done": 10, "cancelled": 10, "dead": 20}
    kept = {ended("done", 9), ended("dead", 19), ended("queued", 99), ended("running", 99)}
    ended("done", 11), ended("cancelled", 11), ended("dead", 21)

    old = run(jobs.delete_old_jobs)

    assert set(Job.objects.exclude(pk=old.pk)) == kept
    assert "3 deleted." in old.log


def test_a_workflow_goes_when_all_of_it_may(run, settings):
    settings.JOB_KEPT = {"done": 10, "cancelled": 10, "dead": 20}
    first = ended("done", 11)
    last = ended("dead", 11, chain=first)

    old = run(jobs.delete_old_jobs)
    assert set(Job.objects.exclude(pk=old.pk)) == {first, last}

    Job.objects.filter(pk=last.pk).update(finished=Now() - timedelta(days=21))
    run(jobs.delete_old_jobs)
    assert not Job.objects.filter(pk__in=[first.pk, last.pk])


def test_a_job_can_be_deleted_with_its_workflow(run):
    first = ended("done", 0)
    last, other = ended("dead", 0, chain=first), ended("done", 0)

    run(jobs.delete_job, last.pk)

    assert set(Job.objects.exclude(kind="delete_job")) == {other}


def test_what_lives_is_not_deleted(run):
    first = ended("done", 0)
    ended("queued", 0, chain=first)

    assert "cancel it first" in run(jobs.delete_job, first.pk).reason
    assert Job.objects.exclude(kind="delete_job").count() == 2


def test_what_nothing_references_is_collected(run):
    used = blobs.put(b"lately")
    grow_old()
    Blob.objects.filter(pk=used).update(last_used=Now())
    unused = blobs.put(b"long ago")
    Blob.objects.filter(pk=unused).update(last_used=Now() - timedelta(hours=25))
    blobs.path(unused)

    job = run(jobs.collect_blobs)

    assert set(Blob.objects.values_list("pk", flat=True)) == {used}
    assert (is_stored(used), is_stored(unused)) == (True, False)
    assert blobs.read(used) == b"lately"
    assert "1 removed." in job.log


def test_what_a_version_or_a_submission_points_to_is_kept(run, sums, alice):
    version = publish(sums, [(b"1 2\n", b"3\n")])
    submission = submit(sums, alice)
    output, compiler = blobs.put_all([b"output", b"warning"])
    SubmissionBlob.objects.create(submission=submission, blob_id=output)
    type(submission).objects.filter(pk=submission.pk).update(compiler=compiler)
    before = set(Blob.objects.values_list("pk", flat=True))
    grow_old()

    run(jobs.collect_blobs)
    assert set(Blob.objects.values_list("pk", flat=True)) == before

    VersionBlob.objects.filter(version=version).delete()
    run(jobs.collect_blobs)
    assert set(Blob.objects.values_list("pk", flat=True)) == {output, compiler}


def in_a_thread(act):
    """With a connection of its own."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_bytes_that_are_stored_while_they_are_collected_are_there_afterwards(transactional_db, monkeypatch):
    """The row is deleted, the file not yet: a put waits for the collector's end, and writes both."""
    sha = blobs.put(b"again")
    grow_old()
    discard, putters = blobs.discard, []

    def discard_slowly(doomed):
        putters.append(in_a_thread(lambda: blobs.put(b"again")))
        putters[0].join(timeout=0.5)
        assert putters[0].is_alive()  # it waits
        discard(doomed)

    monkeypatch.setattr(blobs, "discard", discard_slowly)

    assert retention.collect([sha]) == 1
    putters[0].join()

    assert Blob.objects.filter(pk=sha).exists() and is_stored(sha)


@pytest.mark.parametrize("is_first", [True, False])
def test_bytes_that_were_stored_a_moment_earlier_are_kept(transactional_db, is_first):
    """By somebody whose transaction is not over yet, and whether or not the row was there before."""
    sha = blobs.put(b"again")
    grow_old()
    if is_first:
        Blob.objects.all().delete()
    collected = []
    with transaction.atomic():
        blobs.put(b"again")
        collector = in_a_thread(lambda: collected.append(retention.collect([sha])))
        collector.join(timeout=0.5)
    collector.join()

    assert collected == [0]
    assert Blob.objects.filter(pk=sha).exists() and is_stored(sha)


def test_many_who_store_and_collect_the_same_bytes_leave_no_row_without_its_file(transactional_db):
    """Every row is made to look old all the time, so that the collector meets those who store again and again."""

    def store():
        for number in range(30):
            blobs.put(b"%d" % (number % 3))

    def collect():
        while any(thread.is_alive() for thread in storing):
            grow_old()
            for some in retention.unused_blobs():
                retention.collect(some)

    storing = [in_a_thread(store) for _ in range(2)]
    collector = in_a_thread(collect)
    for thread in [*storing, collector]:
        thread.join()

    assert [sha for sha in Blob.objects.values_list("pk", flat=True) if not is_stored(sha)] == []
