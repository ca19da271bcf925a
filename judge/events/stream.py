"""A topic's events: one capped Redis stream."""

import json
import logging

from redis import RedisError

from judge.redis import connection

KEPT = 24 * 3600  # seconds after the last event
CAP = 25_000  # events a topic, about: two attempts at as many tests as a package may have, and then some

log = logging.getLogger(__name__)


def key(topic):
    return f"events:{topic}"


def numbers(id):
    """An id as what orders it."""
    milliseconds, _, count = id.partition("-")
    return int(milliseconds), int(count or 0)


def last_id(topic):
    """Take it before reading what the page shows; then listen from there."""
    try:
        newest = connection().xrevrange(key(topic), count=1)
    except (RedisError, OSError) as error:
        log.warning("no events: %s", error)
        return "0"
    return newest[0][0].decode() if newest else "0"


def so_far(topic) -> list[tuple[str, dict]] | None:
    """The events that are still kept, each as (id, event); None when Redis can't be asked."""
    try:
        entries = connection().xrange(key(topic))
    except (RedisError, OSError) as error:
        log.warning("no events: %s", error)
        return None
    return [(id.decode(), json.loads(data[b"data"])) for id, data in entries]
