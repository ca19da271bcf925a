from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from judge.models.blob import Blob
from judge.models.problem import Problem
from judge.models.version import ProblemVersion, Test

COLUMNS = ("name", "input", "answer", "input_bytes", "answer_bytes", "sample")
WHENCE = ("brought", "proposed", "packaged")  # of a document: where the rest of it comes from
ORIGINS = ("group", "origin", "line", "made", "valid", "answered")


@dataclass(frozen=True)
class TestSet:
    """The tests of a draft, in one document.

    columns   those of ProblemVersion.tests, of which "answer" may be None, and of each test
              group     the name of its group; "" for none
              origin    "hand", "file", "script" or "search"
              line      the script's line that made it, or what else is to be said of where it comes from
              made      the key of the run that wrote its input; "" when no program did
              valid     the key of the validators that took its input; "" when none was asked
              answered  the key of the program that wrote its answer, and of those who agreed; "" when no program did
    """

    columns: dict

    __test__ = False  # not a pytest class

    @staticmethod
    def nothing():
        return {"v": 1} | {name: [] for name in (*COLUMNS, *ORIGINS)}

    @property
    def count(self):
        return len(self.columns["name"])

    def test(self, number):
        values = {column: self.columns[column][number - 1] for column in COLUMNS[:-1]}
        return Test(number=number, is_sample=bool(self.columns["sample"][number - 1]), **values)

    def all_tests(self):
        return [self.test(number) for number in range(1, self.count + 1)]


class RevisionQuerySet(models.QuerySet):
    def with_tests(self):
        """In the same statement, whichever state has them."""
        return self.select_related("shares").defer("shares__document")


class Revision(models.Model):
    """A saved state of a problem's draft, its tests in it. The newest is `problem.draft`; one that was published never
    changes. Every save takes the draft's next edition, so that of two who save at once the second one is told.

    document
      statements  {language: {"title", "format": "markdown" | "tex", "text"}}
      images      {name: blob hash}
      limits      {"time": seconds of CPU, "memory": bytes, "output": bytes, "files": whether a program may write some}
      details     {"tags": [name, …], "difficulty": 1 … 10 or None, "platform", "number", "source_url",
                  "credits": as ProblemVersion has them}
      checker     as ProblemVersion has it
      programs    as ProblemVersion has them, also of the role "generator"; one solution may be the "reference": true;
                  each with "tests": [{"input", "answer", "output": blob hashes or None, "accepts": true | false}]
      script      a generator's name and arguments a line
      brought     where the draft was read from, if it was: judge/extraction/beginning.py
      proposed    {path: which programs are from a proposal, and as what}, if any: judge/proposing/origins.py
      packaged    marks of what the last package brought, if one did: judge/merging/brought.py
    columns       those of a TestSet: its own, or those of the earlier state that it `shares` its tests with, which has
                  own ones and never changes any more
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()  # from 1, within the problem
    edition = models.PositiveIntegerField()  # likewise, and of every save, also of one that renews this state
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(db_default=Now())
    saved = models.DateTimeField(db_default=Now())  # an author's next saves within a while are the same state
    note = models.CharField(max_length=200, blank=True)  # what was done, where a program did it
    document = models.JSONField()
    own_columns = models.JSONField(null=True, default=TestSet.nothing)
    shares = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    count = models.PositiveIntegerField(default=0)  # of tests
    is_linked = models.BooleanField(default=True)  # else its tests' blobs have no DraftBlob yet
    version = models.ForeignKey(ProblemVersion, models.SET_NULL, null=True, related_name="+")  # published from it

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="revision_number"),
            models.UniqueConstraint(fields=["problem", "edition"], name="revision_edition"),
        ]
        indexes = [models.Index(fields=["problem"], name="revision_unlinked", condition=models.Q(is_linked=False))]

    def __str__(self):
        return f"revision {self.number} of {self.problem_id}"

    @property
    def columns(self):
        return self.own_columns if self.shares is None else self.shares.own_columns

    @columns.setter
    def columns(self, columns):
        self.own_columns, self.shares = columns, None

    @property
    def tests(self):
        return TestSet(self.columns)

    @property
    def titles(self):
        return {language: statement["title"] for language, statement in self.document["statements"].items()}

    @property
    def title(self):
        return self.titles.get("en") or next(iter(self.titles.values()), "")

    def programs(self, role):
        return [program for program in self.document["programs"] if program["role"] == role]

    def program(self, path):
        return next((program for program in self.document["programs"] if program["path"] == path), None)

    @property
    def reference(self):
        """The solution whose output is right, or None while none is chosen."""
        return next((program for program in self.programs("solution") if program["reference"]), None)


class DraftBlob(models.Model):
    """That some state of a problem's draft names a blob. Only ever added to while that state can come back."""

    problem = models.ForeignKey(Problem, models.CASCADE)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "blob"], name="draft_blob_once")]
