"""What a problem package says, whatever its format: plain data that knows nothing of the database."""

from dataclasses import dataclass, field
from pathlib import Path

from judge.verdict import Verdict


class PackageError(Exception):
    """A package that isn't taken. The message is for the person who brought it."""


@dataclass(frozen=True)
class Statement:
    format: str  # "tex" or "markdown"
    text: str


@dataclass(frozen=True)
class TestCase:
    name: str  # below data/, without the extension
    input: Path
    answer: Path | None  # none: the reference is still to write it
    is_sample: bool
    validator_args: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by validator; "" is every other one
    shown_input: Path | None = None  # what the statement shows in place of the real ones
    shown_answer: Path | None = None

    __test__ = False  # not a pytest class

    def args_for(self, validator: str) -> tuple[str, ...]:
        return self.validator_args.get(validator, self.validator_args.get("", ()))


@dataclass(frozen=True)
class Program:
    path: str  # within the package
    files: dict[str, bytes]
    language: str  # a key of judge.languages, or the name of one that isn't known there; "" when nobody can tell
    entry: str | None = None  # the file or class to start with, where the package names one
    expected: tuple[Verdict, ...] = ()  # the verdicts that agree with it; none: it isn't counted
    bounds_time: bool = False  # the time limit must leave room for it

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Probe:
    """A test of a validator or checker: what it must accept or reject."""

    name: str  # of its file, without the extension
    files: dict[str, Path]  # "input", and of a checker "answer" and "output"
    accepts: bool
    of: str = ""  # the path of the program; empty: the validator that rejects it, or whatever compares outputs

    @property
    def is_checkers(self) -> bool:
        return "output" in self.files


@dataclass(frozen=True)
class Checker:
    flags: tuple[str, ...] = ()  # of the default comparison, or the program's arguments
    program: Program | None = None  # none: the default comparison


@dataclass(frozen=True)
class TimeRule:
    """The limit that is given, or how to find one from the slowest accepted solution."""

    given: float | None = None  # seconds
    multiplier: float = 5
    resolution: float = 1


@dataclass(frozen=True)
class Package:
    name: str  # of the folder or archive
    uuid: str  # empty when the package has none
    format: str  # "legacy", "2025-09" or "library-checker"
    titles: dict[str, str]  # by language
    statements: dict[str, Statement]  # by language
    images: dict[str, bytes]  # by file name
    tests: tuple[TestCase, ...]
    checker: Checker
    validators: tuple[Program, ...]
    solutions: tuple[Program, ...]
    time: TimeRule
    memory_limit: int  # bytes
    output_limit: int  # bytes
    allows_files: bool  # a program may write into its folder
    keywords: tuple[str, ...] = ()
    credits: dict = field(default_factory=dict)  # as ProblemVersion has them
    generators: tuple[Program, ...] = ()
    checkers: tuple[Program, ...] = ()  # beside the one that compares
    probes: tuple[Probe, ...] = ()
    said: dict = field(default_factory=dict)  # of programs, by path: what the format doesn't say of them
    draft: dict = field(default_factory=dict)  # {"script", "details", "lines", "titles", "places"}: only a draft has it
    unmade: int = 0  # tests that its script asks for, and that it doesn't bring
    notes: tuple[str, ...] = field(default=())  # what of the package is not used, for the person who brought it

    @property
    def is_whole(self) -> bool:
        """Nothing of its tests is still to be made."""
        return bool(self.tests) and not self.unmade and all(test.answer for test in self.tests)

    @property
    def is_own(self) -> bool:
        """A draft of ours once was what it says, or might have been."""
        return "titles" in self.draft

    def programs(self) -> list[tuple[str, Program]]:
        """With the role that a version knows them by."""
        checkers = [*([self.checker.program] if self.checker.program else []), *self.checkers]
        roles = {
            "solution": self.solutions,
            "checker": checkers,
            "validator": self.validators,
            "generator": self.generators,
        }
        return [(role, program) for role, programs in roles.items() for program in programs]
