"""What a problem is read from, once it is text."""

from dataclasses import dataclass, field

from judge.extraction.figures import Figure

ENOUGH = 80  # characters, below which there is nothing to read
MOST_TEXT = 120_000  # characters that a reader is given


class SourceError(Exception):
    """There is no problem to be read there. The message is for whoever brought it."""


@dataclass(frozen=True)
class Source:
    text: str
    blocks: tuple[str, ...] = ()  # what stands on the page letter by letter: samples, mostly
    figures: tuple[Figure, ...] = ()
    more_figures: int = 0  # beyond those that are taken
    pdf: bytes = field(default=b"", repr=False)  # what the text was taken from, less well than a reader could

    def verbatim(self, sample: str) -> str | None:
        """As it stands there, whatever became of white space at the ends of lines; None when it doesn't."""
        wanted = lines_of(sample)
        for block in self.blocks:
            if (same := block.strip("\n")) and same == sample.strip("\n"):
                return f"{same}\n"  # where both have white space at the ends of lines, it means something
            if lines_of(block) == wanted:
                return "\n".join(wanted) + "\n" if wanted else ""
        tokens = " ".join(sample.split())
        is_there = bool(tokens) and f" {tokens} " in f" {' '.join(self.text.split())} "
        return "\n".join(wanted) + "\n" if is_there else None


def lines_of(text: str) -> list[str]:
    """Without white space at their ends, and without empty ones at either end of all."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines
