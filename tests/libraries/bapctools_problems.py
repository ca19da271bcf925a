"""Packages with generators.yaml: what our script makes is what BAPCtools made, which lies in data/."""

import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model

from judge import generation, testsets
from judge.freezing import frozen
from judge.generation import Impossible
from judge.models import Problem
from judge.packages import bapctools, reading
from judge.packages.importing import import_package
from judge.packages.package import PackageError
from judge.tools import Broken, Crashed, Tools
from tests.libraries.site import empty

HEAD = "problem | rules that are lines | inputs equal to those in data/ | tests by hand"


@dataclass
class Measured:
    problem: str
    lines: int = 0
    compared: int = 0  # of them, those that lie in data/ too
    equal: int = 0
    by_hand: int = 0
    notes: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return self.compared == self.equal and not self.wrong

    def as_dict(self) -> dict:
        return asdict(self) | {"is_equal": self.is_equal}


def chosen(path: Path, names: list[str], count: int) -> list[Path]:
    folders = sorted(found.parent.parent for found in path.glob(f"*/{bapctools.FILE}"))
    return [folder for folder in folders if not names or folder.name in names]


def measured(folder: Path) -> Measured:
    found = Measured(folder.name)
    empty()
    try:
        with tempfile.TemporaryDirectory() as copies:
            copy = shutil.copytree(folder, Path(copies, folder.name))  # with files in the place of links
            for said in copy.glob("data/**/test_group.yaml"):
                said.unlink()  # arguments of checkers that differ between tests aren't taken, and are no matter here
            problem = import_package(copy, get_user_model().objects.create_user("alice")).problem
            with reading.opened(copy) as package:
                lines, found.notes = package.draft["lines"], list(package.notes)
            compare(problem, copy, {int(line): name for name, line in lines.items()}, found)
    except (PackageError, Impossible, Broken, Crashed) as error:
        found.wrong.append(str(error))
    return found


def compare(problem: Problem, folder: Path, names: dict[int, str], found: Measured) -> None:
    """Run as a generation runs them; whether a validator with arguments of each test takes them is another matter."""
    problem = Problem.objects.with_draft().get(pk=problem.pk)
    found.by_hand = sum(not row.is_by_script for row in testsets.rows(problem.draft.tests.columns))
    with Tools(frozen(problem, problem.draft)) as tools:
        for line in generation.lines_of(problem.draft):
            found.lines += 1
            path = folder / "data" / f"{names[line.wish.line]}.in"
            if path.exists():
                found.compared += 1
                is_equal = tools.generated(line.generator, line.wish.args) == path.read_bytes()
                found.equal += is_equal
                found.wrong += [] if is_equal else [f"{names[line.wish.line]} differs"]


def line(found: Measured) -> str:
    remarks = "".join(f"\n    {each}" for each in found.wrong)
    return f"{found.problem} | {found.lines} | {found.equal} of {found.compared} | {found.by_hand}{remarks}"


def total(found: list[Measured]) -> str:
    compared, equal = (sum(getattr(each, name) for each in found) for name in ("compared", "equal"))
    return f"{equal} of {compared} inputs are equal"
