"""What the cache holds, and how often it helped."""

import logging
from dataclasses import dataclass

from django.core.cache import cache
from redis import RedisError

from judge.caching import entries, lookups

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Holding:
    """All entries of one name."""

    name: str
    entries: int
    bytes: int
    hits: int  # of the look-ups of the last 24 hours
    lookups: int

    @property
    def percent(self) -> float | None:
        return 100 * self.hits / self.lookups if self.lookups else None


def holdings(at_once: bool = False) -> list[Holding]:
    """As it is, or as it was at most a minute ago: weighing goes through the whole Redis."""
    weights = entries.measure() if at_once else cache.get_or_set("measured", entries.measure, 60) or []
    found = lookups.of_the_last_day()
    return [Holding(name, count, size, *found.get(name, (0, 0))) for name, count, size in weights]


def standing() -> list[Holding] | None:
    """None when Redis, which knows, is away."""
    try:
        return holdings()
    except (RedisError, OSError) as error:
        log.warning("nobody knows what the cache holds: %s", error)
        return None
