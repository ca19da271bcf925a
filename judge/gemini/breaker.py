"""Leaves a Gemini alone that fails all the time. All workers share what is known; without Redis nothing is."""

import logging
import time

from redis import RedisError

from judge.redis import connection

FAILURES = 5  # in a row, of whichever worker
REST, LONGEST = 15, 300  # seconds: each rest is twice the last
MEMORY = 1800  # seconds after the last failure until it is forgotten
PROBE = 60  # seconds that the one call after a rest is waited for

log = logging.getLogger(__name__)


def key(model: str) -> str:
    return f"ai:breaker:{model}"


def rest(model: str) -> float:
    """Seconds until somebody may ask again. Behind a rest one caller tries it; the others wait for what comes of it."""
    try:
        until = float(connection().hget(key(model), "until") or 0)
        if not until:
            return 0
        if (left := until - time.time()) > 0:
            return left
        return 0 if connection().set(f"{key(model)}:probe", 1, nx=True, ex=PROBE) else 1
    except (RedisError, OSError) as error:
        log.warning("the AI's breaker is unknown: %s", error)
        return 0


def failed(model: str, retry_after: float | None = None) -> None:
    """Whoever is told when to come back comes back then."""
    try:
        count = connection().hincrby(key(model), "failures", 1)
        pause = retry_after or (min(REST * 2 ** (count - FAILURES), LONGEST) if count >= FAILURES else 0)
        if pause:
            connection().hset(key(model), "until", time.time() + min(pause, LONGEST))
        connection().expire(key(model), MEMORY)
        connection().delete(f"{key(model)}:probe")
    except (RedisError, OSError) as error:
        log.warning("the AI's breaker is not told: %s", error)


def worked(model: str) -> None:
    try:
        connection().delete(key(model), f"{key(model)}:probe")
    except (RedisError, OSError) as error:
        log.warning("the AI's breaker is not told: %s", error)
