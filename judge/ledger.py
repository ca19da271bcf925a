"""What calls of the AI have cost: as they are made, and as a run's row keeps them."""

import secrets
from collections.abc import Iterable

from django.conf import settings

from judge.gemini import Attempt, Prompt

COLUMNS = ("id", "task", "version", "model", "seed", "in", "out", "cost", "ms", "end", "key")


def call(prompt: Prompt, attempt: Attempt) -> dict:
    return {
        "id": secrets.token_hex(4),
        "task": prompt.task,
        "version": prompt.version,
        "model": attempt.model,
        "seed": attempt.seed,
        "in": attempt.prompt_tokens,
        "out": attempt.output_tokens,
        "cost": cost(attempt.model, attempt.prompt_tokens, attempt.output_tokens),
        "ms": attempt.ms,
        "end": attempt.ended,
        "key": prompt.digest[:12],
    }


def cost(model: str, prompt_tokens: int, output_tokens: int) -> int:
    """Millionths of a dollar; prices are dollars for a million tokens."""
    prices = settings.AI_PRICES
    first, second = prices.get(model) or [max(price[side] for price in prices.values()) for side in (0, 1)]
    return round(prompt_tokens * first + output_tokens * second)


def tokens(calls: Iterable[dict]) -> int:
    return sum(call["in"] + call["out"] for call in calls)


def money(calls: Iterable[dict]) -> int:
    return sum(call["cost"] for call in calls)


def rows(columns: dict | None) -> list[dict]:
    if not columns:
        return []
    return [dict(zip(COLUMNS, each, strict=True)) for each in zip(*(columns[name] for name in COLUMNS), strict=True)]


def columns(calls: Iterable[dict]) -> dict:
    listed = list(calls)
    return {"v": 1} | {name: [each[name] for each in listed] for name in COLUMNS}


def merged(*parts: Iterable[dict]) -> list[dict]:
    """Each call once."""
    return list({each["id"]: each for part in parts for each in part}.values())
