"""Names that any system takes, whatever things are called here."""

import re
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import PurePosixPath

ODD = re.compile(r"[^A-Za-z0-9_.-]+")
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
EDGES = "._-"
LONGEST = 100  # characters of a name
NAMELESS = "unnamed"


@dataclass
class Names:
    """Safe, and each taken once, also where a system doesn't tell small letters from large ones."""

    taken: set[str] = field(default_factory=set)

    def free(self, folder: str, wish: str) -> str:
        stem, dot, ending = (wish if is_plain(wish) else safe(wish)).partition(".")
        candidates = (f"{folder}/{stem}{f'-{n}' if n else ''}{dot}{ending}" for n in chain((0,), count(2)))
        found = next(path for path in candidates if path.lower() not in self.taken)
        self.taken.add(found.lower())
        return found


def safe(name: str) -> str:
    """As the format wants names: letters, digits, and _ . - within. What says its language stays."""
    stem, dot, ending = ODD.sub("_", name)[-LONGEST:].rpartition(".")
    stem, ending = stem.strip(EDGES), ending.strip(EDGES)
    if not dot:
        return ending or NAMELESS
    return f"{stem or NAMELESS}.{ending}" if ending else stem or NAMELESS


def inner(name: str) -> str:
    """A path within a program's folder, each step of it safe; what Python imports by begins with an underscore."""
    steps = [step for step in PurePosixPath(name).parts if step not in ("/", "..", ".")]
    return "/".join(step if is_plain(step) else safe(step) for step in steps)


def is_plain(step: str) -> bool:
    return len(step) <= LONGEST and PLAIN.fullmatch(step) is not None
