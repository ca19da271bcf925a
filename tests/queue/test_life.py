"""A job's life on a good day, and on a bad one that nobody dies of."""

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from judge import queue
from judge.models import Job, User
from judge.models.job import Fenced
from judge.queue.messages import message_id, queue_named, send
from tests.queue import kinds
from tests.queue.kinds import marks

State = Job.State


def reload(job):
    return Job.objects.get(pk=job.pk)


def make_due(job):
    Job.objects.filter(pk=job.pk).update(due=Now())
    send(reload(job))


def test_a_job_is_done_and_its_effect_is_there(enqueue, work):
    job = enqueue(kinds.note, 7)

    work()

    job = reload(job)
    assert (job.state, job.attempt, job.fence) == (State.DONE, 1, 1)
    assert job.created <= job.started <= job.finished
    assert marks() == ["noted-7"]


def test_nothing_is_enqueued_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError, match="note"):
        kinds.note.enqueue(1)

    assert not Job.objects.exists()


def test_what_is_rolled_back_was_never_enqueued(work):
    with transaction.atomic():
        kinds.note.enqueue(1)
        transaction.set_rollback(True)

    assert not Job.objects.exists()
    assert queue_named("execution").count == 0


def test_a_key_is_taken_while_its_job_lives(enqueue, work):
    first = enqueue(kinds.note, 1, key="k")
    second = enqueue(kinds.note, 1, key="k")
    work()
    third = enqueue(kinds.note, 2, key="k")

    assert first == second != third
    assert queue_named("execution").count == 1


def test_ten_deliveries_are_one_effect(enqueue, work):
    job = enqueue(kinds.note, 1)
    for _ in range(9):
        send(job)
    assert queue_named("execution").count == 10

    work()

    assert marks() == ["noted-1"]
    assert reload(job).fence == 1


def test_claim_and_finish_are_all_that_a_short_job_adds(enqueue, work):
    statements = []

    def note(execute, sql, *rest):
        if not sql.startswith("BEGIN"):
            statements.append(sql)
        return execute(sql, *rest)

    enqueue(kinds.note, 1)
    with connection.execute_wrapper(note):
        work()

    job_statements = [sql for sql in statements if '"judge_job"' in sql]
    assert len(job_statements) == 2, job_statements
    assert len(statements) == 3, statements


def test_update_returns_the_row_as_it_is_now(enqueue):
    """We lean on a private method of Django's for it."""
    job = enqueue(kinds.note, 1)

    (changed,) = Job.objects.filter(pk=job.pk).change(attempt=3, checkpoint={"a": [1]}, lease=Now())

    assert (changed.attempt, changed.checkpoint, changed.state) == (3, {"a": [1]}, State.QUEUED)
    assert changed == reload(job)
    assert changed.lease == reload(job).lease is not None
    assert Job.objects.filter(pk=-1).change(attempt=3) == []


def test_a_failure_is_tried_again_later_and_is_dead_after_three(enqueue, work):
    job = enqueue(kinds.fail, 5)

    work()

    assert (reload(job).state, reload(job).attempt) == (State.QUEUED, 1)
    assert reload(job).due > reload(job).created
    assert marks() == []
    for _ in range(2):
        make_due(job)
        work()
    job = reload(job)
    assert (job.state, job.attempt, job.lease) == (State.DEAD, 3, None)
    assert job.reason.startswith("ValueError: no luck with")
    assert marks() == ["abandoned-5"]


def test_a_job_that_waits_for_its_next_try_is_not_run_early(enqueue, work):
    job = enqueue(kinds.fail, 5)
    work()

    send(reload(job))
    work()

    assert reload(job).attempt == 1


def test_one_click_retries_a_dead_job(enqueue, work):
    job = enqueue(kinds.fail, 5)
    Job.objects.filter(pk=job.pk).update(state=State.DEAD, attempt=3, reason="so it was")

    assert queue.retry(job)
    assert not queue.retry(job)

    job = reload(job)
    assert (job.state, job.attempt, job.reason) == (State.QUEUED, 0, "")
    assert message_id(job) in queue_named("execution").get_job_ids()
    assert marks() == ["revived-5"]


def test_a_dead_job_is_not_retried_beside_a_live_one_with_its_key(enqueue):
    job = enqueue(kinds.note, 1, key="k")
    Job.objects.filter(pk=job.pk).update(state=State.DEAD)
    enqueue(kinds.note, 1, key="k")

    assert not queue.retry(job)
    assert reload(job).state == State.DEAD


def test_a_queued_job_is_cancelled_at_once(enqueue, work):
    job = enqueue(kinds.fail, 1)

    assert queue.cancel(job)
    work()

    assert (reload(job).state, reload(job).fence) == (State.CANCELLED, 0)
    assert marks() == ["abandoned-1"]


def test_a_late_writer_is_refused(enqueue):
    job = enqueue(kinds.note, 1)
    late = Job.objects.claim(job.pk, "a worker that sleeps")
    late.fail("its worker vanished", cap=0)
    Job.objects.update(due=Now())
    Job.objects.claim(job.pk, "another worker")

    for write in (late.finish, late.beat, late.hand_over, late.stop, lambda: late.fail("late", 1)):
        with pytest.raises(Fenced):
            write()
    with pytest.raises(Fenced):
        late.save_checkpoint(1)
    assert reload(job).worker == "another worker"


def test_an_effect_without_an_end_is_no_effect(enqueue, work):
    job = enqueue(kinds.write_and_fail, 1)

    work()

    assert marks() == []
    assert reload(job).state == State.QUEUED


def test_the_more_important_job_goes_first_and_waiting_makes_important(enqueue, work):
    enqueue(kinds.ordinary, 1)
    enqueue(kinds.ordinary, 2)
    important = enqueue(kinds.important, 3)
    assert [important.position(), Job.objects.get(subject=1).position(), Job.objects.get(subject=2).position()] == [
        0,
        1,
        2,
    ]

    before = Job.objects.claim_best("ai", "w")
    Job.objects.filter(subject=2).update(turn=before.turn)

    assert before == important
    assert Job.objects.claim_best("ai", "w").subject == 2
    work("ai")
    assert marks() == ["ordinary-1"]


def test_one_message_wakes_for_the_best_job_and_none_is_left(enqueue, work):
    for subject in range(3):
        enqueue(kinds.ordinary, subject)
        enqueue(kinds.important, subject)

    work("ai")

    assert len(marks()) == 6
    assert not Job.objects.exclude(state=State.DONE).exists()


def test_the_soft_limit_lets_a_job_save_what_it_has(enqueue, work):
    job = enqueue(kinds.tidy_up, 1)

    work("maintenance")

    assert reload(job).state == State.DONE
    assert marks() == ["tidied-1"]


def test_a_kind_that_nobody_knows_is_dead_with_its_name(enqueue, work):
    job = enqueue(kinds.note, 1)
    Job.objects.update(kind="forgotten")

    work()

    assert (reload(job).state, reload(job).reason) == (State.DEAD, "no job is called forgotten")


def test_the_dashboard_says_what_a_job_is_and_how_it_ended(enqueue, work, client, settings):
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    client.force_login(User.objects.create_superuser("admin"))
    good, bad = enqueue(kinds.note, 41), enqueue(kinds.fail, 42)
    waiting = client.get("/admin/rq/queues/1/").text
    assert "note 41" in waiting and "fail 42" in waiting

    work()

    assert "note 41" in client.get("/admin/rq/queues/1/finished/").text
    assert "fail 42" in client.get("/admin/rq/queues/1/failed/").text
    messages = queue_named("execution")
    assert messages.fetch_job(f"{good.pk}-0").return_value() == "done"
    assert "no luck" in messages.fetch_job(f"{bad.pk}-0").latest_result().exc_string


def test_a_message_can_call_nothing_but_us(enqueue, work):
    """RQ would import whatever path it is sent."""
    queue_named("execution").enqueue_call("os.abort", ("note", 999), timeout=-1)

    work()

    assert marks() == []
