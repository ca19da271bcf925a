"""What a solver has done, added up: kept under a name that changes whenever something of it does."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.utils import timezone

from judge.caching import lookups
from judge.models import User

SHAPE = 1  # of what is kept: another one is not read as this one
LIFE = 24 * 3600  # seconds
DAYS = 364  # that are looked back on


@dataclass(frozen=True)
class Statistics:
    submissions: int
    tried: int  # problems
    solved: int
    verdicts: list[tuple[str, int]]  # most frequent first, as are the languages
    languages: list[tuple[str, int, int]]  # how many of them were accepted
    days: dict[date, int]  # on which something was submitted, within the last year
    streak: int  # days without a pause, up to today or yesterday


def of(user: User) -> Statistics:
    """One statement, and four more when something has changed since they were last asked for.

    Kept only if nothing changed meanwhile: an edition may come back, as when something is judged again.
    """
    today, edition = timezone.now().date(), user.submissions.edition()
    key = f"user_stats:{user.pk}:{SHAPE}:{today}:{edition}"
    found = cache.get(key)
    lookups.count(key, hit=found is not None)
    if found is None:
        found = added_up(user, today)
        if user.submissions.edition() == edition:
            cache.set(key, found, LIFE)
    return found


def added_up(user: User, today: date) -> Statistics:
    counts = list(user.submissions.judged().per_language_and_verdict())
    days = dict(user.submissions.per_day_since(today - timedelta(DAYS)))
    return Statistics(
        submissions=sum(count for *_, count in counts),
        **user.submissions.judged().problems(),
        verdicts=most_frequent((verdict, count) for _, verdict, count in counts),
        languages=[
            (language, count, sum(n for one, verdict, n in counts if (one, verdict) == (language, "AC")))
            for language, count in most_frequent((language, count) for language, _, count in counts)
        ],
        days=days,
        streak=streak(days, today),
    )


def most_frequent(pairs) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for name, count in pairs:
        sums[name] = sums.get(name, 0) + count
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def streak(days: dict[date, int], today: date) -> int:
    """What was done yesterday still counts until today is over."""
    day = today if today in days else today - timedelta(1)
    length = 0
    while day - timedelta(length) in days:
        length += 1
    return length
