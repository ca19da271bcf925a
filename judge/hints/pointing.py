"""The line that the last hint points to: shown beside it, so it has to be one of the program's. Pure.

A model counts badly and copies well. The words decide which line it is; its number, between lines that are alike.
"""

import re

NONE = 0  # it is about the whole of the program
SHORTEST = 4  # characters of a piece of a line that tell which one it is

LONGEST = 500  # characters of what is looked for
NUMBER = re.compile(r"\d{1,7} \| ?")  # with which a line was told

STRANGE = "the line that it points to isn't in the program"


def numbered(source: str) -> str:
    return "\n".join(f"{number:4} | {line}" for number, line in enumerate(source.split("\n"), 1))


def place(source: str, line: int, words: str) -> int | None:
    """The number of the line with these words, the nearest to `line`; NONE where none is meant, None for a stranger."""
    if not (wanted := " ".join(words[: 2 * LONGEST].split())[:LONGEST]):
        return NONE if line == NONE else None
    lines = [" ".join(each.split()) for each in source.split("\n")]
    alike = those_with(wanted, lines) or those_with(undressed(wanted), lines)
    return min(alike, key=lambda number: abs(number - line), default=None)


def undressed(words: str) -> str:
    """Copied with its number, or in backticks."""
    number = NUMBER.match(words)
    return (words[number.end() :] if number else words).strip("` ")


def those_with(words: str, lines: list[str]) -> list[int]:
    return [number for number, each in enumerate(lines, 1) if words and is_of(words, each)]


def is_of(words: str, line: str) -> bool:
    return words == line or (len(words) >= SHORTEST and words in line)
