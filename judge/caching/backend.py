"""Redis as a cache that forgives: when it is away, all is a miss."""

import logging
from functools import cache, cached_property

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from judge.caching import nearby

log = logging.getLogger(__name__)


def forgiving(name, otherwise):
    """The client's method of that name, answering as an empty cache would when Redis can't be asked."""

    def call(self, *args, **kwargs):
        try:
            return getattr(RedisCacheClient, name)(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("cache.%s: %s", name, error)
            return otherwise(args, kwargs)

    call.__name__ = name
    return call


def default(args, kwargs):
    return kwargs.get("default", args[1] if len(args) > 1 else None)


def delta(args, kwargs):
    return kwargs.get("delta", args[1] if len(args) > 1 else 1)


class ForgivingClient(RedisCacheClient):
    add = forgiving("add", lambda *_: False)
    get = forgiving("get", default)
    set = forgiving("set", lambda *_: None)
    incr = forgiving("incr", delta)
    touch = forgiving("touch", lambda *_: False)
    delete = forgiving("delete", lambda *_: False)
    get_many = forgiving("get_many", lambda *_: {})
    has_key = forgiving("has_key", lambda *_: False)
    set_many = forgiving("set_many", lambda *_: None)
    delete_many = forgiving("delete_many", lambda *_: None)
    clear = forgiving("clear", lambda *_: False)

    def get_client(self, key=None, *, write=False):
        """There is one server. Django makes a client for each question, which takes longer than to ask it."""
        return self.client

    @cached_property
    def client(self):
        return super().get_client(write=True)


class ForgivingRedisCache(RedisCache):
    """Django makes a cache for each request that an event loop serves: its connections outlive it here."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.server = server

    def clear(self):
        nearby.forget()
        return super().clear()

    @property
    def _cache(self):
        return client_of(self.server)


@cache
def client_of(server: str) -> ForgivingClient:
    """Who waits for it waits in a page: as in judge.redis, a Redis that hangs is a Redis that is away."""
    return ForgivingClient([server], socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0))
