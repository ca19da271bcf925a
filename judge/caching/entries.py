"""What lies in the cache, by name: counted, weighed, dropped by pattern. Nothing else in that Redis is touched."""

import re
from collections.abc import Iterator
from itertools import batched

from django.core.cache import cache
from redis import Redis

from judge.caching import nearby
from judge.caching.queries import FOREVER

# Of entries, and what comes next in their keys.
NAMES = {**dict.fromkeys(FOREVER.values(), "ID"), "problem_row": "HASH", "user_stats": "USER"}
AT_ONCE = 500
MOST_PATTERN = 80  # characters


class BadPattern(ValueError):
    """It names none of our entries, or too much."""


def checked(pattern: str) -> str:
    """Letters, digits, `:`, `_`, `-` and `*`; what stands before the first `*` must begin as one of our names does."""
    if len(pattern) > MOST_PATTERN or not re.fullmatch(r"[\w:.-]+(\*[\w:.-]*){0,3}", pattern, re.ASCII):
        raise BadPattern(f"{pattern[:MOST_PATTERN]!r} is no pattern of ours, as problem_* and user_stats:7:* are.")
    begin = pattern.partition("*")[0]
    if not any(f"{name}:".startswith(begin) or begin.startswith(f"{name}:") for name in NAMES):
        known = ", ".join(f"{name}:{what}:…" for name, what in NAMES.items())
        raise BadPattern(f"No entry's name begins with {begin!r}; there are {known}")
    return pattern


def invalidate(pattern: str) -> int:
    """Drop what matches: how many there were. It goes through the whole Redis, some keys at a time."""
    nearby.forget()
    return sum(redis().unlink(*some) for some in batched(keys(checked(pattern)), AT_ONCE))


def drop_all() -> None:
    for name in NAMES:
        invalidate(f"{name}:*")


def measure() -> list[tuple[str, int, int]]:
    """Name, entries, and the bytes that they take up."""
    return [(name, *measured(f"{name}:*")) for name in NAMES]


def measured(pattern: str) -> tuple[int, int]:
    entries = size = 0
    for some in batched(keys(pattern), AT_ONCE):
        pipeline = redis().pipeline(transaction=False)
        for key in some:
            pipeline.memory_usage(key)
        sizes = [each for each in pipeline.execute() if each is not None]
        entries, size = entries + len(sizes), size + sum(sizes)
    return entries, size


def keys(pattern: str) -> Iterator[bytes]:
    yield from redis().scan_iter(match=cache.make_key(pattern), count=1000)


def redis() -> Redis:
    return cache._cache.client  # type: ignore[attr-defined]
