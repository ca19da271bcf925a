"""The boundary to Gemini, and the only importer of google-genai: `ask(prompt, schema) -> Reply`.

- prompt: what is asked, as plain data; prompts: the files that it comes from
- errors: why there is no answer
- client: one call through google-genai; imported by the first call, or by `preload` in a worker's parent
- bounded: an answer as a whole has a time and a size
- retrying: calls again what may go better, within a time
- breaker: leaves a Gemini alone that fails all the time; shared by all workers
"""

from judge.gemini.errors import (
    AiError,
    BadRequest,
    Blocked,
    BudgetSpent,
    Nonsense,
    NotConfigured,
    Overloaded,
    QuotaExhausted,
    Resting,
    SwitchedOff,
    TimedOut,
    Truncated,
    WrongKey,
)
from judge.gemini.prompt import Attachment, Attempt, Prompt, Reply
from judge.gemini.retrying import ask, preload

__all__ = [
    "AiError",
    "Attachment",
    "Attempt",
    "BadRequest",
    "Blocked",
    "BudgetSpent",
    "Nonsense",
    "NotConfigured",
    "Overloaded",
    "Prompt",
    "QuotaExhausted",
    "Reply",
    "Resting",
    "SwitchedOff",
    "TimedOut",
    "Truncated",
    "WrongKey",
    "ask",
    "preload",
]
