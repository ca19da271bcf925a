"""What we think of a run. What happened in it is the sandbox's Result."""

from django.db.models import TextChoices


class Verdict(TextChoices):
    PENDING = "", "Pending"
    ACCEPTED = "AC", "Accepted"
    WRONG_ANSWER = "WA", "Wrong answer"
    TIME_LIMIT = "TLE", "Time limit exceeded"
    MEMORY_LIMIT = "MLE", "Memory limit exceeded"
    OUTPUT_LIMIT = "OLE", "Output limit exceeded"
    RUNTIME_ERROR = "RTE", "Runtime error"
    COMPILE_ERROR = "CE", "Compile error"
    JUDGE_ERROR = "JE", "Judge error"
    CANCELLED = "CAN", "Cancelled"

    @property
    def is_failure(self):
        return self not in (Verdict.PENDING, Verdict.ACCEPTED)

    @classmethod
    def of(cls, verdicts):
        """A whole submission's verdict: the first, in the package's order, that isn't accepted."""
        return next((v for v in verdicts if v != cls.ACCEPTED), cls.ACCEPTED)
