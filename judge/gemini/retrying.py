"""Calls again what may go better, each class of failure in its own way, and never for longer than there is time."""

import random
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from time import monotonic, sleep

from django.conf import settings
from pydantic import BaseModel

from judge.gemini import breaker
from judge.gemini.errors import AiError, Nonsense, NotConfigured, Overloaded, QuotaExhausted, Resting, TimedOut, Usage
from judge.gemini.prompt import INTERRUPTED, Attachment, Attempt, Prompt, Reply

TRIES: dict[type[AiError], int] = {Overloaded: 4, TimedOut: 2, QuotaExhausted: 3, Nonsense: 2}  # in all
FIRST, LONGEST = 1.0, 30.0  # seconds: the back-off
LEAST = 2.0  # seconds without which there is no point in a call
OTHER = 1000  # takes further: what is asked again after nonsense is to be answered in another way
MOMENTS, MOMENT = 10, 2.0  # that a rest is waited for, and the seconds of one


def preload() -> None:
    """In the parent of processes that will ask: forks share what it takes, and no job waits for it."""
    import_module("judge.gemini.client").rehearse(settings.GEMINI_API_KEY, settings.GEMINI_BASE_URL)


def ask[T: BaseModel](
    prompt: Prompt,
    schema: type[T],
    *,
    attachments: tuple[Attachment, ...] = (),
    within: float = 240.0,
    refuse: Callable[[], None] = lambda: None,
    told: Callable[[Attempt], None] = lambda attempt: None,
) -> Reply[T]:
    """The answer, as the schema has it. Raises AiError. `refuse` is asked before every call, and `told` hears of each,
    since each may cost.
    """
    if not settings.GEMINI_API_KEY:
        raise NotConfigured
    if attachments:
        prompt = replace(prompt, parts=(*prompt.parts, *attachments))
    deadline, tries, failure = monotonic() + within, 0, None
    while True:
        tries += 1
        refuse()
        if seconds := rest_of(prompt.model, deadline):
            if failure and failure.transient:  # nonsense may be asked again when the rest is over
                raise failure
            raise Resting(f"{prompt.model} is left alone for {seconds:.0f} s", seconds)
        try:
            return attempt(prompt, schema, min(settings.AI_CALL_SECONDS, deadline - monotonic()), told)
        except AiError as error:
            failure, pause = error, back_off(error, tries)
            if tries >= TRIES.get(type(error), 1) or monotonic() + pause + LEAST > deadline:
                raise
        sleep(pause)
        if isinstance(failure, Nonsense):
            prompt = replace(prompt, take=prompt.take + OTHER)


def attempt[T: BaseModel](prompt: Prompt, schema: type[T], seconds: float, told) -> Reply[T]:
    call, began = import_module("judge.gemini.client").call, monotonic()
    how, usage = INTERRUPTED, Usage(prompt.guess)  # whoever cancels doesn't wait for the bill
    try:
        reply = call(settings.GEMINI_API_KEY, settings.GEMINI_BASE_URL, prompt, schema, seconds)
        how, usage = "ok", Usage(reply.prompt_tokens, reply.output_tokens)
        breaker.worked(prompt.model)
        return reply
    except AiError as error:
        how, usage = type(error).__name__, error.usage
        note_failure(prompt.model, error)
        raise
    finally:
        ms = round((monotonic() - began) * 1000)
        told(Attempt(prompt.model, prompt.seed, how, ms, usage.prompt_tokens, usage.output_tokens))


def note_failure(model: str, error: AiError) -> None:
    if error.transient:
        breaker.failed(model, getattr(error, "retry_after", None))
    else:
        breaker.worked(model)


def rest_of(model: str, deadline: float) -> float:
    """Seconds that are left of it. It is waited for a moment only: it is better that the job comes back later."""
    for _ in range(MOMENTS):
        seconds = breaker.rest(model)
        if not seconds or seconds > MOMENT or monotonic() + seconds > deadline:
            break
        sleep(seconds)
    return seconds


def back_off(error: AiError, tries: int) -> float:
    """Seconds: longer each time, never the same for two; or what we were told."""
    if isinstance(error, QuotaExhausted) and error.retry_after:
        return error.retry_after + random.uniform(0, 1)
    return random.uniform(0.5, 1) * min(FIRST * 2 ** (tries - 1), LONGEST)
