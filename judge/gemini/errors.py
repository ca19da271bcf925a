"""Why there is no answer. `words` are for people; a transient one may go away by itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    """What a call has cost, whatever came of it."""

    prompt_tokens: int = 0
    output_tokens: int = 0


class AiError(Exception):
    words = "The AI gave no answer."
    transient = False
    usage = Usage()

    def __init__(self, detail: str = "", usage: Usage | None = None):
        super().__init__(detail or self.words)
        if usage:
            self.usage = usage


class NotConfigured(AiError):
    words = "The AI isn’t set up here: whoever runs this site has to set GEMINI_API_KEY."


class WrongKey(AiError):
    words = "Gemini refuses this site’s key: whoever runs it has to look at GEMINI_API_KEY."


class BadRequest(AiError):
    words = "Gemini refuses what it was asked. Whoever runs this site finds its words in the log."


class QuotaExhausted(AiError):
    words = "Gemini’s quota for this site is used up for now."
    transient = True

    def __init__(self, detail: str = "", retry_after: float | None = None):
        super().__init__(detail)
        self.retry_after = retry_after  # seconds


class Overloaded(AiError):
    words = "Gemini can’t be reached, or is overloaded."
    transient = True


class Resting(Overloaded):
    """It has failed again and again, so nobody was asked."""

    def __init__(self, detail: str, seconds: float):
        super().__init__(detail)
        self.seconds = seconds  # until it may be asked again


class TimedOut(AiError):
    words = "Gemini took too long to answer."
    transient = True


class Blocked(AiError):
    words = "Gemini’s safety filter refused to answer this."


class Truncated(AiError):
    words = "Gemini’s answer was too long and was cut off."


class Nonsense(AiError):
    words = "Gemini’s answer made no sense."


class SwitchedOff(AiError):
    words = "The AI is switched off at the moment."


class BudgetSpent(AiError):
    words = "Today’s budget for the AI is spent. It begins anew at midnight, UTC."

    def __init__(self, words: str = words):
        super().__init__(words)
        self.words = words
