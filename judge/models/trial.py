from django.db import models
from django.db.models.functions import Now

from judge.models.problem import Problem
from judge.verdict import Verdict


class Trial(models.Model):
    """What one solution got on all tests of a draft.

    By content: the key is a hash of all that the verdict rests on, so nothing is run twice, and what is changed back
    has its verdicts still. Those that nothing asks for any more go after a while.
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="trials")
    key = models.CharField(max_length=64)
    verdict = models.CharField(max_length=3, choices=Verdict)
    cpu_ms = models.PositiveIntegerField(null=True)  # of the slowest test that was run
    memory = models.PositiveBigIntegerField(null=True)  # bytes
    created = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "key"], name="trial_once")]

    def __str__(self):
        return f"{self.verdict} {self.key[:8]}"
