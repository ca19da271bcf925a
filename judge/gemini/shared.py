"""What has to be known to all workers at once, between two writes of the ledger: what is spent, and that it is off.

The rows are the truth, and are read when a job begins; a Redis that is away adds nothing to them.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from redis import RedisError

from judge.redis import connection

OFF = "ai:off"
KEPT = 2 * 24 * 3600  # seconds

log = logging.getLogger(__name__)


def today(account: str) -> str:
    return f"ai:spent:{datetime.now(UTC):%Y-%m-%d}:{account}"


def spend(amounts: dict[str, int]) -> None:
    """Tokens or money, by account."""
    try:
        with connection().pipeline() as at_once:
            for account, amount in amounts.items():
                at_once.incrby(today(account), amount)
                at_once.expire(today(account), KEPT)
            at_once.execute()
    except (RedisError, OSError) as error:
        log.warning("what the AI has spent is not counted: %s", error)


def state(accounts: Sequence[str]) -> tuple[bool, list[int]]:
    """Whether it is off, and what each account has spent today."""
    try:
        off, *spent = connection().mget([OFF, *map(today, accounts)])
    except (RedisError, OSError) as error:
        log.warning("what the AI has spent is unknown: %s", error)
        return False, [0] * len(accounts)
    return off is not None, [int(each or 0) for each in spent]


def is_off() -> bool:
    return state(())[0]


def switch(off: bool) -> bool:
    """Whether all workers know."""
    try:
        connection().set(OFF, 1) if off else connection().delete(OFF)
    except (RedisError, OSError) as error:
        log.error("the workers can't be told of the AI's switch: %s", error)
        return False
    return True
