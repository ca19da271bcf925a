"""Code in the middle of a sentence, with nothing around it that says so. Pure."""

import re
from collections.abc import Iterator

NAME = r"[A-Za-z_][\w.:\[\]]*"
CALL = rf"{NAME}!?\("
SETTING = rf"{NAME}(?:\s*,\s*{NAME})*\s*[-+*/%&|^]?=(?!=)"
START = re.compile(rf"(?:\bimport\b|\bfrom\s+\w+\s+import\b|#\s*include|\b{SETTING}|\b{CALL})", re.A)
SAYING = re.compile(  # prose prints and says things too, and takes log(n): without a bracket none of our languages does
    r"\b(?:[\w.:]*(?:print|write|puts)\w*!?\s?\(|console\.\w+\(|(?:std::)?cout\b)", re.A | re.I
)
MORE = re.compile(r"\s*(?:[-+*/%&|<>=;,\[({.]\S|[-+*/%&|<>=;]|(?:if|for|else|and|or|in)\b)")  # the code goes on
OPENING, CLOSING = "([{", ")]}"
BROKEN = re.compile(rf"^([^\n]*?\S:)[ \t]+(?={START.pattern}|(?:using|def|int|for|while)\b)", re.M)


def sentences(text: str) -> Iterator[str]:
    """What could be a program of its own, which has to print something."""
    for line in text.split("\n"):
        begins = {found.start() for pattern in (START, SAYING) if (found := pattern.search(line))}
        for piece in (piece for begin in sorted(begins) for piece in endings(line[begin:])):
            if SAYING.search(piece):
                yield piece


def endings(code: str) -> Iterator[str]:
    """Up to where a sentence may go on behind it, or to the last bracket that closes."""
    depth = 0
    for at, character in enumerate(code, 1):
        depth += (character in OPENING) - (character in CLOSING)
        if depth <= 0 and character in CLOSING and not MORE.match(code, at):
            yield code[:at]
            break
    yield code[: max(map(code.rfind, (*CLOSING, ";"))) + 1] or code


def broken(text: str) -> str:
    """With a new line behind a colon that leads to code."""
    return BROKEN.sub(r"\1\n", text)
