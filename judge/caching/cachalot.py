"""What cachalot asks and keeps: always many at once, the stamps of a query's tables and its entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from judge.caching import lookups
from judge.caching.backend import ForgivingRedisCache
from judge.caching.queries import is_stamp

AFRESH = ContextVar("afresh", default=False)


class QueryCache(ForgivingRedisCache):
    def get_many(self, keys, version=None):
        found = super().get_many(keys, version)
        stamps = {key: found[key] for key in found if is_stamp(key)}
        if AFRESH.get():
            return stamps
        newest = max(stamps.values(), default=0)
        for key in keys:
            if not is_stamp(key):
                lookups.count(key, hit=key in found and found[key][0] >= newest)
        return found

    def set_many(self, data, timeout=None, version=None):
        """A stamp that expired would take along all that is kept of its table, so none does. That there is nothing
        isn't kept: the row may yet come.
        """
        stamps = {key: value for key, value in data.items() if is_stamp(key)}
        entries = {key: value for key, value in data.items() if key not in stamps and value[1]}
        for some, how_long in ((stamps, None), (entries, timeout)):
            if some:
                super().set_many(some, how_long, version)
        return []


@contextmanager
def afresh() -> Iterator[None]:
    """What is asked in it is asked of the database, and kept: an entry that is hit doesn't live longer for it."""
    token = AFRESH.set(True)
    try:
        yield
    finally:
        AFRESH.reset(token)
