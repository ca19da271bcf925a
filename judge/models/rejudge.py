from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from judge.models.problem import Problem
from judge.models.version import ProblemVersion


class Rejudge(models.Model):
    """Submissions that were judged on a problem's older versions, judged again on a newer one.

    changes   {"AC WA": how many that were accepted are wrong now, …}: of those whose verdict became another one
    """

    class Which(models.TextChoices):
        ALL = "all", "all of them"
        ACCEPTED = "accepted", "those that were accepted"
        FAILED = "failed", "those that failed"

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="rejudges")
    version = models.ForeignKey(ProblemVersion, models.PROTECT, related_name="+")  # on which they are judged
    which = models.CharField(max_length=8, choices=Which, default=Which.ALL)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.BigIntegerField(default=0)  # the number of the submission that was the latest
    total = models.PositiveIntegerField(default=0)  # when it was asked for
    judged = models.PositiveIntegerField(default=0)
    unjudged = models.PositiveIntegerField(default=0)  # which keep what they had: the judge, or its checker, failed
    changes = models.JSONField(default=dict)
    created = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"rejudge {self.pk} of {self.problem_id}"

    @property
    def changed(self):
        return sum(self.changes.values())
