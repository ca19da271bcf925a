"""Words of test data, to be found again in another text. Pure."""

import re
from collections.abc import Iterator, Sequence

RUNS = {4: 8, 8: 0}  # so many words in a row, with so many characters
ALONE = 6  # characters of a single one with a digit in it
ROUND = re.compile(r"\d0*")  # 100000 is anybody's
WORD = re.compile(r"[^\s,;:()\[\]{}\"'`]+")


class Words:
    def __init__(self, text: str):
        listed = [word.strip(".!?") for word in WORD.findall(text)]
        self.alone = {word for word in listed if is_telling(word)}
        self.runs = {run for length, least in RUNS.items() for run in runs_of(listed, length, least)}

    def shares(self, data: str, known: "Words") -> bool:
        """Something of those data which isn't known."""
        other = Words(data)
        return bool((self.alone & other.alone) - known.alone or (self.runs & other.runs) - known.runs)


def runs_of(words: Sequence[str], length: int, least: int) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - length + 1):
        run = tuple(words[at : at + length])
        if sum(map(len, run)) >= least:
            yield run


def is_telling(word: str) -> bool:
    return len(word) >= ALONE and any(c.isdigit() for c in word) and not ROUND.fullmatch(word)
