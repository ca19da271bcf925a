from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from judge.models.blob import Blob
from judge.models.problem import Problem
from judge.models.version import ProblemVersion, Test

COLUMNS = ("name", "input", "answer", "input_bytes", "answer_bytes", "sample")
ORIGINS = ("group", "origin", "line", "made", "valid", "answered")


class TestSet(models.Model):
    """The tests of a draft, in one document. It never changes once a revision names it: another set takes its place.

    columns   those of ProblemVersion.tests, of which "answer" may be None, and of each test
              group     the name of its group; "" for none
              origin    "hand", "file", "script" or "search"
              line      the script's line that made it, or what else is to be said of where it comes from
              made      the key of the run that wrote its input; "" when no program did
              valid     the key of the validators that took its input; "" when none was asked
              answered  the key of the program that wrote its answer, and of those who agreed; "" when no program did
    """

    __test__ = False  # not a pytest class

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="test_sets")
    columns = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.count} tests of {self.problem_id}"

    @classmethod
    def nothing(cls):
        return {"v": 1} | {name: [] for name in (*COLUMNS, *ORIGINS)}

    def test(self, number):
        values = {column: self.columns[column][number - 1] for column in COLUMNS[:-1]}
        return Test(number=number, is_sample=bool(self.columns["sample"][number - 1]), **values)

    def all_tests(self):
        return [self.test(number) for number in range(1, self.count + 1)]


class Revision(models.Model):
    """A saved state of a problem's draft. The newest is `problem.draft`; one that was published never changes.

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
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()  # from 1, within the problem
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(db_default=Now())
    saved = models.DateTimeField(db_default=Now())  # an author's next saves within a while are the same state
    note = models.CharField(max_length=200, blank=True)  # what was done, where a program did it
    document = models.JSONField()
    tests = models.ForeignKey(TestSet, models.PROTECT, related_name="revisions")
    version = models.ForeignKey(ProblemVersion, models.SET_NULL, null=True, related_name="+")  # published from it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "number"], name="revision_number")]

    def __str__(self):
        return f"revision {self.number} of {self.problem_id}"

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
