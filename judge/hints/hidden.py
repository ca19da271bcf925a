"""Words of test data, to be found again in another text. Pure."""

import re
from collections.abc import Iterator, Sequence

RUNS = {4: 8, 8: 0}  # so many words in a row, with so many characters
ALONE = 6  # characters of a single one with a digit in it
ROUND = re.compile(r"\d0*")  # 100000 is anybody's
LIMITS = {str(2**bits + beside) for bits in (31, 32, 53, 63, 64) for beside in (-1, 0, 1)}  # of types: anybody's too
WORD = re.compile(r"[^\s,;:()\[\]{}\"'`\x80-\U0010ffff]+|[^\s\x00-\x7f]+")  # Korean's particles stick to a number
PIECE = re.compile(r"[A-Za-z0-9]+")  # n=1000000007, **1000000007**, -1000000007
GROUPING = re.compile(r"(?<=\d)[,_' ](?=\d{3}(?!\d))")


class Words:
    def __init__(self, text: str):
        listed = [word.strip(".!?") for word in WORD.findall(text)]
        self.alone = {part for word in listed for part in (word, *PIECE.findall(word)) if is_telling(part)}
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
    is_long = len(word) >= ALONE and any(c.isdigit() for c in word)
    return is_long and not ROUND.fullmatch(word) and word.lstrip("-") not in LIMITS


def spelt(text: str) -> str:
    """And once more with numbers whose digits aren't in groups: 1,000,000,007."""
    return f"{text}\n{GROUPING.sub('', text)}"
