"""Problems of library-checker-problems, brought in with their generators, and their tests made here."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model

from judge import generation, keys, known, outputs, testsets
from judge.generation import Generation, Impossible
from judge.models import Problem
from judge.outputs import Answering
from judge.packages.importing import import_package
from judge.packages.kattis.files import Files
from judge.packages.library_checker import cases, info
from judge.packages.package import PackageError
from judge.testsets import Row
from judge.tools import Tools
from tests.libraries.site import empty

CATALOGUE = ("sample", "test")  # folders that hold no problems of the library
HEAD = (
    "problem | tests | inputs equal | answers equal | validated | agreed by others | MiB | s | runs at the second time"
)


@dataclass
class Measured:
    problem: str
    tests: int = 0  # that its hash.json knows
    twins: int = 0  # of them, those with the input of another one: that one counts for both
    inputs: int = 0  # that are equal to the repository's own
    answers: int = 0
    valid: int = 0  # of the tests that were made
    agreed: int = 0  # answers that every other right solution agrees with
    others: int = 0  # right solutions beside the reference
    made: int = 0
    bytes: int = 0
    seconds: float = 0
    runs_again: int | None = None  # programs that are run when all of it is asked for once more
    wrong: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        all_known = self.inputs == self.answers == self.tests > 0
        return all_known and self.valid == self.agreed == self.made and self.runs_again == 0 and not self.wrong

    def as_dict(self) -> dict:
        return asdict(self) | {"is_equal": self.is_equal}


def chosen(repository: Path, names: list[str], count: int) -> list[Path]:
    folders = sorted(path.parent for path in repository.glob("*/*/info.toml"))
    if names:
        return [folder for folder in folders if folder.name in names]
    folders = [folder for folder in folders if folder.parent.name not in CATALOGUE]
    return [folders[place * len(folders) // count] for place in range(min(count, len(folders)))]


def measured(folder: Path) -> Measured:
    found, began = Measured(f"{folder.parent.name}/{folder.name}"), time.monotonic()
    empty()
    try:
        problem = import_package(folder, get_user_model().objects.create_user("alice")).problem
        make(problem, found)
        compare(problem, folder, found)
        found.seconds = round(time.monotonic() - began, 1)
        with runs_counted() as runs:
            make(problem, found)
        found.runs_again = len(runs)
    except (PackageError, Impossible) as error:
        found.wrong.append(str(error))
    return found


def make(problem: Problem, found: Measured) -> None:
    """As the two jobs of an author's page do."""
    made = Generation(Problem.objects.with_draft().get(pk=problem.pk))
    rows = made.run()
    found.wrong += [f"{failure.test}: {failure.message}" for failure in made.failures]
    generation.put_in_place(problem, None, rows)
    answered = Answering(Problem.objects.with_draft().get(pk=problem.pk))
    rows = answered.run()
    found.wrong += [f"{failure.test}: {failure.message}" for failure in answered.failures]
    outputs.put_in_place(problem, None, rows)


def compare(problem: Problem, folder: Path, found: Measured) -> None:
    draft = Problem.objects.with_draft().get(pk=problem.pk).draft
    rows = {row.name: row for row in testsets.rows(draft.tests.columns)}
    said = info.read_info(Files(folder))
    hashes = cases.hashes(Files(folder))
    twins = cases.twins(said, hashes)
    names = [name for source in said.sources for name in source.cases]
    found.tests, found.twins = len(names), len(twins)
    same = [(name, rows.get(twins.get(name, name))) for name in names]
    found.inputs = sum(row is not None and row.input == hashes.get(f"{name}.in") for name, row in same)
    found.answers = sum(row is not None and row.answer == hashes.get(f"{name}.out") for name, row in same)
    seen(list(rows.values()), draft, found)


def seen(rows: list[Row], draft, found: Measured) -> None:
    found.made, found.others = len(rows), len(known.others_of(draft))
    found.bytes = sum(row.input_bytes + row.answer_bytes for row in rows)
    found.valid = sum(row.valid == keys.valid(draft.programs("validator")) for row in rows)
    found.agreed = sum(row.answered == known.agreed_key(draft) for row in rows)


@contextmanager
def runs_counted() -> Iterator[list[str]]:
    found: list[str] = []
    original = Tools.box

    def counted(self, program, **options):
        found.append(program["path"])
        return original(self, program, **options)

    Tools.box = counted
    try:
        yield found
    finally:
        Tools.box = original


def line(found: Measured) -> str:
    figures = (
        f"{found.tests} | {found.inputs} | {found.answers} | {found.valid}/{found.made} | {found.agreed}/{found.made}"
    )
    size = f"{found.bytes / 2**20:.1f} | {found.seconds:.0f} | {found.runs_again}"
    return f"{found.problem} | {figures} by {found.others} | {size}" + "".join(f"\n    {each}" for each in found.wrong)


def total(found: list[Measured]) -> str:
    tests, inputs, answers = (sum(getattr(each, name) for each in found) for name in ("tests", "inputs", "answers"))
    equal = sum(each.is_equal for each in found)
    return f"{equal} of {len(found)} problems are equal: {inputs} inputs and {answers} answers of {tests} tests"
