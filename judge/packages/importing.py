"""A package becomes a problem and a version of it: all of it, or nothing."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from judge import taking_up
from judge.merging import Report
from judge.models import Problem, ProblemVersion, Revision, User
from judge.packages import proving, reading, rehearsing, timing
from judge.packages.package import Package, PackageError, Program, TestCase
from judge.packages.presenting import Page, presented
from judge.packages.saving import describe, is_web_address, refuse_namesake, refuse_unstorable, save, saved, tag_names
from judge.packages.storing import Stored, store
from judge.tokens import FlagError, Flags


@dataclass(frozen=True)
class Imported:
    problem: Problem
    version: ProblemVersion | None  # none while its tests are still to be made: then it is a draft
    is_new: bool
    notes: tuple[str, ...]


def import_package(path: Path, author: User | None = None) -> Imported:
    with reading.opened(path) as package:
        return import_read(package, author)


def import_read(package: Package, author: User | None) -> Imported:
    """The same content under the same settings is the same version: it isn't proved, timed and stored again."""
    slug = slug_of(package)
    problem = Problem.objects.filter(slug=slug).first() or Problem(slug=slug, owner=author)
    refuse_namesake(problem, package)
    content = content_of(package)
    if known := saved(problem, content):
        return Imported(known.problem, known, False, package.notes)
    version, notes = proved(package)
    version.content, version.author = content, author
    if not package.is_whole:
        return drafted_only(problem, Brought(package, version, notes), author)
    brought = Brought(package, version, notes)
    with transaction.atomic():
        save(problem, version, package)
        _, report = brought.take_up(version.problem, author)
    return Imported(version.problem, version, True, (*notes, *report.lines))


@transaction.atomic
def drafted_only(problem: Problem, brought: "Brought", author: User | None) -> Imported:
    """A version has all of its tests, so what lacks some is a draft."""
    if problem.pk is None:
        describe(problem, brought.version, brought.package)
    elif taking_up.is_taken_up(problem, brought.version, brought.said(problem)):
        return Imported(problem, None, False, brought.notes)
    _, report = brought.take_up(problem, author)
    return Imported(problem, None, True, (*brought.notes, *report.lines))


def proved(package: Package) -> tuple[ProblemVersion, tuple[str, ...]]:
    """What a package becomes, not saved, and what is to be said of it."""
    proving.prove(package)
    timing.refuse_unknowable(package)
    page = presented(package)
    version = unsaved(package, store(package, page.images), page)
    version.time_limit, remarks = timed(package, version)
    refuse_unstorable(version)
    return version, (*package.notes, *page.remarks, *remarks)


def timed(package: Package, version: ProblemVersion) -> tuple[float, list[str]]:
    """Nobody knows how long solutions take on tests that aren't made."""
    if package.is_whole or package.time.given is not None:
        return timing.time_limit(package.time, version), []
    limit = timing.PROVISIONAL
    return limit, [f"no time limit is given, so it is {limit} s, to be changed when all tests are made"]


@dataclass(frozen=True)
class Brought:
    """A package that was proved, not yet anybody's."""

    package: Package
    version: ProblemVersion  # not saved
    notes: tuple[str, ...]

    def take_up(self, problem: Problem, author: User | None) -> tuple[Revision, Report]:
        """Make it the newest state of the draft, beside what was made there; nothing is published."""
        return taking_up.take_up(problem, self.version, author, f"Package {self.package.name}", self.said(problem))

    def said(self, problem: Problem) -> dict:
        return self.package.draft | {"details": drafted(problem, self.package)}

    @property
    def summary(self) -> str:
        columns = self.version.tests
        counts = {
            "statement": len(self.package.statements),
            "image": len(self.version.images),
            "test": len(columns["name"]),
            "sample": sum(columns["sample"]),
            "test of programs": sum(len(program["tests"]) for program in self.version.programs),
        }
        for role in ("solution", "validator", "checker", "generator"):
            counts[role] = sum(program["role"] == role for program in self.version.programs)
        return "Taken: " + ", ".join(f"{many} {plural(name, many)}" for name, many in counts.items() if many) + "."


def plural(name: str, many: int) -> str:
    return name if many == 1 else name.replace("test of", "tests of") if " of " in name else f"{name}s"


def bring(path: Path) -> Brought:
    with reading.opened(path) as package:
        version, notes = proved(package)
    return Brought(package, version, notes)


def drafted(problem: Problem, package: Package) -> dict:
    """The draft's details, with what the package says of them."""
    draft = problem.revisions.only("document").order_by("-number").first()
    kept = draft.document["details"] if draft else {}
    url = package.credits.get("source_url", "")
    told = {"tags": tag_names(package), "source_url": url if is_web_address(url) else ""}
    details = package.draft.get("details", {})
    return kept | {name: value for name, value in told.items() if value} | details | {"credits": package.credits}


def slug_of(package: Package) -> str:
    if slug := slugify(package.name)[:100]:
        return slug
    raise PackageError(f"no address can be made of the name {package.name}")


def content_of(package: Package) -> str:
    """Of all that the package says, and of nothing that we measured or rendered."""
    said = asdict(replace(package, tests=(), probes=()))
    for unimportant in ("notes", "name", "keywords"):
        said.pop(unimportant)
    said["probes"] = [[probe.of, probe.accepts, *map(of_file, probe.files.values())] for probe in package.probes]
    said["tests"] = [of_test(test) for test in package.tests]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=of_bytes).encode()).hexdigest()


def of_test(test: TestCase) -> list:
    shown = [of_file(path) for path in (test.shown_input, test.shown_answer) if path]
    return [test.name, test.is_sample, of_file(test.input), test.answer and of_file(test.answer), *shown]


def of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unsaved(package: Package, stored: Stored, page: Page) -> ProblemVersion:
    tests = rehearsing.tests_of(package, stored)
    return ProblemVersion(
        titles=page.titles,
        statements=page.statements,
        sources={language: asdict(statement) for language, statement in package.statements.items()},
        images=stored.images,
        samples=page.samples,
        credits=page.credits,
        time_limit=package.time.given or timing.LONGEST,
        memory_limit=package.memory_limit,
        output_limit=package.output_limit,
        allows_files=package.allows_files,
        checker=checker(package, tests.get(rehearsing.STANDARD, [])),
        programs=[
            document(role, program, stored, package) | {"tests": tests.get(program.path, [])}
            for role, program in package.programs()
        ],
        tests=stored.tests,
        test_count=len(package.tests),
        format=package.format,
    )


def checker(package: Package, tests: list[dict]) -> dict:
    """The standard comparison's own tests stand beside its flags."""
    own = {"tests": tests} if tests else {}
    if program := package.checker.program:
        return {"kind": "program", "path": program.path, "args": list(package.checker.flags)} | own
    try:
        return {"kind": "tokens", "flags": asdict(Flags.parsed(package.checker.flags))} | own
    except FlagError as error:
        raise PackageError(str(error)) from error


def document(role: str, program: Program, stored: Stored, package: Package) -> dict:
    plain: dict = {
        "role": role,
        "path": program.path,
        "language": program.language,
        "entry": program.entry,
        "files": {name: stored.hashes[data] for name, data in program.files.items()},
        "expected": [verdict.value for verdict in program.expected],
        "bounds_time": program.bounds_time,
        "args": list(validator_args(package, program)) if role == "validator" else [],
        "reference": False,
    }
    if role == "validator" and (by_test := args_by_test(package, program)):
        plain["args_by_test"] = by_test
    return plain | package.said.get(program.path, {})


def validator_args(package: Package, program: Program) -> tuple[str, ...]:
    """Those that all tests give it."""
    found = {case.args_for(program.name) for case in package.tests}
    return found.pop() if len(found) == 1 else ()


def args_by_test(package: Package, program: Program) -> dict[str, list[str]]:
    """Where they differ, by the test's name."""
    found = {case.name: list(case.args_for(program.name)) for case in package.tests}
    return found if len(set(map(tuple, found.values()))) > 1 else {}
