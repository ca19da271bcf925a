from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from judge.models.blob import Blob
from judge.models.version import ProblemVersion


class Upload(models.Model):
    """A problem package as somebody handed it in: a zip archive. Kept until its jobs are deleted."""

    MOST = 512 * 2**20  # bytes
    MOST_BROUGHT = 128 * 2**20  # of one that comes by the workshop's page

    name = models.CharField(max_length=200)  # of the folder or archive: the problem's address is made of it
    archive = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    problem = models.ForeignKey("Problem", models.CASCADE, null=True, related_name="+")  # whose draft it is to become
    version = models.ForeignKey(ProblemVersion, models.SET_NULL, null=True, related_name="+")  # what it became
    created = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.name
