"""What a job's row tells of its way: written with statements that there are anyway."""

from django.db import connection

from judge import queue
from judge.models import Job
from judge.models.text import MOST_LOG, tail
from judge.queue.watch import Watch
from tests.queue import kinds
from tests.queue.kinds import say
from tests.queue.test_life import make_due, reload


def lines(job):
    return [line.split("  ", 1)[1] for line in reload(job).log.splitlines()]


def test_a_log_tells_each_attempt_and_its_end(enqueue, work):
    job = enqueue(kinds.fail)
    for _ in range(3):
        make_due(job)
        work()

    told = lines(job)
    assert [line.split(" on ")[0] for line in told[::2]] == ["Attempt 1", "Attempt 2", "Attempt 3"]
    assert told[1].startswith("Failed: ValueError: no luck") and "Tried again in" in told[1]
    assert told[5].startswith("Failed for good: ValueError")


def test_what_a_job_says_and_reports_costs_no_statement(enqueue, work):
    job, statements = enqueue(kinds.tell), []

    def note(execute, sql, *rest):
        if sql.startswith("UPDATE") and "judge_job" in sql:
            statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        work()

    assert "halfway" in lines(job)
    assert (reload(job).progress, reload(job).goal, reload(job).percent) == (3, 3, 100)
    assert len(statements) == 2  # claim and finish


def test_a_heartbeat_brings_what_was_said(enqueue):
    job = Job.objects.claim(enqueue(kinds.linger).pk, "a worker")
    watch = Watch(job, kinds.linger)

    job.say("half of it")
    job.report(1, 2)
    watch.beat()

    assert lines(job) == ["half of it"]
    assert reload(job).percent == 50


def test_a_log_that_grows_too_long_loses_its_beginning():
    log = "".join(f"line {number}\n" for number in range(20_000))

    kept = tail(log)

    assert len(kept.encode()) <= MOST_LOG
    assert kept.startswith("… the beginning is cut off\nline ") and kept.endswith("line 19999\n")
    assert len(tail("한" * MOST_LOG).encode()) <= MOST_LOG


def test_a_log_takes_what_no_database_does(enqueue, work):
    job = Job.objects.claim(enqueue(kinds.linger).pk, "a worker")

    job.say("NUL \0 and \ud800")
    job.finish()

    assert "NUL � and ?" in lines(job)[0]


def test_a_log_tells_a_terminal_nothing(enqueue, work):
    job = Job.objects.claim(enqueue(kinds.linger).pk, "a worker")
    job.say("red \x1b[31mtext, \u202eback\nand\ton")
    job.finish()
    assert reload(job).log.splitlines()[0].endswith("red [31mtext, back") and "\nand\ton\n" in reload(job).log


def test_what_is_refused_is_not_tried_again(enqueue, work):
    job = enqueue(kinds.refuse)

    work()

    job = reload(job)
    assert (job.state, job.attempt, job.reason) == (Job.State.DEAD, 1, "there is nothing to do here")


def test_say_is_silent_where_no_job_runs():
    queue.say("nobody hears")
    queue.report(1, 2)
    say("running-nobody")
