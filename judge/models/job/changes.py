"""How the state of a job changes: every change is one conditional UPDATE, and all of them are in this file.

| from → to | who | condition |
|---|---|---|
| – → queued | caller, in the transaction of what it is about | no live job has its key |
| queued → running | worker | due |
| running → running | heartbeat, checkpoint | own fence |
| running → done | the last write's transaction | own fence |
| running → queued, dead, cancelled | holder; its parent; sweeper | own fence; the sweeper also names the lease it saw |
| queued → cancelled | people | state |
| dead, cancelled → queued | people | state; no live job has its key |
"""

import random
from datetime import timedelta
from functools import cache

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, DateTimeField, ExpressionWrapper, F, IntegerField, Q, Subquery, Value, When
from django.db.models.functions import Concat, Now
from django.utils import timezone

from judge.models.job.built import Built
from judge.models.job.queryset import Adjectives
from judge.models.job.states import TRIES, Fenced, State, lease, turn
from judge.models.job.telling import Telling
from judge.models.text import clean

PK, FENCE, PROGRESS, GOAL = range(2**31 - 5, 2**31 - 1)  # blanks, to be filled in
WORKER, LOG = "\1worker", "\1log"


class JobQuerySet(Adjectives):
    """Changes of whichever jobs are there to be changed."""

    BRIEFLY = ("id", "kind", "queue", "priority", "subject", "state", "fence")

    def change(self, returning=(), **values):
        """UPDATE … RETURNING: the rows that changed, as they are now, in one statement on both databases; all of their
        fields, or some.

        QuerySet.update() can't return rows; _update() is what Model.save() uses. A test pins it.
        """
        meta = self.model._meta
        fields = [field for field in meta.concrete_fields if not returning or field.name in returning]
        names = [field.attname for field in fields]
        changes = [(meta.get_field(name), None, value) for name, value in values.items()]
        rows = self._update(changes, returning_fields=fields)  # type: ignore[attr-defined]
        return [self.model.from_db(self.db, names, row) for row in rows]

    def claim(self, pk, worker):
        """The job, ours from now on; None when it isn't there to be had."""
        rows = built_claim(self.model, connection.vendor, lease()).run({PK: pk, WORKER: worker})
        return rows[0] if rows else None

    def claim_best(self, queue, worker):
        """The due job of a queue whose turn it is, whichever message woke us: priority lives here, not in Redis."""
        best = self.due().filter(queue=queue).order_by("turn", "pk").select_for_update(skip_locked=True)
        with transaction.atomic():
            return self.filter(pk=Subquery(best.values("pk")[:1]), state=State.QUEUED)._claim(worker)

    def _claim(self, worker):
        rows = self.change(**claiming(worker))
        return rows[0] if rows else None

    def cancel_waiting(self):
        """Those that are queued."""
        rows = self.filter(state=State.QUEUED)
        return rows.change(self.BRIEFLY, state=State.CANCELLED, reason="cancelled", finished=Now())

    def run_again(self):
        """A new life for those that are dead or cancelled; for none when a live job has the key of one of them."""
        return self.filter(state__in=[State.DEAD, State.CANCELLED]).change(
            self.BRIEFLY,
            state=State.QUEUED,
            attempt=0,
            cancel=False,
            due=Now(),
            turn=turn(ExpressionWrapper(F("priority"), IntegerField())),
            reason="",
            finished=None,
        )

    def lose_their_workers(self, reason):
        """Of those that run: cancelled if that was asked for, dead after the last try, else queued to run at once."""
        stops, dies = When(cancel=True, then=Value(State.CANCELLED)), When(attempt__gte=TRIES, then=Value(State.DEAD))
        is_over = Q(cancel=True) | Q(attempt__gte=TRIES)
        return self.filter(state=State.RUNNING).change(
            self.BRIEFLY,
            state=Case(stops, dies, default=Value(State.QUEUED)),
            finished=Case(When(is_over, then=Now()), output_field=DateTimeField()),
            lease=None,
            due=Now(),
            reason=reason,
            log=Concat("log", Value(f"{timezone.now():%Y-%m-%d %H:%M:%S}  Failed: {reason}.\n")),
        )

    def create_once(self, key, **fields):
        """The live job with this key, made now unless there is one: (job, created)."""
        for _ in range(2):  # the live one may end between our INSERT and our SELECT
            try:
                with transaction.atomic():
                    return self.create(key=key, **fields), True
            except IntegrityError:
                if job := self.live().filter(key=key).first():
                    return job, False
        return self.create(key=key, **fields), True


def claiming(worker):
    counts = {"attempt": F("attempt") + 1, "fence": F("fence") + 1}
    return counts | {"state": State.RUNNING, "worker": worker, "lease": Now() + lease(), "started": Now()}


@cache
def built_claim(model, vendor, lease):
    return Built(JobQuerySet(model).due().filter(pk=PK), claiming(WORKER), returning=True)


@cache
def built_finish(model, vendor, leads_on):
    told = {"log": LOG, "progress": PROGRESS, "goal": GOAL}
    end = {"state": State.DONE, "lease": None, "reason": "", "finished": Now()}
    rows = model(pk=PK, fence=FENCE).held()
    return Built(rows.filter(cancel=False) if leads_on else rows, told | end)


class Changing(Telling):
    """Changes of one job: by its holder, whose fence it knows, and by people."""

    leads_on = False  # the next step of its chain comes with its last write

    class Meta:
        abstract = True

    def rows(self, *states):
        """Its row, if it is in one of these states."""
        return JobQuerySet(type(self)).filter(pk=self.pk, state__in=states)

    # running -> …: only by the holder of the current fence, or by a sweeper that also names the lease it saw

    def held(self, seen=None):
        rows = self.rows(State.RUNNING).filter(fence=self.fence)
        return rows.filter(lease=seen) if seen else rows

    def is_to_stop(self, seen=None):
        return self.held(seen).filter(cancel=True).exists()

    def leave(self, seen=None, **values):
        if not self.held(seen).update(**values, **self.told()):
            raise Fenced(self.pk)

    def beat(self):
        """Extend the lease; whether somebody wants us to stop. The only statement that a long job adds."""
        rows = self.held().change(lease=Now() + lease(), **self.told())
        if not rows:
            raise Fenced(self.pk)
        return rows[0].cancel

    def save_checkpoint(self, checkpoint):
        """Progress: this claim is the first since."""
        self.leave(checkpoint=checkpoint, attempt=1, lease=Now() + lease())
        self.checkpoint, self.attempt = checkpoint, 1

    def finish(self):
        """A step that leads on isn't done when somebody has cancelled it: the chain would go on."""
        before = self.log
        self.say("Done.")
        self.is_told = True
        blanks = {PK: self.pk, FENCE: self.fence, LOG: self.log, PROGRESS: self.progress, GOAL: self.goal}
        if not built_finish(type(self), connection.vendor, self.leads_on).run(blanks):
            self.log = before
            raise Fenced(self.pk)

    def hand_over(self):
        """To another worker, at once: this attempt doesn't count."""
        self.say("Handed over to another worker.")
        self.leave(state=State.QUEUED, attempt=F("attempt") - 1, lease=None, due=Now(), reason="")

    def stop(self, reason="cancelled", seen=None):
        self.say("Cancelled.")
        self.leave(seen, state=State.CANCELLED, lease=None, reason=clean(reason), finished=Now())

    def die(self, reason, seen=None):
        self.say(f"Failed for good: {clean(reason)}")
        self.leave(seen, state=State.DEAD, lease=None, reason=clean(reason), finished=Now())

    def fail(self, reason, cap, seen=None, final=False, after=None):
        """An attempt that came to nothing: cancelled if somebody asked for it, dead after the last try, otherwise
        queued again after a pause of at most `cap` seconds. One that is to be begun `after` some seconds doesn't count.
        The state it is in now.
        """
        if self.is_to_stop(seen):
            self.stop(seen=seen)
            return State.CANCELLED
        if after is None and (final or self.attempt >= TRIES):
            self.die(reason, seen)
            return State.DEAD
        seconds = random.uniform(0.5, 1) * min(cap, 2**self.attempt) if after is None else after
        self.say(f"Failed: {clean(reason).rstrip('.')}. Tried again in {seconds:.0f} s.")
        attempt = self.attempt - (after is not None)
        due = Now() + timedelta(seconds=seconds)
        self.leave(seen, state=State.QUEUED, lease=None, reason=clean(reason), due=due, attempt=attempt)
        return State.CANCELLED if self.cancel_waiting(cancel=True) else State.QUEUED  # since we looked

    # By people

    def request_cancel(self):
        """Queued: at once. Running: its holder, whose fence we then know, is to ask the row. Whether the job is
        cancelled already.
        """
        if self.cancel_waiting():
            return True
        if running := self.rows(State.RUNNING).change(("id", "fence"), cancel=True):
            self.fence, self.cancel = running[0].fence, True
            return False
        return self.cancel_waiting()  # it has failed just now, and waits to be tried again

    def cancel_waiting(self, **conditions):
        return bool(self.rows(State.QUEUED).filter(**conditions).cancel_waiting())

    def run_again(self):
        """A new life, unless it is alive or a live job has its key: the row as it is now, or None."""
        try:
            with transaction.atomic():
                rows = self.rows(State.DEAD, State.CANCELLED).run_again()
        except IntegrityError:
            return None
        return rows[0] if rows else None
