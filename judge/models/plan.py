from django.db import models


class Plan(models.Model):
    """What a person may use in a day. Admins edit the rows."""

    FREE = "free"  # what everybody begins with; made at every migrate

    name = models.SlugField(primary_key=True)
    daily_executions = models.PositiveIntegerField(default=50)
    daily_hints = models.PositiveIntegerField(default=5)  # submissions that hints are written for

    def __str__(self):
        return self.name
