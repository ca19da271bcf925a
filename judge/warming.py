"""Read what people are about to read, so that it is in the cache when they do."""

from datetime import timedelta

from django.utils import timezone

from judge import statistics
from judge.caching.cachalot import afresh
from judge.models import Problem, ProblemVersion, User

ACTIVE = timedelta(days=7)
MOST_USERS = 1000  # the latest of those


def warm_problems() -> int:
    """What the problems' pages read, for each that is published. How many there were."""
    current = list(Problem.objects.published().exclude(current=None).values_list("current", flat=True))
    for pk in current:
        warm_version(pk)
    return len(current)


def warm_version(pk: int) -> None:
    """The very query of its page. Afresh: an entry that is hit doesn't live longer for it."""
    with afresh():
        ProblemVersion.objects.for_statement().get(pk=pk)


def warm_statistics() -> int:
    """Of those who submitted lately. How many there were."""
    active = User.objects.active_since(timezone.now() - ACTIVE)[:MOST_USERS]
    for user in active:
        statistics.of(user)
    return len(active)
