"""Real processes, really killed. Whatever happens, a job's effect is there once in the end."""

import os
import signal
import time
from pathlib import Path

import pytest
from django.db import connection
from redis import Redis

from judge import queue
from judge.models import Job
from judge.queue import overview
from judge.queue.messages import queue_named, send
from judge.queue.sweeping import Sweeper
from judge.redis import connection as redis
from tests.harness.processes import end, wait_until
from tests.harness.services import running_valkey
from tests.queue import kinds
from tests.queue.conftest import FAST
from tests.queue.kinds import marks, say, signal_file

State = Job.State


def reload(job):
    return Job.objects.get(pk=job.pk)


def ended(job):
    return not reload(job).is_live


def pid_of(name):
    """The process that has said this."""
    wait_until(lambda: signal_file(name).exists() and signal_file(name).read_text())
    return int(signal_file(name).read_text())


def is_gone(pid):
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_job_whose_process_is_killed_is_free_at_once(enqueue, worker):
    """Without any sweeper: the next process clears up."""
    job = enqueue(kinds.linger)
    worker()
    os.kill(pid_of("running-1-1"), signal.SIGKILL)
    wait_until(lambda: reload(job).state == State.QUEUED)
    assert "signal 9" in reload(job).reason
    say("go-1")
    Job.objects.update(due=reload(job).created)
    send(reload(job))

    wait_until(lambda: ended(job))

    assert (reload(job).state, reload(job).attempt) == (State.DONE, 2)
    assert marks() == ["lingered-1"]


def test_a_job_whose_worker_is_killed_with_all_its_processes_is_found(enqueue, worker, sweeper):
    job = enqueue(kinds.linger)
    foreman = worker()
    horse = pid_of("running-1-1")

    foreman.kill()
    wait_until(lambda: is_gone(horse))
    assert reload(job).state == State.RUNNING
    worker()
    say("go-1")

    wait_until(lambda: ended(job))
    assert (reload(job).state, reload(job).attempt) == (State.DONE, 2)
    assert marks() == ["lingered-1"]


def test_a_worker_that_slept_too_long_is_refused(enqueue, worker, sweeper):
    job = enqueue(kinds.linger)
    worker()
    sleeper = pid_of("running-1-1")
    os.kill(sleeper, signal.SIGSTOP)
    worker()
    pid_of("running-1-2")

    os.kill(sleeper, signal.SIGCONT)
    wait_until(lambda: reload(job).worker and reload(job).fence == 2)
    say("go-1")

    wait_until(lambda: ended(job))
    time.sleep(0.5)
    assert (reload(job).state, reload(job).fence) == (State.DONE, 2)
    assert marks() == ["lingered-1"]


def test_a_kill_within_the_last_write_leaves_nothing_of_it(enqueue, worker):
    job = enqueue(kinds.write_slowly)
    worker()
    os.kill(pid_of("writing-1"), signal.SIGKILL)

    wait_until(lambda: reload(job).state == State.QUEUED)
    assert marks() == []


def test_poison_dies_after_three_tries_and_others_do_not_notice(enqueue, worker, sweeper):
    bad, good = enqueue(kinds.poison, 1), [enqueue(kinds.remember, subject) for subject in range(3)]
    worker()

    wait_until(lambda: ended(bad))

    assert (reload(bad).state, reload(bad).attempt) == (State.DEAD, 3)
    assert all(reload(job).state == State.DONE and reload(job).attempt == 1 for job in good)
    assert marks() == ["abandoned-1", "remembered-0", "remembered-1", "remembered-2"]


def test_a_job_is_alive_for_longer_than_its_lease_and_stops_when_cancelled(enqueue, worker, sweeper):
    job = enqueue(kinds.linger)
    worker()
    pid_of("running-1-1")
    first = reload(job).lease
    wait_until(lambda: (reload(job).lease - first).total_seconds() > 4)

    assert not queue.cancel(job)

    wait_until(lambda: ended(job))
    assert (reload(job).state, reload(job).fence) == (State.CANCELLED, 1)


def test_limits_are_kept_where_a_job_ignores_them(enqueue, worker):
    job = enqueue(kinds.ignore_limits)
    worker()

    wait_until(lambda: reload(job).reason)
    assert (reload(job).state, reload(job).reason) == (State.QUEUED, "ran longer than 0.6 s")


def test_limits_are_kept_where_python_cannot_run(enqueue, worker):
    job = enqueue(kinds.hold_the_interpreter)
    worker()

    wait_until(lambda: reload(job).reason)
    assert (reload(job).state, reload(job).reason) == (State.QUEUED, "ran longer than its hard limit")


def test_a_stopping_worker_hands_over_at_a_checkpoint_and_no_attempt_is_counted(enqueue, worker):
    job = enqueue(kinds.count)
    leaving = worker(JOB_GRACE="60")
    say("go-1-0")
    pid_of("stretch-1-1-1")

    leaving.terminate()
    time.sleep(0.3)
    say("go-1-1")
    leaving.wait(20)
    assert (reload(job).state, reload(job).attempt, reload(job).checkpoint) == (State.QUEUED, 0, 2)
    for number in range(2, 5):
        say(f"go-1-{number}")
    worker()

    wait_until(lambda: ended(job))
    assert (reload(job).state, reload(job).fence) == (State.DONE, 2)
    assert marks() == [f"counted-1-{number}" for number in range(5)]


def test_a_stopping_worker_hands_over_a_job_that_never_reaches_a_checkpoint(enqueue, worker):
    job = enqueue(kinds.linger)
    leaving = worker()
    pid_of("running-1-1")

    leaving.terminate()
    assert leaving.wait(20) == 0

    assert (reload(job).state, reload(job).attempt) == (State.QUEUED, 0)
    assert queue_named("maintenance").get_job_ids() == [f"{job.pk}-1"]
    assert marks() == []


def test_a_worker_that_is_told_twice_hands_over_at_once(enqueue, worker):
    job = enqueue(kinds.linger)
    leaving = worker(JOB_GRACE="60")
    pid_of("running-1-1")

    leaving.terminate()
    time.sleep(1.2)
    leaving.terminate()

    assert leaving.wait(20) == 0
    assert (reload(job).state, reload(job).attempt) == (State.QUEUED, 0)


def test_a_stopping_worker_finishes_a_short_job(enqueue, worker):
    job = enqueue(kinds.linger)
    leaving = worker(JOB_GRACE="60")
    pid_of("running-1-1")

    leaving.terminate()
    say("go-1")

    assert leaving.wait(20) == 0
    assert reload(job).state == State.DONE


def test_a_killed_job_goes_on_from_its_checkpoint(enqueue, worker, sweeper):
    job = enqueue(kinds.count)
    worker()
    say("go-1-0")
    os.kill(pid_of("stretch-1-1-1"), signal.SIGKILL)
    for number in range(1, 5):
        say(f"go-1-{number}")

    wait_until(lambda: ended(job))
    assert marks() == [f"counted-1-{number}" for number in range(5)]
    assert not signal_file("stretch-1-0-2").exists()


def test_jobs_survive_a_redis_that_forgets_everything(enqueue, worker, sweeper):
    jobs = [enqueue(kinds.remember, subject) for subject in range(20)]
    redis().flushdb()
    worker()

    wait_until(lambda: not Job.objects.exclude(state=State.DONE).exists())
    assert len(marks()) == len(jobs)


def test_a_redis_that_is_away_does_not_stop_anybody_from_submitting(enqueue, sweep, work, monkeypatch, caplog):
    away = Redis.from_url("unix:///nowhere/valkey.sock?db=0")
    with monkeypatch.context() as patch:
        patch.setattr(queue_named("maintenance"), "connection", away)
        job = enqueue(kinds.remember)
    assert "the sweeper will" in caplog.text
    assert queue_named("maintenance").count == 0

    sweep()
    work("maintenance")

    assert reload(job).state == State.DONE


def test_the_sweeper_sends_only_what_is_missing(enqueue, sweep):
    jobs = [enqueue(kinds.remember, subject) for subject in range(3)]
    redis().delete(queue_named("maintenance").key)
    send(jobs[1])

    sweep()

    assert sorted(queue_named("maintenance").get_job_ids()) == sorted(f"{job.pk}-0" for job in jobs)


def test_one_sweeper_is_enough_and_the_next_takes_over():
    first, second = Sweeper(), Sweeper()

    assert (first.is_active(), second.is_active(), first.is_active()) == (True, False, True)

    first.retire()
    assert (second.is_active(), first.is_active()) == (True, False)


def test_time_in_which_nobody_looked_is_not_held_against_a_lease(enqueue, settings):
    job = enqueue(kinds.remember)
    Job.objects.claim(job.pk, "a worker on a machine that stood still")
    sweeper = Sweeper()
    sweeper.sweep()
    sweeper.looked -= 3600

    sweeper.sweep()

    assert reload(job).state == State.RUNNING


def test_a_row_that_a_worker_still_locks_does_not_hold_up_the_sweeper(enqueue, sweep):
    """It was cut off within its last write: its transaction is open for as long as its connection is."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite locks no rows")
    locked, free = (enqueue(kinds.remember, subject) for subject in range(2))
    for job in (locked, free):
        Job.objects.claim(job.pk, "nobody")
    cut_off = connection.copy()
    cut_off.set_autocommit(False)
    try:
        with cut_off.cursor() as cursor:
            cursor.execute("UPDATE judge_job SET state = 'done' WHERE id = %s", [locked.pk])
        sweep()
    finally:
        cut_off.rollback()
        cut_off.close()

    assert (reload(locked).state, reload(free).state) == (State.RUNNING, State.QUEUED)


def test_a_transaction_in_which_nothing_happens_any_more_ends():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's ends with its process")
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)


def test_a_cancelled_job_whose_worker_vanished_is_cancelled(enqueue, sweep):
    job = enqueue(kinds.fail)
    Job.objects.claim(job.pk, "nobody")
    queue.cancel(job)

    sweep()

    assert reload(job).state == State.CANCELLED
    assert marks() == ["abandoned-1"]


def test_workers_and_sweeper_find_a_redis_that_was_away(enqueue, worker, start, tmp_path):
    address = {"REDIS_URL": f"unix://{tmp_path}/valkey.sock"}
    with running_valkey(tmp_path):
        worker(**address)
        start("sweeper", **FAST | address)
        early = enqueue(kinds.remember, 1)
        wait_until(lambda: ended(early))
    late = enqueue(kinds.remember, 2)
    time.sleep(1)
    with running_valkey(tmp_path):
        wait_until(lambda: ended(late))

    assert marks() == ["remembered-1", "remembered-2"]


def test_a_process_that_was_interrupted_is_not_used_again(enqueue, worker):
    for subject in range(2):
        enqueue(kinds.tidy_up, subject)
    worker()

    wait_until(lambda: len(marks()) == 2)
    assert len(set(Job.objects.values_list("worker", flat=True))) == 2


def test_a_worker_is_replaced_after_so_many_jobs(enqueue, worker):
    for subject in range(5):
        enqueue(kinds.remember, subject)
    worker("maintenance", "--max-jobs", "2")

    wait_until(lambda: not Job.objects.exclude(state=State.DONE).exists())
    assert len(set(Job.objects.values_list("worker", flat=True))) == 3


def test_processes_of_one_worker_work_side_by_side(enqueue, worker):
    for subject in (1, 2):
        enqueue(kinds.linger, subject)
    worker("maintenance", "--processes", "2")

    assert pid_of("running-1-1") != pid_of("running-2-1")


def test_a_worker_refuses_a_redis_that_may_evict_jobs(worker):
    redis().config_set("maxmemory-policy", "allkeys-lru")
    try:
        refused = worker()
        assert refused.wait(30) == 1
    finally:
        redis().config_set("maxmemory-policy", "noeviction")
    assert "allkeys-lru" in refused.log.read_text()


def test_the_clock_makes_one_job_at_a_time(start, worker):
    scheduler = start("scheduler", **FAST)
    wait_until(lambda: redis().zscore("rq:scheduler:scheduled_jobs", "every-tick"), scheduler)
    redis().zadd("rq:scheduler:scheduled_jobs", {"every-tick": time.time() - 1})
    end(scheduler)
    start("scheduler", **FAST)
    worker()

    wait_until(lambda: Job.objects.filter(kind="tick", state=State.DONE).exists())
    assert len(marks()) == 1


def test_a_scheduler_that_runs_is_seen_to(start):
    assert "scheduler" in overview.absent()
    scheduler = start("scheduler", **FAST)
    wait_until(lambda: "scheduler" not in overview.absent(), scheduler)


@pytest.fixture(autouse=True)
def no_job_goes_on():
    """Files that a job waits for are there in the end, so that no process lingers."""
    yield
    for subject in ("1", "2", *(f"1-{number}" for number in range(5))):
        say(f"go-{subject}")
