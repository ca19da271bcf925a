"""Where everything of a problem goes in a package."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from judge.packages.kattis import arguments, writing
from judge.packages.kattis.names import Names
from judge.packages.kattis.test_paths import test_paths
from judge.packages.kattis.writing import CHECKERS, Placed, folder_of, place

MIB = 2**20
FLAGS = ("case_sensitive", "space_change_sensitive")


@dataclass(frozen=True)
class Source:
    """What is written: a draft, or a version with what its draft knew."""

    name: str  # the problem's address
    uuid: str
    document: dict
    columns: dict
    title: str = ""  # where there is no statement to have one

    def programs(self, role: str) -> list[dict]:
        return [program for program in self.document["programs"] if program["role"] == role]

    @property
    def sizes(self) -> dict[str, int]:
        """Whole MiB, as the format has them."""
        return {name: math.ceil(self.document["limits"][name] / MIB) for name in ("memory", "output")}

    @property
    def checker_args(self) -> list[str]:
        checker = self.document["checker"]
        if checker["kind"] == "program":
            return checker["args"]
        flags = checker["flags"]
        found = [name for name in FLAGS if flags.get(name)]
        absolute, relative = (flags.get(name, -1) for name in ("absolute", "relative"))
        if absolute == relative >= 0:
            return [*found, "float_tolerance", repr(absolute)]
        found += ["float_absolute_tolerance", repr(absolute)] if absolute >= 0 else []
        return found + (["float_relative_tolerance", repr(relative)] if relative >= 0 else [])


@dataclass(frozen=True)
class Layout:
    solutions: list[Placed] = field(default_factory=list)
    validators: list[Placed] = field(default_factory=list)
    checkers: list[Placed] = field(default_factory=list)
    generators: list[Placed] = field(default_factory=list)
    args: list[arguments.Args] = field(default_factory=list)  # that the validators get, by test
    tests: list[str] = field(default_factory=list)  # paths without an ending
    images: dict[str, str] = field(default_factory=dict)  # paths by name

    @property
    def all(self) -> list[Placed]:
        return [*self.solutions, *self.validators, *self.checkers, *self.generators]


def laid_out(source: Source, is_legacy: bool) -> Layout:
    """In legacy a test shares its folder with those that validators get the same words with."""
    names, checker = Names(), source.document["checker"]
    path = checker["path"] if checker["kind"] == "program" else None
    chosen = [program for program in source.programs("checker") if program["path"] == path]
    others = [program for program in source.programs("checker") if program["path"] != path]
    validators = place(source.programs("validator"), "input_validators", names)
    args = arguments.of_tests(validators, source.columns)
    return Layout(
        solutions=solutions(source.programs("solution"), is_legacy, names),
        validators=validators,
        checkers=[
            *place(chosen, "output_validators" if is_legacy else "output_validator", names),
            *place(others, CHECKERS, names),
        ],
        generators=place(source.programs("generator"), "generators", names),
        args=args,
        tests=test_paths(source.columns, args if is_legacy else ()),
        images=writing.images(source.document, statement_folder(is_legacy)),
    )


def solutions(programs: Iterable[dict], is_legacy: bool, names: Names) -> list[Placed]:
    return [found for program in programs for found in place([program], folder_of(program, is_legacy), names)]


def statement_folder(is_legacy: bool) -> str:
    return "problem_statement" if is_legacy else "statement"
