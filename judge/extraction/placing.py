"""Pictures that the AI has left out of a statement that has the words beside which they stood: put back there."""

import re

from judge.extraction.figures import PLACE
from judge.extraction.reading import Reading

FIELDS = ("statement", "input_format", "output_format", "notes")
NEAR = 1000  # characters, in which the words are that stand beside a picture
ENOUGH = 5  # words in a row, by which a place is known


def with_pictures(reading: Reading, text: str, names: list[str]) -> tuple[Reading, list[str]]:
    """And which were put back. `text` is what was read, with all of them in it."""
    said = {field: getattr(reading, field) for field in FIELDS}
    placed = []
    for found in PLACE.finditer(text):
        if found[1] in names and not any(re.search(rf"\b{found[1]}\b", each) for each in said.values()):
            before, after = words(text[: found.start()][-NEAR:])[-ENOUGH:], words(text[found.end() :][:NEAR])[:ENOUGH]
            placed += [found[1]] * (put(said, found[0], before, True) or put(said, found[0], after, False))
    return reading.model_copy(update=said), placed


def put(said: dict[str, str], picture: str, beside: list[str], behind: bool) -> bool:
    """Whether there are such words: behind their paragraph, or before it."""
    for field, text in said.items():
        if (at := place_of(text, beside)) is not None:
            cut = end_of(text, at) if behind else text.rfind("\n\n", 0, at) + 1
            said[field] = f"{text[:cut].rstrip()}\n\n{picture}\n\n{text[cut:].lstrip()}".strip() + "\n"
            return True
    return False


def end_of(text: str, at: int) -> int:
    """Of the paragraph, and of the pictures that follow it."""
    end = text.find("\n\n", at) if "\n\n" in text[at:] else len(text)
    pictures = re.match(rf"(?:\s*{PLACE.pattern}[ \t]*(?=\n|$))*", text[end:])
    return end + (pictures.end() if pictures else 0)


def place_of(text: str, beside: list[str]) -> int | None:
    found = list(re.finditer(r"\w+", PLACE.sub(lambda each: " " * len(each[0]), text)))
    there = [word[0].lower() for word in found]
    starts = range(len(there) - ENOUGH + 1 if len(beside) == ENOUGH else 0)
    return next((found[start].start() for start in starts if there[start : start + ENOUGH] == beside), None)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", PLACE.sub(" ", text).lower())
