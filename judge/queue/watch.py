"""Beside a running job: its heartbeat, its limits, and who wants it to stop."""

import logging
import os
import signal
import threading
import time

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections

from judge.models.job import Fenced
from judge.queue.nudging import was_nudged
from judge.queue.release import release

BEAT = 0.4  # of a lease, from one heartbeat to the next: two may fail before the job is taken from us
AGAIN = 1  # second until a heartbeat that failed is tried again
NAP = 1  # second at most until the next look at what there is to do
LOOK = 2  # seconds between two looks for a nudge, which cost no statement
KERNEL = 5  # seconds from our hard limit to the kernel's, which holds even where Python can't run
OUT_OF_TIME = 70  # exit code of a process that ended itself

log = logging.getLogger(__name__)


class SoftLimit(Exception):
    """Tidy up and save what you have."""


class Refused(Exception):
    """What was asked for can't be done, and another try would end likewise: the job is dead at once."""


class Postponed(Exception):
    """There is no point in it yet. Nothing was tried, so this attempt doesn't count. The message is for people."""

    def __init__(self, reason, seconds):
        super().__init__(reason)
        self.seconds = seconds


class Cancelled(BaseException):
    """Not an Exception: `except Exception` in a job must not swallow it."""


class HandedOver(BaseException):
    """This process has to go; another one goes on from the last checkpoint."""


class Watch:
    """Silent for jobs shorter than a beat. Interrupts the main thread, never inside a write."""

    def __init__(self, job, kind):
        self.job, self.kind, self.main = job, kind, threading.get_ident()
        self.pending = None  # an interruption that waits until it may be raised
        self.writing = self.finished = False
        self.beat_at = time.monotonic() + between_beats()
        self.look_at = time.monotonic() + LOOK
        self.soft_at = self.hard_at = float("inf")
        self.was_told_to_leave = False

    # In the main thread

    def begin(self):
        signal.signal(signal.SIGUSR1, lambda *_: self.check())
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        self.begin_stretch()
        Watchman.on_duty().take_over(self)
        if self.job.cancel:
            raise Cancelled
        self.job.say(f"Attempt {self.job.attempt} on {self.job.worker}.")
        self.check()

    def begin_stretch(self):
        """The limits count from here: one that passed while the last stretch was written down stops nothing more."""
        if isinstance(self.pending, SoftLimit):
            self.pending = None
        now = time.monotonic()
        self.soft_at, self.hard_at = now + self.kind.soft, now + self.kind.hard
        signal.setitimer(signal.ITIMER_REAL, self.kind.hard + KERNEL)

    def end(self):
        self.writing = True
        Watchman.on_duty().let_go()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)

    def check(self):
        if self.pending and not self.writing:
            why, self.pending = self.pending, None
            Process.was_interrupted = True
            raise why

    # In the watching thread

    def pause(self):
        """Until there is something to do; not for long, since the main thread may change its mind about that."""
        now = time.monotonic()
        return max(0, min(self.beat_at, self.look_at, self.soft_at, self.hard_at, now + NAP) - now)

    def look(self, now):
        if now >= self.hard_at:
            self.hard_at = float("inf")
            self.give_up()
        if now >= self.soft_at:
            self.soft_at = float("inf")
            self.interrupt(SoftLimit(f"ran longer than {self.kind.soft} s"))
        if now >= Process.leave_at and not self.was_told_to_leave:
            self.was_told_to_leave = True
            self.interrupt(HandedOver())
        if now >= self.look_at:
            self.look_for_a_nudge()
        if now >= self.beat_at:
            self.beat()

    def interrupt(self, why):
        if self.pending is None or isinstance(self.pending, SoftLimit):
            self.pending = why
        signal.pthread_kill(self.main, signal.SIGUSR1)

    def look_for_a_nudge(self):
        """Somebody cancelled the job: the heartbeat that asks the row about it is due at once. Once is enough."""
        if was_nudged(self.job):
            self.look_at, self.beat_at = float("inf"), 0
        else:
            self.look_at = time.monotonic() + LOOK

    def beat(self):
        self.beat_at = time.monotonic() + between_beats()
        try:
            if self.job.beat():
                self.interrupt(Cancelled())
        except Fenced as taken:
            self.interrupt(taken)
        except DatabaseError as error:  # a database that is away: the lease decides
            log.warning("job %s: no heartbeat: %s", self.job.pk, error)
            self.beat_at = time.monotonic() + min(AGAIN, between_beats())

    def give_up(self):
        """The hard limit. A write that is under way has until the kernel's."""
        if self.writing:
            return
        release(self.job, f"ran longer than {self.kind.hard} s")
        if not self.writing:  # else it has come to its end meanwhile, and the next job may be running
            os._exit(OUT_OF_TIME)  # sandboxes die with us


def between_beats():
    return BEAT * settings.JOB_LEASE


class Watchman(threading.Thread):
    """Looks after one job after another: a thread for each would cost a short one more than its own work."""

    def __init__(self):
        super().__init__(name="watchman", daemon=True)
        self.news = threading.Condition()
        self.watch = None

    @staticmethod
    def on_duty():
        """This process's: a fork has none yet."""
        if Process.watchman is None or not Process.watchman.is_alive():
            Process.watchman = Watchman()
            Process.watchman.start()
        return Process.watchman

    def take_over(self, watch):
        """He wakes up soon enough by himself for what isn't due before."""
        self.watch = watch
        if watch.pause() < NAP:
            with self.news:
                self.news.notify()

    def let_go(self):
        """He may be looking: that is waited for. One whom a database doesn't answer is replaced."""
        self.watch = None
        if self.news.acquire(timeout=1):
            self.news.release()
        else:
            Process.watchman = None

    def run(self):
        with self.news:
            while Process.watchman is self:
                if watch := self.watch:
                    watch.look(time.monotonic())
                    connections.close_all()  # this thread's own
                self.news.wait(watch.pause() if watch else NAP)


class Process:
    """What this process is doing: a process runs one job at a time."""

    watch: Watch | None = None
    watchman: Watchman | None = None
    woken_at = float("-inf")
    leave_at = float("inf")  # when its job must be handed over; at the next checkpoint, if one comes before
    was_interrupted = False

    @classmethod
    def leave(cls, within):
        cls.leave_at = min(cls.leave_at, time.monotonic() + within)

    @classmethod
    def is_leaving(cls):
        return cls.leave_at < float("inf")


def holding():
    """The job that this process runs, or None."""
    return Process.watch.job if Process.watch else None


def say(words):
    """A line of the running job's log."""
    if Process.watch:
        Process.watch.job.say(words)


def report(progress, goal):
    """How far the running job is. Told with its next heartbeat or checkpoint."""
    if Process.watch:
        Process.watch.job.report(progress, goal)


def fence():
    """The fence of the running job: what its events carry."""
    return Process.watch.job.fence if Process.watch else 0
