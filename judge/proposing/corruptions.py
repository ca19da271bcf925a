"""Inputs that are nearly valid: a sample with one thing wrong. Nobody knows for sure that a problem forbids them."""

import re
from collections.abc import Iterable, Iterator

MOST = 12


def of(samples: Iterable[str]) -> list[tuple[str, str]]:
    """Each with what is wrong with it. Of the first samples, and each once."""
    found: dict[str, str] = {"": "nothing at all"}
    known = list(samples)
    for sample in known[:3]:
        for text, why in corrupted(sample):
            if text not in known:
                found.setdefault(text, why)
    return list(found.items())[:MOST] if known else []


def corrupted(sample: str) -> Iterator[tuple[str, str]]:
    yield sample.rstrip("\n") + "\n0 0 0\n", "a line more"
    yield sample.rstrip("\n").rpartition("\n")[0] + "\n", "the last line is missing"
    yield re.sub(r"\d+", "x", sample, count=1), "a letter in place of the first number"
    yield sample.replace(" ", "  ", 1), "a space more"
    yield sample.rstrip("\n"), "no line end at its end"
