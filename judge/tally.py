"""What came of a search, in numbers."""

from dataclasses import asdict, dataclass


class Unfit(Exception):
    """Nothing to be learned from this input; the message is the Tally's counter."""


@dataclass
class Tally:
    tried: int = 0
    failed: int = 0  # the generator crashed
    invalid: int = 0
    known: int = 0  # an input that is a test already, or was tried
    unanswered: int = 0  # the reference crashed
    disputed: int = 0  # right solutions disagree
    passed: int = 0  # the wrong solution was right
    odd: int = 0  # it failed otherwise than its author expects
    seconds: float = 0
    test: str = ""  # that was added
    words: str = ""  # the generator and its words
    bytes: int = 0
    dispute: str = ""  # the first: who disagreed, on which words

    def count(self, why: Unfit) -> None:
        setattr(self, str(why), getattr(self, str(why)) + 1)

    def document(self) -> dict:
        return asdict(self)
