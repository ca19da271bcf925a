from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Lower

from judge.models.plan import Plan


class PeopleManager(UserManager):
    use_in_migrations = False

    def get_by_natural_key(self, username):
        """Names differ by more than their capitals, so signing in needs none."""
        return self.alias(lower=Lower("username")).get(lower=username.lower())

    def active_since(self, moment):
        """Those who submitted something, the latest first."""
        latest = Max("submissions__pk", filter=Q(submissions__created__gte=moment))
        return self.filter(submissions__created__gte=moment).annotate(latest=latest).order_by("-latest")


class User(AbstractUser):
    plan = models.ForeignKey(Plan, models.PROTECT, default=Plan.FREE, related_name="users")

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="user_username_any_case", violation_error_message="This name is taken."
            )
        ]

    @property
    def executions_left(self):
        """Today. A request that takes one holds this person's row locked."""
        return max(self.plan.daily_executions - self.submissions.counted_today().count(), 0)

    @property
    def hints_left(self):
        """Likewise."""
        return max(self.plan.daily_hints - self.ai_runs.hints().today().counted().count(), 0)
