from django.db import models
from django.db.models.functions import Now

from judge.models.problem import Problem


class ProgramCheck(models.Model):
    """What came of compiling one of a draft's programs, or of asking it about one of its own tests.

    By content: the key is a hash of all that the answer depends on, so nothing is asked twice, and a program that is
    changed back has its answers still. Those that nothing asks for any more go after a while.
    """

    class Answer(models.TextChoices):
        COMPILES = "compiles"
        FAILS = "fails"  # to compile
        ACCEPTS = "accepts"
        REJECTS = "rejects"
        BROKEN = "broken"  # it answers neither

    MOST_WORDS = 16 * 1024  # characters

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="program_checks")
    key = models.CharField(max_length=64)
    answer = models.CharField(max_length=8, choices=Answer)
    words = models.TextField(blank=True)  # the compiler's, or the program's own
    created = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "key"], name="program_check_once")]

    def __str__(self):
        return f"{self.answer} {self.key[:8]}"
