"""Jobs to try the queue with. What they do is to leave marks: rows with a name.

Those that are run by processes are on a queue whose workers begin without a trial of the sandbox.
"""

import os
import re
import signal
import time
from pathlib import Path

from django.conf import settings

from judge import queue, sandbox
from judge.models import Job, Plan
from judge.queue import SoftLimit, chunk, fence, holding, job, last_write
from judge.sandbox import MIB, Command, Limits


def mark(name):
    Plan.objects.create(name=name)


def marks():
    return sorted(Plan.objects.exclude(name=Plan.FREE).values_list("name", flat=True))


def signal_file(name):
    return Path(settings.VAR) / name


def say(name):
    signal_file(name).write_text(str(os.getpid()))


def wait_for(name):
    while not signal_file(name).exists():
        time.sleep(0.02)


@job(queue="execution", priority=8)
def note(subject):
    with last_write():
        mark(f"noted-{subject}")


@job(queue="maintenance")
def remember(subject):
    with last_write():
        mark(f"remembered-{subject}")


@job(queue="maintenance", hard=120, soft=110)
def linger(subject):
    """Says that it runs, and goes on when it may."""
    say(f"running-{subject}-{holding().attempt}")
    wait_for(f"go-{subject}")
    with last_write():
        mark(f"lingered-{subject}")


@job(queue="maintenance", hard=120, soft=110)
def sleep_in_the_sandbox(subject):
    with sandbox.container(managed=True) as box:
        say(f"running-{subject}-{holding().attempt}")
        box.run(Command(args=("/bin/sleep", "90"), limits=Limits(cpu=90, wall=90, memory=64 * MIB)))


@job(queue="maintenance")
def write_slowly(subject):
    with last_write():
        mark(f"written-{subject}")
        say(f"writing-{subject}")
        wait_for(f"go-{subject}")


@job(queue="maintenance")
def count(subject):
    """Five stretches, each with its own effect."""
    for number in range(holding().checkpoint or 0, 5):
        say(f"stretch-{subject}-{number}-{fence()}")
        wait_for(f"go-{subject}-{number}")
        with chunk(number + 1):
            mark(f"counted-{subject}-{number}")


def abandon(subjects):
    for subject in subjects:
        mark(f"abandoned-{subject}")


def revive(subjects):
    for subject in subjects:
        mark(f"revived-{subject}")


def forget(subjects):
    for subject in subjects:
        mark(f"deleted-{subject}")


@job(queue="execution", on_abandon=abandon, on_revive=revive)
def fail(subject):
    raise ValueError(f"no luck with \0 and \ud800, {subject}")


@job(queue="maintenance", on_abandon=abandon)
def poison(subject):
    os.kill(os.getpid(), signal.SIGKILL)


@job(queue="maintenance", soft=0.3, hard=60)
def tidy_up(subject):
    try:
        time.sleep(30)
    except SoftLimit:
        with last_write():
            mark(f"tidied-{subject}")


@job(queue="maintenance", soft=0.2, hard=0.6)
def ignore_limits(subject):
    while True:
        try:
            time.sleep(30)
        except SoftLimit:
            continue


@job(queue="maintenance", soft=0.2, hard=0.4)
def hold_the_interpreter(subject):
    re.match(r"(a+)+$", "a" * 45 + "b")


@job(queue="execution")
def write_and_fail(subject):
    with last_write():
        mark(f"half-{subject}")
        raise ValueError("after its effect, before its end")


@job(queue="ai", priority=6)
def important(subject):
    mark(f"important-{subject}")


@job(queue="ai", priority=4)
def ordinary(subject):
    mark(f"ordinary-{subject}")


@job(queue="maintenance", every="* * * * *")
def tick():
    mark(f"tick-{holding().pk}")


@job(queue="execution")
def tell(subject):
    for number in range(1, 4):
        queue.report(number, 3)
    queue.say("halfway")


@job(queue="execution")
def refuse(subject):
    raise queue.Refused("there is nothing to do here")


@job(queue="execution")
def leave_when_cancelled(subject):
    say(f"running-{subject}")
    queue.cancel(holding())
    raise queue.HandedOver


@job(queue="execution", leads_to="second_step")
def first_step(subject):
    with last_write():
        mark(f"first-{subject}")
        second_step.enqueue(subject, after=holding())


@job(queue="execution", leads_to="third_step")
def step_that_is_cancelled_at_its_end(subject):
    Job.objects.filter(pk=holding().pk).update(cancel=True)  # by somebody of whom it hasn't heard yet
    with last_write():
        mark(f"cancelled-{subject}")
        third_step.enqueue(subject, after=holding())


@job(queue="execution", leads_to="third_step", on_delete=forget)
def second_step(subject):
    if not signal_file(f"go-{subject}").exists():
        raise queue.Refused("the second step may not go")
    with last_write():
        mark(f"second-{subject}")
        third_step.enqueue(subject, after=holding())


@job(queue="execution")
def third_step(subject):
    mark(f"third-{subject}")
