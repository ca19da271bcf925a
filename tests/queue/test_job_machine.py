"""The row against a model: events that come twice, late and in any order change only what they may."""

import time
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Now
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from judge.models import Job, Plan
from judge.models.job import TRIES, Fenced

State = Job.State


@dataclass
class Model:
    """What the row should say."""

    state: str = State.QUEUED
    attempt: int = 0
    fence: int = 0
    cancel: bool = False
    checkpoint: int | None = None
    is_due: bool = True
    effects: list[str] = field(default_factory=list)

    def end(self, state):
        self.state = state

    def fail(self):
        if self.cancel:
            self.end(State.CANCELLED)
        elif self.attempt >= TRIES:
            self.end(State.DEAD)
        else:
            self.state, self.is_due = State.QUEUED, False


class JobMachine(RuleBasedStateMachine):
    claims = Bundle("claims")  # every claim that there ever was, as its worker remembers the row
    looks = Bundle("looks")  # what a sweeper has seen: the row, and the lease that it had

    def __init__(self):
        super().__init__()
        Job.objects.all().delete()
        Plan.objects.all().delete()
        self.enqueue()

    def enqueue(self):
        self.pk = Job.objects.create(kind="note", queue="execution", subject=1).pk
        self.model = Model()

    def row(self):
        return Job.objects.get(pk=self.pk)

    def holds(self, claim):
        return self.model.state == State.RUNNING and (claim.pk, claim.fence) == (self.pk, self.model.fence)

    def happens(self, allowed, event):
        """An event of somebody who holds the job happens; anybody else's is refused."""
        try:
            with transaction.atomic():
                event()
        except Fenced:
            assert not allowed, "a holder was refused"
            return False
        assert allowed, "somebody else's event was taken"
        return True

    # Workers

    @precondition(lambda self: self.model.state == State.QUEUED)
    @rule(target=claims, best=st.booleans(), is_time=st.booleans())
    def claim(self, best, is_time):
        if is_time:
            self.time_passes()
        job = Job.objects.claim_best("execution", "w") if best else Job.objects.claim(self.pk, "w")
        assert (job is not None) == self.model.is_due
        if job is None:
            return multiple()
        self.model.state = State.RUNNING
        self.model.attempt, self.model.fence = self.model.attempt + 1, self.model.fence + 1
        assert (job.fence, job.attempt) == (self.model.fence, self.model.attempt)
        return job

    @rule(claim=claims)
    def beat(self, claim):
        def event():
            assert claim.beat() == self.model.cancel

        self.happens(self.holds(claim), event)

    @rule(claim=claims, number=st.integers(1, 9))
    def save_checkpoint(self, claim, number):
        """With its effect, in one transaction."""
        if self.happens(self.holds(claim), lambda: (self.mark(claim, number), claim.save_checkpoint(number))):
            self.model.checkpoint, self.model.attempt = number, 1
            self.model.effects.append(f"{claim.pk}-{claim.fence}-{number}")

    @rule(claim=claims)
    def finish(self, claim):
        if self.happens(self.holds(claim), lambda: (self.mark(claim, "end"), claim.finish())):
            self.model.end(State.DONE)
            self.model.effects.append(f"{claim.pk}-{claim.fence}-end")

    def mark(self, claim, what):
        Plan.objects.update_or_create(name=f"{claim.pk}-{claim.fence}-{what}")

    @rule(claim=claims)
    def hand_over(self, claim):
        if self.happens(self.holds(claim), claim.hand_over):
            self.model.state, self.model.attempt, self.model.is_due = State.QUEUED, self.model.attempt - 1, True

    @rule(claim=claims)
    def fail(self, claim):
        if self.happens(self.holds(claim), lambda: claim.fail("no luck", cap=1000)):
            self.model.fail()

    @rule(claim=claims)
    def stop(self, claim):
        if self.happens(self.holds(claim), claim.stop):
            self.model.end(State.CANCELLED)

    # A sweeper

    @precondition(lambda self: self.model.state == State.RUNNING)
    @rule(target=looks)
    def look(self):
        job = self.row()
        return job, job.lease

    @precondition(lambda self: self.model.state == State.RUNNING)
    @rule()
    def sweep_behind_a_beat(self):
        job = self.row()
        time.sleep(0.002)  # SQLite's clock has milliseconds
        self.row().beat()
        assert not self.happens(False, lambda: job.fail("vanished", 1000, job.lease))

    @rule(look=looks)
    def sweep(self, look):
        """What it saw may be long ago: another claim since, or only a heartbeat."""
        job, lease = look
        if self.happens(self.holds(job) and self.row().lease == lease, lambda: job.fail("vanished", 1000, lease)):
            self.model.fail()

    # People, and time

    @precondition(lambda self: self.model.state == State.DONE)
    @rule()
    def begin_another(self):
        Plan.objects.all().delete()
        self.enqueue()

    @precondition(lambda self: self.model.state in (State.QUEUED, State.RUNNING))
    @rule()
    def request_cancel(self):
        assert self.row().request_cancel() == (self.model.state == State.QUEUED)
        if self.model.state == State.QUEUED:
            self.model.end(State.CANCELLED)
        else:
            self.model.cancel = True

    @precondition(lambda self: self.model.state in (State.DEAD, State.CANCELLED))
    @rule()
    def run_again(self):
        assert self.row().run_again()
        self.model.state, self.model.attempt, self.model.cancel, self.model.is_due = State.QUEUED, 0, False, True

    @rule()
    def ask_in_vain(self):
        if self.model.state != State.QUEUED:
            assert Job.objects.claim(self.pk, "w") is None and Job.objects.claim_best("execution", "w") is None
        if self.model.state in (State.QUEUED, State.RUNNING, State.DONE):
            assert self.row().run_again() is None
        if self.model.state not in (State.QUEUED, State.RUNNING):
            assert not self.row().request_cancel()

    def time_passes(self):
        Job.objects.filter(pk=self.pk).update(due=Now())
        self.model.is_due = True

    @invariant()
    def the_row_is_what_the_model_says(self):
        row, model = self.row(), self.model
        assert (row.state, row.attempt, row.fence) == (model.state, model.attempt, model.fence)
        assert (row.cancel, row.checkpoint) == (model.cancel, model.checkpoint)
        assert (row.lease is not None) == (model.state == State.RUNNING)
        assert (row.finished is not None) == (not row.is_live)
        assert Job.objects.due().filter(pk=row.pk).exists() == (model.state == State.QUEUED and model.is_due)

    @invariant()
    def an_effect_is_there_when_its_event_was_taken(self):
        assert set(Plan.objects.values_list("name", flat=True)) == set(self.model.effects)


def test_the_row_does_what_the_model_does(transactional_db):
    few = settings(
        max_examples=50,
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(JobMachine, settings=few)
