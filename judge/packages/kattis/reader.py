"""A folder in the Kattis format becomes a Package."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from judge.packages import bapctools
from judge.packages.bapctools.reader import Planned
from judge.packages.kattis import own, restoring
from judge.packages.kattis.files import Files
from judge.packages.kattis.metadata import read_metadata
from judge.packages.kattis.probes import read_probes
from judge.packages.kattis.roles import read_generators, read_roles
from judge.packages.kattis.statement import read_images, read_statements, read_titles, statement_files
from judge.packages.kattis.testdata import Tests, read_tests
from judge.packages.package import Package, PackageError, Program
from judge.verdict import Verdict

OF_A_DRAFT = ("script", "details", "lines", "titles", "places")


def read(folder: Path, name: str, scratch: Path | None = None) -> Package:
    """Tests that no file holds yet are written into `scratch`."""
    return Reading(folder, name, scratch).package


class Reading:
    """What the files say, and what our own file among them knows better."""

    def __init__(self, folder: Path, name: str, scratch: Path | None):
        self.files, self.name = Files(folder), name
        self.metadata = read_metadata(self.files)
        refuse_parts(self.files)
        constants = self.metadata.constants
        self.known = own.read_own(self.files)
        self.tests, self.plan = read_tests_and_plan(self.files, constants, self.known, scratch)
        self.statements = restoring.restored(read_statements(self.files, constants, self.known.markdown), self.known)
        self.roles = read_roles(self.files, self.metadata, self.tests, self.plan.generators)
        self.paths = restoring.paths(self.roles.all, self.known)
        self.probes, self.unread = read_probes(self.files, self.tests, self.known, self.paths)

    @property
    def package(self) -> Package:
        return Package(
            name=self.name,
            uuid=self.metadata.uuid,
            format="legacy" if self.metadata.is_legacy else "2025-09",
            keywords=self.metadata.keywords,
            credits=self.known.credits or self.metadata.credits,
            **self.presentation,
            **self.limits,
            **self.programs,
            **self.judging,
            draft=self.draft,
            unmade=self.plan.unmade,
            notes=self.notes,
        )

    @property
    def presentation(self) -> dict[str, Any]:
        metadata, known = self.metadata, self.known
        return {
            "titles": read_titles(self.statements, metadata.name, metadata.names | known.titles, self.name),
            "statements": self.statements,
            "images": read_images(self.files, own.IMAGES, known.images),
        }

    @property
    def limits(self) -> dict[str, Any]:
        metadata, exact = self.metadata, self.known.limits
        return {
            "time": metadata.time,
            "memory_limit": exact.get("memory", metadata.memory_limit),
            "output_limit": exact.get("output", metadata.output_limit),
            "allows_files": bool(exact.get("files", metadata.allows_files)),
        }

    @property
    def programs(self) -> dict[str, Any]:
        """Under the names that they had here."""
        several = {role: getattr(self.roles, role) for role in ("solutions", "validators", "checkers", "generators")}
        named = {role: restoring.renamed(some, self.known, self.paths) for role, some in several.items()}
        return named | {
            "checker": restoring.checker(self.roles.checker, self.known, self.paths),
            "said": restoring.said(self.known, self.paths) | self.reference,
        }

    @property
    def reference(self) -> dict[str, dict]:
        path = self.plan.reference
        is_right = any(p.path == path and p.expected == (Verdict.ACCEPTED,) for p in self.roles.solutions)
        return {path: {"reference": True}} if is_right else {}

    @property
    def judging(self) -> dict[str, Any]:
        names = {program.path: self.paths[program.path] for program in self.roles.validators}
        tests = restoring.with_names(restoring.with_args(self.plan.tests, self.known), names)
        return {"tests": tests, "probes": tuple(self.probes)}

    @property
    def draft(self) -> dict:
        if self.known.is_there:
            return {name: getattr(self.known, name) for name in OF_A_DRAFT}
        return {"script": self.plan.script, "lines": self.plan.lines} if self.plan.is_used else {}

    @property
    def notes(self) -> tuple[str, ...]:
        lacking = missing(self.files, self.statements, self.roles.validators)
        return (*self.metadata.notes, *self.plan.notes, *self.roles.notes, *self.unread, *lacking)


def read_tests_and_plan(
    files: Files, constants: dict[str, str], known: own.Own, scratch: Path | None
) -> tuple[Tests, Planned]:
    """What we wrote ourselves says more than generators.yaml does."""
    generators = read_generators(files, constants)
    if known.is_there or not files.has(bapctools.FILE):
        tests = read_tests(files)
        return tests, Planned(tests=tests.cases, generators=tuple(generators))
    tests = read_tests(files, may_lack=True)
    plan = bapctools.planned(files, tests.cases, generators, constants, scratch)
    if not plan.tests and not plan.script:
        raise PackageError("; ".join(["there are no tests in data/sample and data/secret", *plan.notes]))
    return tests if tests.cases else replace(tests, checker_args=plan.checker_args), plan


def refuse_parts(files: Files) -> None:
    if any(files.entries(entry) for entry in files.entries("include") if entry.is_dir()):
        raise PackageError("files included with every submission (include/) aren't taken yet")
    if files.entries("static_validator"):
        raise PackageError("static validators aren't taken yet")
    if files.entries("graders"):
        raise PackageError("graders aren't taken yet")


def missing(files: Files, statements: dict, validators: Sequence[Program]) -> Iterator[str]:
    if not statements:
        pdf = any(path.suffix == ".pdf" for path in statement_files(files)) or files.has("problem.pdf")
        yield "the statement is a PDF, which isn't shown" if pdf else "there is no statement"
    if not validators:
        yield "there is no input validator"
