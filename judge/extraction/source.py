"""What a problem is read from, once it is text."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from judge.extraction.figures import Figure

ENOUGH = 80  # characters, below which there is nothing to read
MOST_TEXT = 120_000  # characters that a reader is given
MARKS = re.compile(r"\\([!-/:-@\[-`{-~\n]|\Z)|`")  # that Markdown puts before a letter, or around code


class SourceError(Exception):
    """There is no problem to be read there. The message is for whoever brought it."""


@dataclass(frozen=True)
class Source:
    text: str
    blocks: tuple[str, ...] = ()  # what stands on the page letter by letter: samples, mostly
    figures: tuple[Figure, ...] = ()
    more_figures: int = 0  # beyond those that are taken
    is_cut: bool = False  # its end is missing
    pdf: bytes = field(default=b"", repr=False)  # what the text was taken from, less well than a reader could

    @classmethod
    def of(cls, text: str, *more, is_cut: bool = False, **named) -> "Source":
        """With as much of the text as a reader is given."""
        return cls(text[:MOST_TEXT], *more, is_cut=is_cut or len(text) > MOST_TEXT, **named)

    def verbatim(self, sample: str) -> str | None:
        """As it stands there, whatever became of white space at the ends of lines; None when it doesn't."""
        if not (wanted := lines_of(sample)):
            return ""  # of which nothing could stand there, as the input of a program that reads none
        for block in self.blocks:
            if (same := block.strip("\n")) and same == sample.strip("\n"):
                return f"{same}\n"  # where both have white space at the ends of lines, it means something
            if lines_of(block) == wanted:
                return "\n".join(wanted) + "\n"
        tokens = in_a_row(sample)
        return "\n".join(wanted) + "\n" if any(tokens in text for text in self.readings) else None

    @cached_property
    def readings(self) -> tuple[str, str]:
        """As it is, and as Markdown has it where a sample stands outside of a block."""
        return in_a_row(self.text), in_a_row(MARKS.sub(r"\1", self.text))


def in_a_row(text: str) -> str:
    return f" {' '.join(text.split())} "


def lines_of(text: str) -> list[str]:
    """Without white space at their ends, and without empty ones at either end of all."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines
