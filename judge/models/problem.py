from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property

from judge import platforms
from judge.verdict import Verdict


def factors(value):
    """Language keys to positive numbers; which languages there are is not the model's business."""
    if not isinstance(value, dict) or not all(isinstance(f, int | float) and 0 < f <= 100 for f in value.values()):
        raise ValidationError('Give languages and factors between 0 and 100, as in {"python3": 3}.')


class Tag(models.Model):
    name = models.SlugField(unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class ProblemQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Problem.State.PUBLISHED)

    def of(self, user):
        """Those that the user works on."""
        return self.filter(Q(owner=user) | Q(collaborators__user=user)).distinct()

    def with_role_of(self, user):
        """`role`: what a collaborator may do; None for everybody else who has signed in."""
        roles = user.collaborations.filter(problem=OuterRef("pk")).values("role")
        return self.annotate(role=Subquery(roles[:1]))

    def with_draft(self, *related):
        """`draft`, and what it is related to, in the same statement."""
        states = Problem.revisions.field.model._default_manager.filter(problem=OuterRef("pk"))
        newest = Subquery(states.order_by("-number").values("number")[:1])
        draft = FilteredRelation("revisions", condition=Q(revisions__number=F("newest")))
        rows = self.alias(newest=newest).annotate(draft=draft)
        several = ("draft", "draft__shares", *(f"draft__{name}" for name in related))
        return rows.select_related(*several).defer("draft__shares__document")

    def there(self):
        return self.exclude(state=Problem.State.DELETED)

    def deleted(self):
        return self.filter(state=Problem.State.DELETED)

    def visible_to(self, user):
        if user.is_staff:
            return self.there()
        if not user.is_authenticated:
            return self.published()
        return self.there().filter(
            Q(state=Problem.State.PUBLISHED) | Q(owner=user) | Q(pk__in=user.collaborations.values("problem"))
        )

    def known_to(self, user):
        """Also those that were taken back, of which everybody may know that they were."""
        gone = Q(state=Problem.State.WITHDRAWN) | Q(state=Problem.State.DELETED, current__isnull=False)
        return self.filter(Q(pk__in=self.visible_to(user).values("pk")) | gone)

    def for_list(self, user):
        """A row of a list in the same statement: its tags, and how far the user got."""
        return self.with_tags().with_progress_of(user).order_by("title", "pk")

    def with_tags(self):
        tags = Problem.tags.through.objects.filter(problem=OuterRef("pk")).values("problem")
        return self.annotate(tag_names=Subquery(tags.values(names=StringAgg("tag__name", Value(" ")))))

    def with_progress_of(self, user):
        """`solved` and `tried`, by the user's submissions."""
        if not user.is_authenticated:
            return self.annotate(solved=Value(False), tried=Value(False))
        own = Q(pk=OuterRef("pk"), submissions__author=user)
        solved = Problem.objects.filter(own, submissions__verdict=Verdict.ACCEPTED)  # in one filter: of one submission
        return self.annotate(solved=Exists(solved), tried=Exists(Problem.objects.filter(own)))


class Problem(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"
        DELETED = "deleted"  # and can be restored

    class Visibility(models.TextChoices):
        """Which tests' bytes a solver may see. Samples always."""

        ALL = "all", "every test"
        SMALL = "small", "tests of at most 1 KiB"
        SAMPLES = "samples", "samples only"

    SMALL_TEST = 1024  # bytes of input

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    names = models.TextField(blank=True)  # the titles in all languages, one a line: what a search looks through
    platform = models.CharField(max_length=30, blank=True)
    number = models.CharField(max_length=platforms.LONGEST, blank=True)
    uuid = models.CharField(max_length=64, blank=True)  # of the package that it came from
    source_url = models.URLField(max_length=500, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="problems")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="problems")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    reason = models.CharField(max_length=300, blank=True)  # why it was withdrawn or deleted
    visibility = models.CharField(max_length=7, choices=Visibility, default=Visibility.ALL)
    stops_early = models.BooleanField(default=False, help_text="Judging ends at the first failing test.")
    language_factors = models.JSONField(
        default=dict, blank=True, validators=[factors], help_text='Of the time limit: {"python3": 3}. 1 where absent.'
    )
    current = models.ForeignKey("ProblemVersion", models.PROTECT, null=True, related_name="+")
    verified = models.ForeignKey("ProblemVersion", models.SET_NULL, null=True, related_name="+")  # by staff
    created = models.DateTimeField(db_default=Now())
    role: str | None  # of a row with_role_of(user)
    tag_names: str | None  # of a row with_tags()

    objects = ProblemQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["platform", "number"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("problem", args=[self.slug])

    @cached_property
    def draft(self):
        """The newest state that its authors have saved, or None. A row with_draft() has it already."""
        return self.revisions.with_tests().order_by("-number").first()

    @property
    def origin(self):
        """Where it comes from, as people say it: "Baekjoon 1000"."""
        return f"{platforms.TITLES.get(self.platform, self.platform)} {self.number}".strip()

    @property
    def tag_list(self):
        """Of a row with_tags(). Sorted here, because SQLite's aggregates know no order."""
        return sorted((self.tag_names or "").split())

    @property
    def other_names(self):
        """Its titles in other languages."""
        return [name for name in self.names.split("\n") if name not in ("", self.title)]

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_deleted(self):
        return self.state == self.State.DELETED

    @property
    def is_verified(self):
        """Staff has looked at what solvers see, and found it right."""
        return self.is_published and self.verified_id is not None and self.verified_id == self.current_id

    def is_worked_on_by(self, user):
        """Its owner, collaborators, and staff: those from whom nothing about it is hidden."""
        if user.is_staff or (self.owner_id is not None and self.owner_id == user.pk):
            return True
        return user.is_authenticated and self.collaborators.filter(user=user).exists()

    def shows(self, test):
        """Whether every solver may see the test's bytes."""
        if test.is_sample or self.visibility == self.Visibility.ALL:
            return True
        return self.visibility == self.Visibility.SMALL and test.input_bytes <= self.SMALL_TEST

    def clean(self):
        if self.is_published and not self.current_id:
            raise ValidationError({"state": "There is no version of it that could be published."})

    @property
    def judging_settings(self):
        """What a version takes over from the problem when it is frozen."""
        return {"stops_early": self.stops_early, "language_factors": self.language_factors}

    def freeze_settings(self):
        """They count from the next submission on: a version never changes, so there is another one."""
        if self.current:
            self.current = self.current.under(self.judging_settings)
            self.save(update_fields=["current"])

    def show(self, version):
        """Make it the version that people see."""
        self.current, self.title, self.names = version, version.title, "\n".join(version.titles.values())

    def publish(self, version):
        self.show(version)
        self.state = self.State.PUBLISHED
        self.save(update_fields=["current", "state", "title", "names"])
