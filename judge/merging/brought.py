"""What the last package brought, in marks: what has its mark is still the package's, all else is from here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from judge import drafting, testsets
from judge.commands import commands
from judge.models import Revision
from judge.testsets import Row

BROUGHT = "packaged"  # of a document
LENGTH = 8  # characters of a mark
STANDARD = ""  # stands for the path of what compares where no program does


def short(*said: object) -> str:
    return drafting.mark(said)[:LENGTH]


def marks(document: dict, columns: dict) -> list[str]:
    return sorted({short(*said) for said in (*of_document(document), *of_tests(testsets.rows(columns)))})


def of_document(document: dict) -> Iterator[tuple]:
    yield from (("statement", *said) for said in document["statements"].items())
    yield from (("image", *said) for said in document["images"].items())
    yield from (("line", *command.words) for command in commands(document["script"]))
    yield from (("own test", STANDARD, test) for test in document["checker"].get("tests", ()))
    for program in document["programs"]:
        yield ("program", bare(program))
        yield from (("own test", program["path"], test) for test in program["tests"])


def of_tests(rows: Iterable[Row]) -> Iterator[tuple]:
    """Of those that don't say it themselves."""
    return (("test", row.name, row.input) for row in rows if not row.is_by_script and not is_from_package(row))


def bare(program: dict) -> dict:
    """But for its own tests, and for the author's choice whose output is right."""
    return {name: value for name, value in program.items() if name not in ("tests", "reference")}


def is_from_package(row: Row) -> bool:
    """A file that came with others names where it lay."""
    return row.origin == "file" and not row.line


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
        return is_from_package(row) or self.has("test", row.name, row.input)
