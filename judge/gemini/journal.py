"""What was paid for is written down at once, before anything is done with it: a job that is run again after its worker
was killed finds the answer here, and doesn't pay twice.
"""

import json
import logging

from redis import RedisError

from judge.redis import connection

KEPT = 24 * 3600  # seconds
CALLS = "calls"

log = logging.getLogger(__name__)


def key(run: int) -> str:
    return f"ai:journal:{run}"


def answer(run: int, task: str, digest: str) -> dict | None:
    try:
        kept = connection().hget(key(run), f"{task} {digest}")
    except (RedisError, OSError) as error:
        log.warning("the AI's journal can't be read: %s", error)
        return None
    return json.loads(kept) if kept else None


def keep(run: int, task: str, digest: str, data: dict, call: dict) -> None:
    """The answer and what it has cost, together or not at all."""
    write(run, {f"{task} {digest}": json.dumps(data)}, call)


def keep_call(run: int, call: dict) -> None:
    """One that was paid for and brought nothing."""
    write(run, {}, call)


def write(run: int, answers: dict[str, str], call: dict) -> None:
    try:
        with connection().pipeline() as at_once:
            if answers:
                at_once.hset(key(run), mapping=answers)
            at_once.rpush(f"{key(run)}:{CALLS}", json.dumps(call))
            at_once.expire(key(run), KEPT)
            at_once.expire(f"{key(run)}:{CALLS}", KEPT)
            at_once.execute()
    except (RedisError, OSError) as error:
        log.warning("the AI's journal can't be written: %s", error)


def calls(run: int) -> list[dict]:
    """All that have been made for it, as far as is known here."""
    try:
        return [json.loads(each) for each in connection().lrange(f"{key(run)}:{CALLS}", 0, -1)]
    except (RedisError, OSError) as error:
        log.warning("the AI's journal can't be read: %s", error)
        return []
