"""What a job tells of its way."""

from typing import Any

from django.db import models
from django.utils import timezone

from judge.models.text import seen, tail


class Telling(models.Model):
    """Its log and progress travel with the next statement about its row, so they cost none."""

    log: Any
    is_told = True  # the row has them as we know them

    class Meta:
        abstract = True

    def say(self, words):
        """A line of the log. It and the progress travel with the next statement about the row, so they cost none."""
        self.log = tail(f"{self.log}{timezone.now():%Y-%m-%d %H:%M:%S}  {seen(words)}\n")
        self.is_told = False

    def report(self, progress, goal):
        self.progress, self.goal, self.is_told = progress, goal, False

    def told(self):
        if self.is_told:
            return {}
        self.is_told = True  # first, so that what is said meanwhile is told the next time
        return {"log": self.log, "progress": self.progress, "goal": self.goal}
