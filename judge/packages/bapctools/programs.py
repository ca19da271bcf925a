"""The generators that the rules call."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath

from judge.languages import detect, installed
from judge.packages.bapctools.rules import NAME, RuleError
from judge.packages.kattis.files import Files
from judge.packages.kattis.programs import program, replaced
from judge.packages.package import PackageError, Program
from judge.script import names_of

FOLDER = "generators"
OWN_SCRIPTS = ("build", "run")
FILES = (b"testcase.in", b"testcase.ans")
MOST_FILES = 100
MOST = 200


class Generators:
    """`lists` names those whose files lie in the folder among others: the first of them is where it starts."""

    def __init__(self, files: Files, lists: object, constants: dict[str, str]):
        self.files, self.constants = files, constants
        self.lists = lists if isinstance(lists, dict) else {}
        self.found: dict[str, Program | str] = {}

    def usable(self, name: str) -> Program:
        """Raises RuleError."""
        if name not in self.found:
            if len(self.found) >= MOST:
                raise RuleError(f"there are more than {MOST} generators")
            self.found[name] = self.looked_for(name)
        found = self.found[name]
        if isinstance(found, str):
            raise RuleError(found)
        return found

    def looked_for(self, name: str) -> Program | str:
        """Or why it can't be used."""
        try:
            found = self.listed(name) if name in self.lists else self.alone(name)
        except PackageError as error:
            return f"the generator {name}: {error}"
        return found if isinstance(found, str) else self.refusal(found) or found

    def refusal(self, found: Program) -> str:
        if any(name in found.files for name in OWN_SCRIPTS):
            return f"{found.path} brings its own build or run script"
        if found.language not in installed():
            return f"{found.path} is in a language that isn't installed: {found.language or 'none that is known'}"
        if any(name in data for data in found.files.values() for name in FILES):
            return f"{found.path} writes its tests into files, and would have to print them"
        return ""

    def listed(self, name: str) -> Program | str:
        paths = self.lists[name]
        if not NAME.fullmatch(name) or not isinstance(paths, list) or not 0 < len(paths) <= MOST_FILES:
            return f"the generator {name} isn't listed with its files"
        contents = {}
        for path in paths:
            place = self.place(path)
            if place is None or not self.files.is_inside(self.files.root / place):
                return f"the generator {name}: there is no {str(path)[:100]}"
            contents[place.name] = replaced(self.files.bytes(place), self.constants)
        first = Path(str(paths[0])).name
        return Program(f"{FOLDER}/{name}", contents, self.language(contents, first), entry=first)

    def language(self, contents: dict[str, bytes], first: str) -> str:
        found = detect({first: contents[first]})
        return found.key if found else ""

    def alone(self, name: str) -> Program | str:
        place = self.place(name)
        path = None if place is None else self.files.root / place
        if path is None or not path.exists() or not path.resolve().is_relative_to(self.files.root):
            return f"there is no generator {name}"
        return program(self.files, path, self.constants)

    def place(self, name: object) -> Path | None:
        """Below generators/, and nowhere else."""
        parts = PurePosixPath(name).parts if isinstance(name, str) else ()
        is_below = bool(parts) and not any(part == ".." or part.startswith(("/", ".", "-")) for part in parts)
        return Path(FOLDER, *parts) if is_below else None

    def used(self) -> list[Program]:
        return [found for found in self.found.values() if isinstance(found, Program)]

    def with_idle(self, others: Iterable[Program]) -> tuple[Program, ...]:
        """And those that no rule calls, without parts of others, and without a name that a word of the script has."""
        found = self.used()
        parts = {self.place(path) for paths in self.lists.values() if isinstance(paths, list) for path in paths}
        for other in islice(others, MOST):
            known = names_of(program.path for program in found)
            if Path(other.path) not in parts and known.keys().isdisjoint(names_of([other.path])):
                found.append(other)
        return tuple(found)
