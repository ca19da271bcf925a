from django.conf import settings
from django.db import models
from django.db.models import Aggregate, Case, Count, F, JSONField, Max, OuterRef, Q, Value, When, Window
from django.db.models.functions import JSONArray, Left, Now, RowNumber, TruncDate
from django.urls import reverse
from django.utils import timezone

from judge.models.blob import Blob
from judge.models.problem import Problem
from judge.models.version import ProblemVersion
from judge.verdict import Verdict


class Listed(Aggregate):
    """A JSON list of what there is in the rows."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)


class SubmissionQuerySet(models.QuerySet):
    FOR_READERS = tuple(f"version__{name}" for name in ProblemVersion.FOR_READERS)
    NEWEST = 20  # accepted ones, in each language
    MOST_COMPARED = 20_000  # characters of each

    def visible_to(self, user):
        return self if user.is_staff else self.filter(author=user.pk)

    def for_judging(self):
        """With its version and what an earlier stretch has found, in one statement."""
        return self.select_related("version").defer(None).defer(*self.FOR_READERS)

    def for_page(self):
        """With its problem and version, without what only the judge and the problem's page need."""
        return (
            self.select_related("problem", "version", "author")
            .defer(None)
            .defer(*self.FOR_READERS, "version__programs")
        )

    def for_watching(self):
        """For an open page, again and again: what is drawn with the verdict only is left for then."""
        return self.for_page().defer("source", "evidence", "version__tests", "version__checker")

    def for_list(self):
        return self.select_related("problem", "author").defer("source", "results", "evidence").order_by("-pk")

    def judged(self):
        return self.exclude(verdict=Verdict.PENDING)

    def accepted(self):
        return self.filter(verdict=Verdict.ACCEPTED)

    def accepted_sources(self, problem):
        """A single value, for a subquery of a row whose `problem` is an OuterRef: [[language, source], …] of the newest
        accepted ones in each language.
        """
        place = Window(RowNumber(), partition_by="language", order_by="-pk")
        placed = self.accepted().filter(problem=OuterRef(problem)).annotate(place=place)
        newest = self.accepted().filter(problem=problem, pk__in=placed.filter(place__lte=self.NEWEST).values("pk"))
        source = JSONArray(F("language"), Left("source", self.MOST_COMPARED))
        return newest.order_by().values(whole=Value(1)).annotate(sources=Listed(source)).values("sources")

    def edition(self):
        """Another one as soon as one of these is made, judged, or taken for judging again: a name for what they add
        up to. By two counts and not by the latest alone, because what began earlier may be committed later.
        """
        counts = self.aggregate(made=Count("pk"), ended=Count("judged"), latest=Max("judged"), newest=Max("pk"))
        latest = counts["latest"] and int(counts["latest"].timestamp() * 1_000_000)
        return f"{counts['made']}-{counts['newest']}-{counts['ended']}-{latest}"

    def per_language_and_verdict(self):
        """(language, verdict, how many)"""
        return self.values_list("language", "verdict").annotate(count=Count("pk")).order_by()

    def per_day_since(self, day):
        """(day, how many)"""
        recent = self.filter(created__date__gte=day).annotate(day=TruncDate("created"))
        return recent.values_list("day").annotate(count=Count("pk")).order_by()

    def problems(self):
        """How many: `tried`, and of these `solved`."""
        solved = Count("problem", distinct=True, filter=Q(verdict=Verdict.ACCEPTED))
        return self.aggregate(tried=Count("problem", distinct=True), solved=solved)

    def counted_today(self):
        """Those that a daily quota counts. One of which nothing could be run, or was, gives the try back."""
        midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        given_back = Q(verdict=Verdict.JUDGE_ERROR, cpu_ms=None) | Q(verdict=Verdict.CANCELLED, judged_in=None)
        return self.filter(created__gte=midnight).exclude(given_back)

    # For each that is pending

    def give_up(self):
        """We could not judge them: nobody's fault but ours, and the day's quota gets it back."""
        self.end(verdict=Verdict.JUDGE_ERROR)

    def cancel(self, seconds):
        """Somebody took them back: {id: after so many seconds of judging, or None if it had not begun}."""
        begun = [When(pk=pk, then=Value(judged)) for pk, judged in seconds.items() if judged is not None]
        judged_in = Case(*begun, default=None, output_field=models.FloatField())
        self.filter(pk__in=seconds).end(verdict=Verdict.CANCELLED, judged_in=judged_in)

    def end(self, **values):
        self.filter(verdict=Verdict.PENDING).update(judged=Now(), **values)

    def judge_again(self):
        """Forget all that was found."""
        self.update(
            verdict=Verdict.PENDING,
            failed_test=None,
            cpu_ms=None,
            memory=None,
            judged_in=None,
            judged=None,
            compiler=None,
            results=None,
            evidence=None,
        )


class DocumentManager(models.Manager.from_queryset(SubmissionQuerySet)):
    """The documents are large and read on one page only."""

    def get_queryset(self):
        return super().get_queryset().defer("results", "evidence")


class Submission(models.Model):
    """
    results   columns: {"v": 1, "n": [number, …], "verdict": [code, …], "cpu_ms": […], "bytes": [peak memory, …]}
    evidence  of the failing tests with the fewest input bytes, smallest first: [{"n": number, "output": hash,
              "output_bytes": full size, "stderr": hash, "message": hash}]; hashes are of the first 64 KiB
    """

    MOST_SOURCE = 256 * 1024  # bytes

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="submissions")
    version = models.ForeignKey(ProblemVersion, models.PROTECT, related_name="submissions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="submissions")
    language = models.CharField(max_length=20)
    source = models.TextField()
    token = models.UUIDField()  # made with the form: the same form sent twice is one submission
    created = models.DateTimeField(db_default=Now())

    verdict = models.CharField(max_length=3, choices=Verdict, blank=True, default=Verdict.PENDING)
    failed_test = models.PositiveIntegerField(null=True)  # the first in the package's order
    cpu_ms = models.PositiveIntegerField(null=True)  # of the slowest test
    memory = models.PositiveBigIntegerField(null=True)  # bytes, of the largest test
    judged_in = models.FloatField(null=True)  # seconds of judging, in the attempt that came to the verdict or to an end
    judged = models.DateTimeField(null=True)
    earlier = models.CharField(max_length=3, choices=Verdict, blank=True)  # on the version before, if judged again
    compiler = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")  # its messages
    results = models.JSONField(null=True)
    evidence = models.JSONField(null=True)
    blobs = models.ManyToManyField(Blob, through="SubmissionBlob", related_name="+")

    objects = DocumentManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "token"], name="submission_once")]
        indexes = [
            models.Index(fields=["author", "-id"]),
            models.Index(fields=["author", "created"]),
            models.Index(
                fields=["problem", "language", "-id"], condition=Q(verdict=Verdict.ACCEPTED), name="submission_accepted"
            ),
        ]

    def __str__(self):
        return f"submission {self.pk}"

    def get_absolute_url(self):
        return reverse("submission", args=[self.pk])

    @property
    def topic(self):
        return f"submission:{self.pk}"

    @property
    def is_judged(self):
        return self.verdict != Verdict.PENDING

    def is_same_code(self, other):
        return (self.problem_id, self.language, self.source) == (other.problem_id, other.language, other.source)

    def keep(self, found):
        """Remember what a stretch of judging has found, so that the next one begins behind it."""
        Submission.objects.filter(pk=self.pk).update(results=found.columns, evidence=found.evidence)
        self.point_to(found.hashes)

    def decide(self, found):
        """The verdict, and what it rests on. Part of the job's last write."""
        Submission.objects.filter(pk=self.pk).update(
            verdict=found.verdict,
            failed_test=found.failed_test,
            cpu_ms=max(found.columns["cpu_ms"], default=None),
            memory=max(found.columns["bytes"], default=None),
            judged_in=found.seconds,
            judged=Now(),
            compiler_id=found.compiler,
            results=found.columns,
            evidence=found.evidence,
        )
        self.point_to(found.hashes)

    def rejudged(self, version, found):
        """On a newer version, if it has still the verdict that we know. Whether it had."""
        same = Submission.objects.filter(pk=self.pk, version=self.version_id, verdict=self.verdict)
        if not same.update(version=version, earlier=self.verdict):
            return False
        SubmissionBlob.objects.filter(submission=self).delete()
        self.decide(found)
        return True

    def point_to(self, hashes):
        links = [SubmissionBlob(submission=self, blob_id=sha) for sha in sorted(set(hashes))]
        SubmissionBlob.objects.bulk_create(links, ignore_conflicts=True)


class SubmissionBlob(models.Model):
    """That a submission's evidence names a blob."""

    submission = models.ForeignKey(Submission, models.CASCADE)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "blob"], name="submission_blob_once")]
