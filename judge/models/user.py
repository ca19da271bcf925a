from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from judge.models.plan import Plan


class User(AbstractUser):
    plan = models.ForeignKey(Plan, models.PROTECT, default=Plan.FREE, related_name="users")

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="user_username_any_case", violation_error_message="This name is taken."
            )
        ]
