"""The connections to Redis (or Valkey) that the queue, the streams and the counters share.

All fail at once when Redis is away: redis-py's own retries would hold a request for 3 to 5 seconds.
"""

import logging
from functools import cache

from django.conf import settings
from redis import Redis, RedisError
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)


@cache
def connection():
    """For whoever must not wait: a Redis that hangs is a Redis that is away."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0))


@cache
def hasty_connection():
    """For a look in passing, where a Redis that doesn't answer at once is no loss."""
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.3, socket_connect_timeout=0.3, retry=Retry(NoBackoff(), 0)
    )


@cache
def patient_connection():
    """For blocking reads."""
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0)
    )


def async_connection():
    """For reads in the running event loop, which must close it. They may block for much less than the time-out."""
    return AsyncRedis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1, retry=AsyncRetry(NoBackoff(), 0)
    )


class Evicts(Exception):
    """The server may throw jobs and streams away."""


def refuse_eviction():
    """At a process's start. A server that is away, or doesn't tell, is believed: the log says so."""
    try:
        policy = connection().config_get("maxmemory-policy").get("maxmemory-policy")
    except (RedisError, OSError) as error:
        log.warning("Redis doesn't tell its maxmemory-policy, which must be noeviction: %s", error)
        return
    finally:
        connection().connection_pool.disconnect()
    if policy != "noeviction":
        raise Evicts(
            f"Redis at REDIS_URL may evict jobs: its maxmemory-policy is {policy}. Set it to noeviction, "
            "and give the cache another server (CACHE_URL) if that one should evict."
        )
