"""Tells a topic's watchers what happens."""

import json
import logging
import time

from django.db import transaction
from redis import RedisError

from judge.events.stream import CAP, KEPT, key
from judge.redis import connection

log = logging.getLogger(__name__)


class Publisher:
    """Never raises. A Redis that failed us is left alone for a while: a job must not wait for it at each test."""

    resting_until = 0.0

    def publish(self, topic, **data):
        began = time.monotonic()
        if began < self.resting_until:
            return
        try:
            with connection().pipeline(transaction=False) as pipe:
                pipe.xadd(key(topic), {"data": json.dumps(data)}, maxlen=CAP, approximate=True)
                pipe.expire(key(topic), KEPT)
                pipe.execute()
        except (RedisError, OSError) as error:
            ended = time.monotonic()
            self.resting_until = ended + max(1, 10 * (ended - began))
            log.warning("events are not published: %s", error)


publisher = Publisher()


def publish(topic, *, fence=None, **data):
    publisher.publish(topic, fence=fence, **data)


def publish_on_commit(topic, **data):
    transaction.on_commit(lambda: publish(topic, **data))


def forget_on_commit(topics):
    """What they tell of is to begin anew, perhaps with a lower fence."""
    transaction.on_commit(lambda: forget(topics))


def forget(topics):
    try:
        connection().unlink(*map(key, topics))
    except (RedisError, OSError) as error:
        log.warning("events are not forgotten: %s", error)
