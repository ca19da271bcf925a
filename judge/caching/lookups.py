"""How often something was found: counted in each process, added up in Redis by the hour. Cachalot doesn't tell.

What a process has counted last is not there yet, and goes with it: less than 50 look-ups.
"""

import logging
import os
import time
from collections import Counter
from threading import Lock

from redis import RedisError

from judge.redis import hasty_connection

AT_ONCE = 50
PATIENCE = 5  # seconds
HOURS = 24

log = logging.getLogger(__name__)
lock, counted, told = Lock(), Counter[str](), time.monotonic()


def count(key: str, hit: bool) -> None:
    """A look-up of `user_stats:7:…` is one of `user_stats`."""
    with lock:
        counted[f"{key.partition(':')[0]}:{'hit' if hit else 'miss'}"] += 1
        is_due = counted.total() >= AT_ONCE or time.monotonic() - told > PATIENCE
    if is_due:
        tell()


def tell() -> None:
    global told
    with lock:
        mine, told = dict(counted), time.monotonic()
        counted.clear()
    if not mine:
        return
    hash_of_hour = bucket(time.time())
    try:
        pipeline = hasty_connection().pipeline(transaction=False)
        for field, times in mine.items():
            pipeline.hincrby(hash_of_hour, field, times)
        pipeline.expire(hash_of_hour, (HOURS + 1) * 3600)
        pipeline.execute()
    except (RedisError, OSError) as error:
        log.warning("%d look-ups are not counted: %s", sum(mine.values()), error)


def of_the_last_day() -> dict[str, tuple[int, int]]:
    """Hits and look-ups, by name."""
    tell()
    pipeline = hasty_connection().pipeline(transaction=False)
    for hour in range(HOURS):
        pipeline.hgetall(bucket(time.time() - hour * 3600))
    sums = Counter[str]()
    for fields in pipeline.execute():
        sums.update({field.decode(): int(times) for field, times in fields.items()})
    names = sorted({field.partition(":")[0] for field in sums})
    return {name: (sums[f"{name}:hit"], sums[f"{name}:hit"] + sums[f"{name}:miss"]) for name in names}


def bucket(moment: float) -> str:
    return f"lookups:{moment // 3600:.0f}"


os.register_at_fork(after_in_child=counted.clear)  # what the parent counted is the parent's
