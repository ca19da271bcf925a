from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from judge.models.problem import Problem
from judge.models.submission import Submission
from judge.verdict import Verdict


class FlagQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered=None)

    def for_list(self):
        """The open ones first, the oldest of them at the top; then the latest that were answered."""
        return (
            self.select_related("submission__author")
            .only(*Flag.ROW)
            .order_by(models.F("answered").desc(nulls_first=True), "pk")
        )


class Flag(models.Model):
    """A solver says that the real site judges their accepted submission otherwise, and an author answers."""

    class Site(models.TextChoices):
        """What it got there."""

        WRONG_ANSWER = Verdict.WRONG_ANSWER.value, "Wrong answer"
        TIME_LIMIT = Verdict.TIME_LIMIT.value, "Time limit exceeded"
        MEMORY_LIMIT = Verdict.MEMORY_LIMIT.value, "Memory limit exceeded"
        RUNTIME_ERROR = Verdict.RUNTIME_ERROR.value, "Runtime error"
        COMPILE_ERROR = Verdict.COMPILE_ERROR.value, "Compile error"

    LONGEST = 1000  # characters of what either says
    MOST = 20  # a day, of a person
    ROW = ("verdict", "words", "created", "answered", "problem", "submission__author__username", "submission__language")

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="flags")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="flags")
    verdict = models.CharField(max_length=3, choices=Site)  # of the real site
    words = models.CharField(max_length=LONGEST)
    created = models.DateTimeField(db_default=Now())
    answer = models.CharField(max_length=LONGEST, blank=True)
    answered = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(answered=None), name="flag_open_once")
        ]

    def __str__(self):
        return f"flag {self.pk} on submission {self.submission_id}"

    @property
    def is_open(self):
        return self.answered is None

    def reply(self, person, words):
        """The last word counts."""
        Flag.objects.filter(pk=self.pk).update(answer=words, answered=Now(), answered_by=person)
