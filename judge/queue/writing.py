"""The writes of a running job that nothing may interrupt: its last one, and those that it goes on from."""

from contextlib import contextmanager

from django.db import transaction

from judge.models.job import Fenced
from judge.queue.watch import Cancelled, HandedOver, Process


@contextmanager
def last_write():
    """The job's effect and its end are one transaction; the fence is checked last, so its row is locked briefly.

    Where no job runs, as in a test that calls the function, just a transaction.
    """
    with writing() as watch:
        yield
        if watch:
            finish(watch.job)
    if watch:
        watch.finished = True


def finish(job):
    try:
        job.finish()
    except Fenced as refused:
        if job.leads_on and job.is_to_stop():
            raise Cancelled from refused
        raise


def end():
    """Of a job with nothing left to write: a single statement."""
    if watch := Process.watch:
        watch.writing = True
        try:
            watch.job.finish()
        except BaseException:
            watch.writing = False
            raise
        watch.finished = True


@contextmanager
def chunk(checkpoint=None):
    """One stretch's effect and its checkpoint are one transaction. Behind it is the place to hand over."""
    with writing() as watch:
        yield
        if watch:
            watch.job.save_checkpoint(checkpoint)
    if watch:
        watch.begin_stretch()
        watch.writing = False
        watch.check()
        if Process.is_leaving():
            raise HandedOver


@contextmanager
def writing():
    """Nothing interrupts it. One that fails is over; one that succeeds is the caller's to end."""
    watch = Process.watch
    try:
        if watch:
            watch.writing = True
        with transaction.atomic(durable=True):
            yield watch
    except BaseException:
        if watch:
            watch.writing = False
        raise
