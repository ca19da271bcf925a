"""A package's programs by what they are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from judge.languages import LANGUAGES
from judge.packages.kattis import own
from judge.packages.kattis.checktestdata import translated
from judge.packages.kattis.files import Files
from judge.packages.kattis.metadata import Metadata
from judge.packages.kattis.programs import program, programs
from judge.packages.kattis.solutions import read_solutions
from judge.packages.kattis.testdata import Tests
from judge.packages.package import Checker, PackageError, Program

OUTPUT_VALIDATORS = ("output_validator", "output_validators")
INPUT_VALIDATORS = ("input_validators", "input_format_validators")


@dataclass(frozen=True)
class Roles:
    solutions: Sequence[Program]
    validators: Sequence[Program]
    checker: Checker
    checkers: Sequence[Program]  # beside that one
    generators: Sequence[Program]
    notes: tuple[str, ...]

    @property
    def all(self) -> list[Program]:
        some = [self.checker.program] if self.checker.program else []
        return [*self.solutions, *self.validators, *some, *self.checkers, *self.generators]


def read_roles(files: Files, metadata: Metadata, tests: Tests, generators: Sequence[Program]) -> Roles:
    constants = metadata.constants
    validators, foreign = read_validators(files, constants)
    solutions, strays = read_solutions(files, constants, metadata.is_legacy)
    return Roles(
        solutions=[*solutions, *programs(files, own.SOLUTIONS, constants)],
        validators=validators,
        checker=read_checker(files, metadata, tests),
        checkers=[found for found in programs(files, own.CHECKERS, constants) if found.language],
        generators=generators,
        notes=(*foreign, *strays),
    )


def read_checker(files: Files, metadata: Metadata, tests: Tests) -> Checker:
    flags = metadata.flags + tests.checker_args
    if metadata.is_legacy and not metadata.is_custom:
        return Checker(flags=flags)
    found = next(
        (programs for folder in OUTPUT_VALIDATORS if (programs := output_validators(files, folder, metadata))), []
    )
    if len(found) > 1:
        raise PackageError("more than one output validator isn't taken")
    if not found and (metadata.is_custom or any(map(files.entries, OUTPUT_VALIDATORS))):
        raise PackageError("the validation is custom, but there is no output validator in a known language")
    return Checker(flags=flags, program=found[0] if found else None)


def output_validators(files: Files, folder: str, metadata: Metadata) -> list[Program]:
    """A 2025-09 validator's files may lie in the folder itself."""
    entries = files.entries(folder)
    if folder == "output_validator" and len(entries) > 1 and not any(entry.is_dir() for entry in entries):
        return [program(files, files.root / folder, metadata.constants)]
    return [found for found in programs(files, folder, metadata.constants) if found.language]


def read_validators(files: Files, constants: dict[str, str]) -> tuple[list[Program], list[str]]:
    found = [found for folder in INPUT_VALIDATORS for found in programs(files, folder, constants)]
    found = [translated(program) if program.path.endswith(".ctd") else program for program in found]
    known = [program for program in found if program.language]
    notes = [f"the validator {program.path} isn't used: {reason(program)}" for program in found if not program.language]
    return known, notes


def read_generators(files: Files, constants: dict[str, str]) -> list[Program]:
    """What else lies there, lists of tests and libraries, isn't a program."""
    return [found for found in programs(files, "generators", constants) if found.language in LANGUAGES]


def reason(program: Program) -> str:
    return "VIVA isn't supported" if program.path.endswith(".viva") else "no known language"
