import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now

from judge.models.blob import Blob
from judge.models.problem import Problem


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a version, as the manifest remembers it. `input` and `answer` are blob hashes, sizes are bytes."""

    number: int  # from 1, in the package's order
    name: str
    input: str
    answer: str
    input_bytes: int
    answer_bytes: int
    is_sample: bool

    __test__ = False  # not a pytest class


class VersionQuerySet(models.QuerySet):
    def for_statement(self):
        """What a solver's page shows, without the judge's part."""
        return self.defer(*ProblemVersion.FOR_JUDGES)


class ProblemVersion(models.Model):
    """A problem as it was at one moment. It never changes, so it may be cached and pointed to for ever.

    Documents:
    titles      {language: title}
    statements  {language: HTML, sanitised}
    sources     {language: {"format": "tex" | "markdown", "text": …}}
    images      {name: blob hash}
    samples     [{"input": text, "answer": text}], shown with the statement
    credits     what is known of {"authors": [name, …], "source", "source_url", "license", "rights_owner"}
    checker     {"kind": "tokens", "flags": {…}} or {"kind": "program", "path": …, "args": […]}
    programs    [{"role": "solution" | "checker" | "validator", "path", "language", "entry",
                  "files": {name: blob hash}, "expected": [verdict, …], "bounds_time": true if the time limit must
                  leave room for it, "args": […]}]
    tests       columns: {"v": 1, "name": […], "input": [hash, …], "answer": [hash, …], "input_bytes": […],
                  "answer_bytes": […], "sample": [0 | 1, …]}
    """

    FOR_READERS = ("statements", "sources", "images", "samples", "credits")
    FOR_JUDGES = ("checker", "programs", "tests")
    LONGEST = 60  # seconds of CPU that any test may take: what fits between two checkpoints of a submission

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()  # from 1, within the problem
    content = models.CharField(max_length=64)  # a hash of what a package or an author said
    digest = models.CharField(max_length=64)  # of that and of the problem's settings: the same is the same version
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(db_default=Now())

    titles = models.JSONField()
    statements = models.JSONField()
    sources = models.JSONField(default=dict)
    images = models.JSONField(default=dict)
    samples = models.JSONField(default=list)
    credits = models.JSONField(default=dict)

    time_limit = models.FloatField()  # seconds of CPU
    memory_limit = models.PositiveBigIntegerField()  # bytes
    output_limit = models.PositiveBigIntegerField()  # bytes
    language_factors = models.JSONField(default=dict)  # {language: factor of the time limit}, 1 where absent
    allows_files = models.BooleanField(default=False)  # a program may write into the folder that it starts in
    stops_early = models.BooleanField(default=False)  # at the first failing test; otherwise all tests run

    checker = models.JSONField()
    programs = models.JSONField(default=list)
    tests = models.JSONField()
    test_count = models.PositiveIntegerField()
    format = models.CharField(max_length=20, blank=True)  # of the package that it came from: "legacy", "2025-09"

    blobs = models.ManyToManyField(Blob, through="VersionBlob", related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="version_number"),
            models.UniqueConstraint(fields=["problem", "digest"], name="version_digest"),
        ]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    @property
    def title(self):
        return self.titles.get("en") or next(iter(self.titles.values()), "")

    def test(self, number):
        columns = ("name", "input", "answer", "input_bytes", "answer_bytes")
        values = {column: self.tests[column][number - 1] for column in columns}
        return Test(number=number, is_sample=bool(self.tests["sample"][number - 1]), **values)

    def all_tests(self):
        return [self.test(number) for number in range(1, self.test_count + 1)]

    def time_limit_for(self, language):
        """Seconds of CPU."""
        return min(self.time_limit * self.language_factors.get(language, 1), self.LONGEST)

    def take(self, settings):
        """Freeze the problem's settings into a version that isn't saved yet."""
        self.stops_early, self.language_factors = settings["stops_early"], settings["language_factors"]
        self.digest = digest_of(self.content, settings)

    @transaction.atomic
    def under(self, settings):
        """The version with the same content and these settings: this one, an older one, or one made now."""
        digest = digest_of(self.content, settings)
        if known := ProblemVersion.objects.filter(problem=self.problem_id, digest=digest).first():
            return known
        version = ProblemVersion.objects.defer(None).get(pk=self.pk)
        version.pk, version._state.adding, version.created = None, True, Now()
        version.take(settings)
        version.number = (
            1 + ProblemVersion.objects.filter(problem=self.problem_id).aggregate(n=models.Max("number"))["n"]
        )
        version.save()
        links = VersionBlob.objects.filter(version=self.pk).values_list("blob", flat=True)
        VersionBlob.objects.bulk_create(VersionBlob(version=version, blob_id=sha) for sha in links)
        return version


def digest_of(content, settings):
    return hashlib.sha256(f"{content} {json.dumps(settings, sort_keys=True)}".encode()).hexdigest()


class VersionBlob(models.Model):
    """That a version's documents name a blob."""

    version = models.ForeignKey(ProblemVersion, models.CASCADE)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "blob"], name="version_blob_once")]
