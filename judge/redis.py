"""The connection to Redis (or Valkey) that the queue, the streams and the counters share."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


@cache
def connection():
    """Fails at once when Redis is away: redis-py's own retries would hold a request for 3 to 5 seconds."""
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
    )
