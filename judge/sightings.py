"""Where numbers occur in tests that somebody looks for: as a word, or as a length or a count of something. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST = 2**22  # bytes of a line that are taken apart at once


@dataclass
class Sightings:
    wanted: frozenset[int]
    names: tuple[str, ...] = ()  # of the numbers in the first line
    first: dict[int, int] = field(default_factory=dict)  # by number: the first test that it occurs in
    values: dict[str, dict[int, int]] = field(default_factory=dict)  # by name and number: the first test
    is_named: bool = True  # the first lines of all tests are as the names say

    def __post_init__(self) -> None:
        self.spellings = {str(number).encode(): number for number in self.wanted}
        self.values = {name: {} for name in self.names}

    def look(self, test: int, lines: Iterable[bytes]) -> None:
        """`lines` of one test, with their ends."""
        found: set[int] = set()
        count = words = 0
        for line in lines:
            some = line.split()
            count, words = count + 1, words + len(some)
            found.update(self.spellings[word] for word in self.spellings.keys() & some)
            found |= {len(some), len(line.rstrip(b"\r\n"))}
            found.update(map(len, some))
            if count == 1:
                self.bind(test, some)
        for number in self.wanted & (found | {count, words}):
            self.first.setdefault(number, test)

    def bind(self, test: int, words: list[bytes]) -> None:
        if len(words) != len(self.names) or not all(word.removeprefix(b"-").isdigit() for word in words):
            self.is_named = False
            return
        for name, word in zip(self.names, words, strict=True):
            self.values[name].setdefault(int(word[:40]), test)
