"""What went wrong while tests were made: said by line and by test, the first of it in the log."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from judge.testsets import Row

IN_LOG = 3
MOST = 50  # after which nothing more is tried
MOST_SLOW = 3  # that ran into their time: each costs seconds
LONGEST = 600  # characters of a message


class Enough(Exception):
    """So much went wrong that going on is no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Of a line of the script, or, where that is 0, of a test that is there. Of a disagreement also, by its hash, the
    first 64 KiB of the input, of what counts so far (`ours`), and of what another solution printed (`theirs`).
    """

    message: str
    line: int = 0
    test: str = ""
    ours: str = ""
    theirs: str = ""
    other: str = ""  # whose output `theirs` is
    input: str = ""
    input_bytes: int = 0  # of all of it
    dissents: Sequence[Sequence[str]] = ()  # the path, and what it got, of each right solution that says otherwise
    agreeing: Sequence[str] = ()  # the paths of those that say the same
    is_given: bool = False  # what counts so far was written by somebody
    answer: str = ""  # the hash of all of that
    reference: str = ""  # the path of the one that was asked; "" where it was found before that was kept
    identity: str = ""  # of the test, likewise

    @property
    def place(self) -> str:
        words = [f"line {self.line}"] if self.line else []
        return ", ".join([*words, *([f"test {self.test}"] if self.test else [])])


def identity(row: Row) -> str:
    """What a test is, by what made it or by its input: names and lines move when others come and go."""
    return row.made or row.input


@dataclass
class Failures:
    """Those of one try. Raises Enough where going on is no use."""

    say: Callable[[str], None] = lambda words: None
    found: list[Failure] = field(default_factory=list)
    slow: int = 0

    def __iter__(self):
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def add(self, failure: Failure, is_slow: bool = False) -> None:
        if len(self.found) < IN_LOG:
            self.say(f"{failure.place}: {failure.message}"[:LONGEST])
        self.found.append(failure)
        self.slow += is_slow
        if self.slow >= MOST_SLOW or len(self.found) >= MOST:
            raise Enough

    @property
    def summary(self) -> str:
        first = self.found[0]
        more = f" ({len(self.found) - 1} more)" if len(self.found) > 1 else ""
        return f"{first.place}: {first.message}{more}"[:1000]

    @property
    def evidence(self) -> set[str]:
        return {sha for failure in self.found for sha in (failure.input, failure.ours, failure.theirs) if sha}

    def documents(self) -> list[dict]:
        return [asdict(failure) for failure in self.found]
