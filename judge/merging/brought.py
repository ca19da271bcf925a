"""What the last package brought, in marks: what has its mark is still the package's, all else is from here.

A draft without marks is older than they are: what was changed in it isn't known, so that all of it counts as from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from judge import drafting, testsets
from judge.merging.lines import lines
from judge.models import Revision
from judge.testsets import Row

BROUGHT = "packaged"  # of a document
LENGTH = 8  # characters of a mark
STANDARD = ""  # stands for the path of what compares where no program does


def short(*said: object) -> str:
    return drafting.mark(said)[:LENGTH]


def marks(document: dict, columns: dict) -> list[str]:
    return sorted({short(*said) for said in (*of_document(document), *map(of_test, testsets.rows(columns)))})


def of_document(document: dict) -> Iterator[tuple]:
    yield from (("statement", *said) for said in document["statements"].items())
    yield from (("image", *said) for said in document["images"].items())
    yield from (("line", *line.words) for line in lines(document["script"]))
    yield from (("own test", STANDARD, test) for test in document["checker"].get("tests", ()))
    for program in document["programs"]:
        yield ("program", bare(program))
        yield from (("own test", program["path"], test) for test in program["tests"])


def of_test(row: Row) -> tuple:
    """An answer that a program gave is nobody's."""
    return "test", row.name, row.input, row.answer if row.is_given else None


def bare(program: dict) -> dict:
    """But for its own tests, and for the author's choice whose output is right."""
    return {name: value for name, value in program.items() if name not in ("tests", "reference")}


@dataclass(frozen=True)
class Brought:
    marks: frozenset[str]

    @classmethod
    def of(cls, draft: Revision) -> "Brought":
        return cls(frozenset(draft.document.get(BROUGHT, ())))

    def has(self, *said: object) -> bool:
        return short(*said) in self.marks

    def has_program(self, program: dict) -> bool:
        return self.has("program", bare(program))

    def has_test(self, row: Row) -> bool:
        return self.has(*of_test(row))
