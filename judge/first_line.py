"""The names of the numbers in an input's first line, where a statement says so without any doubt. Pure."""

import re

from judge.bounds import INPUT, NAME, expanded, names, plain, sections

LISTED = r"\$[^$\n]{1,60}\$(?:\s*(?:,\s*and|,|and)\s*\$[^$\n]{1,60}\$)*"
PROSE = re.compile(
    r"first line(?P<before>[^.$\n]{0,80}?\b(?:integers?|numbers?)\b[^.$\n]{0,80}?)"
    rf"(?P<names>{LISTED})(?P<after>.{{0,20}})",
    re.IGNORECASE,
)
BLOCK = re.compile(r"^ *(?:```|~~~)\w*\n(?P<line>[^\n]{1,80})\n", re.MULTILINE)
DOUBTFUL = re.compile(r"each|length|digit|string|real|decimal|word|sequence|list|array|permutation", re.IGNORECASE)
MORE = re.compile(r"\s*(?:digit|integer|number|string|character|letter|word|line)", re.IGNORECASE)
COUNTS = {"an": 1, "a": 1, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def first_line(text: str) -> tuple[str, ...]:
    """Nothing where it isn't said, or could be meant otherwise."""
    parts = "\n".join(sections(expanded(text), INPUT))
    if block := BLOCK.search(parts):
        return named(" ".join(block["line"].replace("$", " ").split()), " ")
    found = PROSE.search(parts)
    if not found or DOUBTFUL.search(found["before"]) or MORE.match(found["after"]):
        return ()
    listed = named(re.sub(r"\s*(?:,\s*and|,|\band\b)\s*", ",", found["names"].replace("$", "")), ",")
    said = {COUNTS[word] for word in re.findall(r"\w+", found["before"].lower()) if word in COUNTS}
    return listed if not said or said == {len(listed)} else ()


def named(listed: str, between: str) -> tuple[str, ...]:
    """All of them are plain names, or none is taken."""
    found = [plain(word).strip() for word in listed.split(between)]
    if not all(re.fullmatch(NAME, word) and not word.startswith("|") for word in found):
        return ()
    return tuple(name for word in found for name in names(word))
