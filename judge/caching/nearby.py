"""The rows that this process has read lately. They never change, so that not even Redis need be asked for them."""

import time
from collections import OrderedDict
from threading import Lock

MOST = 100  # rows, of a few KiB each
LIFE = 30  # seconds: how long an entry that was dropped elsewhere is still found here

lock, held = Lock(), OrderedDict[str, tuple[float, object]]()


def get(key: str) -> object | None:
    with lock:
        until, value = held.get(key, (0.0, None))
        return value if until > time.monotonic() else None


def keep(entries: dict[str, object]) -> None:
    now = time.monotonic()
    with lock:
        for key, value in entries.items():
            held[key] = (now + LIFE, value)
            held.move_to_end(key)
        while held and (len(held) > MOST or oldest() <= now):
            held.popitem(last=False)


def oldest() -> float:
    """Until when it counts."""
    return next(iter(held.values()))[0]


def forget() -> None:
    with lock:
        held.clear()
