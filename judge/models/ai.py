"""What the AI was asked for, what came of it and what it cost: result and ledger in one row."""

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, Case, Exists, FilteredRelation, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from judge.models.blob import Blob
from judge.models.problem import Problem
from judge.models.submission import Submission


class AiSwitch(models.Model):
    """The kill switch: a single row, absent while nobody has touched it."""

    ROW = 1

    is_off = models.BooleanField(default=False)
    changed = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self):
        return "off" if self.is_off else "on"


class AiRunQuerySet(models.QuerySet):
    def today(self):
        return self.filter(created__gte=midnight())

    def hints(self):
        return self.filter(kind=AiRun.Kind.HINTS)

    def counted(self):
        """Those that a daily quota counts: what ended before a call was paid gives the try back."""
        return self.exclude(Q(finished__isnull=False, input_tokens=0, output_tokens=0) & ~Q(failure=""))

    def of_submission(self, submission, key):
        """What there is, or is on its way, before what failed; then the newest first."""
        has_failed = Case(When(failure="", then=0), default=1)
        return self.hints().filter(key=key, submission=submission.pk).order_by(has_failed, "-pk")

    def for_hints(self):
        """With all that they rest on and what they must not repeat, in one statement."""
        accepted = Submission.objects.accepted_sources(OuterRef("submission__problem"))
        return self.select_related("submission__version", "submission__problem").annotate(accepted=Subquery(accepted))

    def with_draft(self):
        """Its problem, and `draft`, that one's, in the same statement."""
        states = Problem.revisions.field.model._default_manager.filter(problem=OuterRef("problem"))
        newest = Subquery(states.order_by("-number").values("number")[:1])
        draft = FilteredRelation("problem__revisions", condition=Q(problem__revisions__number=models.F("newest")))
        return self.alias(newest=newest).annotate(draft=draft).select_related("problem", "draft", "draft__shares")

    def for_asking(self):
        """What a budget and the switch are asked about, in the statement that reads the run."""
        today = AiRun.objects.filter(created__gte=midnight()).exclude(pk=OuterRef("pk")).order_by()
        return self.annotate(
            user_spent=total(today.filter(requested_by=OuterRef("requested_by")), "input_tokens", "output_tokens"),
            problem_spent=total(today.filter(problem=OuterRef("problem")), "input_tokens", "output_tokens"),
            day_spent=total(today, "cost"),
            is_switched_off=Exists(AiSwitch.objects.filter(is_off=True)),
        )


def midnight():
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def total(rows, first, *others):
    """A sum of columns over those rows, as a subquery."""
    column = sum((models.F(other) for other in others), models.F(first))
    summed = rows.values(whole=models.Value(1)).annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0, output_field=BigIntegerField())


class AiRun(models.Model):
    """
    document  what it came to: {"v": 1, …}, the kind's own; None while there is nothing
    calls     columns, one entry a call: {"v": 1, "task": […], "version": [of the prompt], "model": […], "seed": […],
              "in": [tokens], "out": [tokens], "cost": [millionths of a dollar], "ms": […], "end": ["ok", the error's
              name, or "Interrupted"], "key": [the start of the prompt's hash]}
    """

    class Kind(models.TextChoices):
        EXTRACTION = "extraction", "Extraction"
        HINTS = "hints", "Hints"
        PROPOSAL = "proposal", "Proposal"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=200)  # what is asked for: the same key, the same answer
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, related_name="ai_runs")
    submission = models.ForeignKey(Submission, models.SET_NULL, null=True, related_name="ai_runs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="ai_runs")
    created = models.DateTimeField(db_default=Now())
    finished = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)  # why it came to nothing, for people

    document = models.JSONField(null=True)
    holds = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")  # what document names; for a while
    opened = models.PositiveSmallIntegerField(default=1)  # hints that the person has asked to see
    calls = models.JSONField(null=True)
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    cost = models.PositiveBigIntegerField(default=0)  # millionths of a dollar
    accepted: list[list[str]] | None = None  # of a row for_hints(): [language, source] of newest accepted submissions

    objects = AiRunQuerySet.as_manager()

    class Meta:
        verbose_name = "AI run"
        indexes = [
            models.Index(fields=["kind", "key", "-id"]),
            models.Index(fields=["created"]),
            models.Index(fields=["requested_by", "created"]),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def topic(self):
        return f"ai:{self.pk}"

    @property
    def is_of_today(self):
        """So is one without a row yet."""
        return self._state.adding or self.created >= midnight()

    @property
    def is_finished(self):
        return self.finished is not None

    @property
    def has_failed(self):
        return self.finished is not None and self.failure != ""

    def keep(self, calls, **values):
        """What it came to so far and what was paid for it, in one statement. Part of a job's last write."""
        AiRun.objects.filter(pk=self.pk).update(
            calls=calls,
            input_tokens=sum(calls["in"]),
            output_tokens=sum(calls["out"]),
            cost=sum(calls["cost"]),
            **values,
        )

    def open(self, number):
        """The next one only, and once."""
        AiRun.objects.filter(pk=self.pk, opened=number - 1).update(opened=number)

    def finish(self, calls, document):
        self.keep(calls, document=document, finished=Now(), failure="")

    def fail(self, calls, words):
        self.keep(calls, finished=Now(), failure=words)
