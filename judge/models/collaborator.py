from django.conf import settings
from django.db import models

from judge.models.problem import Problem


class Collaborator(models.Model):
    class Role(models.TextChoices):
        READ = "read"
        WRITE = "write"
        OWN = "own"

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="collaborations")
    role = models.CharField(max_length=5, choices=Role, default=Role.READ)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "user"], name="collaborator_once")]

    def __str__(self):
        return f"{self.user} ({self.role})"
