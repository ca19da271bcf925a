"""Which jobs."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from judge.models.job.states import State


class Adjectives(models.QuerySet):
    def live(self):
        return self.filter(state__in=[State.QUEUED, State.RUNNING])

    def running(self):
        return self.filter(state=State.RUNNING)

    def due(self):
        return self.filter(state=State.QUEUED, due__lte=Now())

    def about(self, kind, subject):
        return self.filter(kind=kind, subject=subject)

    def ended(self):
        return self.exclude(state__in=[State.QUEUED, State.RUNNING])

    def of_chain(self, first):
        """The steps of a workflow, by the id of its first."""
        return self.filter(Q(pk=first) | Q(chain=first)).order_by("pk")

    def visible_to(self, user):
        return self if user.is_staff else self.filter(requested_by=user.pk)

    def for_list(self):
        return self.select_related("requested_by").defer("log", "checkpoint").order_by("-pk")
