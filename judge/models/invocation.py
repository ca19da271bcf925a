from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from judge.models.blob import Blob
from judge.models.problem import Problem
from judge.models.revision import Revision, TestSet


class Invocation(models.Model):
    """Every solution of a draft on every test of it, as both were when somebody asked. Only what was found is added.

    document    of the draft: its "statements", "images", "limits", "details", "checker" and "programs"
    columns     of its tests
    extremes    which ends of the statement's bounds the tests reach, as extremes.measured; none: not looked at
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="invocations")
    number = models.PositiveIntegerField()  # of the revision
    document = models.JSONField()
    columns = models.JSONField()
    extremes = models.JSONField(null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"invocation {self.pk} of {self.problem_id}"

    @property
    def topic(self):
        return f"invocation:{self.pk}"

    @property
    def tests(self):
        return TestSet(self.columns)

    @property
    def state(self):
        """The draft as it was, as an unsaved revision."""
        said = {"document": self.document, "columns": self.columns, "count": self.tests.count}
        return Revision(problem_id=self.problem_id, number=self.number, **said)


class InvocationRow(models.Model):
    """What one solution gets.

    results   columns: {"v": 1, "verdict": [code, …], "cpu_ms": […], "bytes": [peak memory, …]}, one entry a test, of
              which the verdict is "" where it has not been run yet
    hunted    what the last search for a test that kills it came to, as hunting.Tally
    """

    class State(models.TextChoices):
        WAITING = "", "Not run yet"
        DONE = "done", "Run"
        UNCOMPILED = "CE", "Doesn't compile"
        ABSENT = "absent", "Its language isn't installed here"

    invocation = models.ForeignKey(Invocation, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()  # among the solutions, from 0
    key = models.CharField(max_length=64)  # of all but the test that a result depends on
    state = models.CharField(max_length=10, choices=State, blank=True, default=State.WAITING)
    said = models.TextField(blank=True)  # by the compiler
    results = models.JSONField()
    hunted = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invocation", "place"], name="invocation_row")]
        indexes = [models.Index(fields=["key"])]

    def __str__(self):
        return f"row {self.place} of invocation {self.invocation_id}"


class InvocationCell(models.Model):
    """What a solution printed on one test: kept where its expectation is broken, and where somebody asked to see it."""

    invocation = models.ForeignKey(Invocation, models.CASCADE, related_name="cells")
    place = models.PositiveIntegerField()
    test = models.PositiveIntegerField()  # from 1
    output_bytes = models.PositiveBigIntegerField(null=True)  # of all of it; none: it is still to be run
    output = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")  # the first 64 KiB, as of the others
    stderr = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")  # the checker's words, or ours

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invocation", "place", "test"], name="invocation_cell")]

    def __str__(self):
        return f"test {self.test} of row {self.place} of invocation {self.invocation_id}"

    @property
    def is_known(self):
        return self.output_bytes is not None
