"""Read what people are about to read, so that it is in the cache when they do."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.utils import timezone

from judge import statistics
from judge.caching.cachalot import afresh
from judge.models import Problem, ProblemVersion, User

ACTIVE = timedelta(days=7)
AT_ONCE = 500  # problems
MOST_USERS = 1000  # the latest of those


def warm_problems() -> Iterator[int]:
    """What the problems' pages read, for each that is published, some at a time: how many those were."""
    current = Problem.objects.published().exclude(current=None).values_list("current", flat=True)
    for some in batched(list(current), AT_ONCE):
        for pk in some:
            warm_version(pk)
        yield len(some)


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
