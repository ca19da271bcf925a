"""One thing that a draft needs, and the words for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

NAMED = 5  # programs and tests in a sentence
PAGES = {"solution": "solutions", "validator": "validators", "checker": "checker", "generator": "generators"}


class State(StrEnum):
    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"  # a job can find out


@dataclass(frozen=True)
class Item:
    words: str
    page: str  # of the workshop, where it is mended
    state: State = State.DONE
    is_blocking: bool = True
    path: str = ""  # of the program that it is about
    job: str = ""  # what finds it out


def page_of(program: dict) -> str:
    return PAGES[program["role"]]


def name_of(program: dict) -> str:
    return program["path"].rsplit("/", 1)[-1]


def plural(some: list) -> str:
    return "s" if len(some) == 1 else ""


def listed(names: Iterable[str]) -> str:
    names = list(names)
    shown = names[:NAMED]
    if len(names) > NAMED:
        return f"{', '.join(shown)} and {len(names) - NAMED} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
