"""The stream of jobs on which faults fall. What they do shows in two tables without any constraint:

- start: a job was begun, by that fence, whatever became of it
- effect: its effect is there, written in its last write (or chunk) by that fence
"""

import os
import signal
import time

from django.db import connection

from judge.queue import chunk, holding, job, last_write
from tests.faults import hooks

STEPS = 4
TABLES = """
CREATE TABLE start (job bigint, fence int, worker text);
CREATE TABLE effect (job bigint, step int, fence int);
CREATE FUNCTION remember_verdict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO effect SELECT id, 0, fence FROM judge_job WHERE kind = 'run_submission' AND subject = NEW.id;
    RETURN NEW;
END $$;
CREATE TRIGGER remember_verdict AFTER UPDATE OF verdict ON judge_submission FOR EACH ROW
    WHEN (NEW.verdict <> '' AND NEW.verdict <> 'JE') EXECUTE FUNCTION remember_verdict();
"""

hooks.install()


def begin():
    insert("start", holding().pk, holding().fence, holding().worker)


def effect(step=0):
    insert("effect", holding().pk, step, holding().fence)


def insert(table, *values):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} VALUES (%s, %s, %s)", values)


def finish():
    with last_write():
        effect()


@job(queue="maintenance")
def trivial(subject):
    begin()
    finish()


@job(queue="execution")
def quick(subject):
    begin()
    finish()


@job(queue="maintenance")
def slow(milliseconds):
    begin()
    time.sleep(milliseconds / 1000)
    finish()


@job(queue="maintenance")
def steps(milliseconds):
    """Its checkpoint is the number of the next step; the last step is its last write."""
    begin()
    for number in range(holding().checkpoint or 0, STEPS - 1):
        time.sleep(milliseconds / 1000)
        with chunk(number + 1):
            effect(number)
    time.sleep(milliseconds / 1000)
    with last_write():
        effect(STEPS - 1)


@job(queue="maintenance")
def poison(subject):
    begin()
    os.kill(os.getpid(), signal.SIGKILL)
