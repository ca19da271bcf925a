from django.db import models
from django.db.models.functions import Now


class Blob(models.Model):
    """The memory of one stored piece of data; the bytes lie in the "blobs" storage under the same name."""

    sha256 = models.CharField(max_length=64, primary_key=True)  # of the uncompressed bytes
    size = models.PositiveBigIntegerField()  # bytes, uncompressed
    last_used = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self):
        return self.sha256
