"""What cachalot asks and keeps: always many at once, the stamps of a query's tables and its entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from judge.caching import lookups, nearby
from judge.caching.backend import ForgivingRedisCache
from judge.caching.queries import is_stamp

AFRESH = ContextVar("afresh", default=False)


class QueryCache(ForgivingRedisCache):
    def get_many(self, keys, version=None):
        near = {} if AFRESH.get() else {key: nearby.get(key) for key in keys if not is_stamp(key)}
        if near and all(near.values()):
            return found_nearby(keys, near)
        found = super().get_many(keys, version)
        stamps = {key: found[key] for key in found if is_stamp(key)}
        if AFRESH.get():
            return stamps
        newest = max(stamps.values(), default=0)
        current = {key: value for key, value in found.items() if key not in stamps and value[0] >= newest}
        for key in keys:
            if not is_stamp(key):
                lookups.count(key, hit=key in current)
        if stamps and len(stamps) + len(near) == len(keys):  # in a transaction that wrote, they aren't asked for here
            nearby.keep(current)
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
        if stamps:
            nearby.forget()
        nearby.keep(entries)
        return []


def found_nearby(keys, near):
    """As Redis would answer. What was written to the table since then has made this process forget."""
    for key in near:
        lookups.count(key, hit=True)
    return near | dict.fromkeys(filter(is_stamp, keys), 0)


@contextmanager
def afresh() -> Iterator[None]:
    """What is asked in it is asked of the database, and kept: an entry that is hit doesn't live longer for it."""
    token = AFRESH.set(True)
    try:
        yield
    finally:
        AFRESH.reset(token)
