"""A draft's tests as rows: what the columns of a TestSet say of each, and what is done to many of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from judge import keys
from judge.models import TestSet
from judge.models.revision import COLUMNS, ORIGINS

NAMES = (*COLUMNS, *ORIGINS)
MOST = 2000
MOST_BYTES = 4 * 2**30  # that a script may make: more no package holds
SCRIPT = "script"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    input: str
    answer: str | None = None
    input_bytes: int
    answer_bytes: int = 0
    sample: int = 0
    group: str = ""
    origin: str = "hand"
    line: int | str = ""
    made: str = ""
    valid: str = ""
    answered: str = ""

    @property
    def is_given(self) -> bool:
        """Somebody wrote its answer, no program did."""
        return self.answer is not None and keys.is_given(self.answered)

    @property
    def is_by_script(self) -> bool:
        return self.origin == SCRIPT


def rows(columns: dict) -> list[Row]:
    return [Row(**dict(zip(NAMES, values, strict=True))) for values in zip(*map(columns.get, NAMES), strict=True)]


def columns(rows: Iterable[Row]) -> dict:
    found = TestSet.nothing()
    for row in rows:
        for name, value in asdict(row).items():
            found[name].append(value)
    return found


def samples_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: not row.sample)


def together(kept: Sequence[Row], scripted: Sequence[Row]) -> list[Row]:
    """Those that the author keeps by hand, in their order, then the script's, in its. Samples stand before all."""
    return samples_first(unique([*kept, *scripted]))


def unique(rows: Iterable[Row]) -> list[Row]:
    """The first of a name keeps it."""
    taken: set[str] = set()
    found = []
    for row in rows:
        name, number = row.name, 1
        while name in taken:
            number += 1
            name = f"{row.name}-{number}"
        taken.add(name)
        found.append(row if name == row.name else replace(row, name=name))
    return found


def free_name(rows: Iterable[Row], wish: str = "") -> str:
    """That name, or the first number that is free."""
    taken = {row.name for row in rows}
    if wish and wish not in taken:
        return wish
    start = f"{wish}-" if wish else ""
    return next(name for n in range(1, len(taken) + 2) if (name := f"{start}{n:02}") not in taken)
