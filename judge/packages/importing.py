"""A package becomes a problem and a version of it: all of it, or nothing."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from judge import freezing
from judge.models import Problem, ProblemVersion, User
from judge.packages import archive, kattis, proving, timing
from judge.packages.package import Package, PackageError, Program, TestCase
from judge.packages.presenting import Page, presented
from judge.packages.saving import refuse_namesake, refuse_unstorable, save, saved
from judge.packages.storing import Stored, store
from judge.tokens import FlagError, Flags


@dataclass(frozen=True)
class Imported:
    version: ProblemVersion
    is_new: bool
    notes: tuple[str, ...]


def import_package(path: Path, author: User | None = None) -> Imported:
    with archive.opened(path) as folder:
        return import_read(kattis.read(folder, name_of(path)), author)


def name_of(path: Path) -> str:
    path = path.absolute()
    return path.name if path.is_dir() else path.stem


def import_read(package: Package, author: User | None) -> Imported:
    """The same content under the same settings is the same version: it isn't proved, timed and stored again."""
    slug = slug_of(package)
    problem = Problem.objects.filter(slug=slug).first() or Problem(slug=slug, owner=author)
    refuse_namesake(problem, package)
    content = content_of(package)
    if known := saved(problem, content):
        return Imported(known, False, package.notes)
    proving.prove(package)
    timing.refuse_unknowable(package)
    page = presented(package)
    version = unsaved(package, store(package, page.images), page)
    version.content, version.author = content, author
    version.time_limit = timing.time_limit(package.time, version)
    refuse_unstorable(version)
    with transaction.atomic():
        save(problem, version, package)
        freezing.take_up(version.problem, version, author, f"Package {package.name}")
    return Imported(version, True, package.notes + page.remarks)


def slug_of(package: Package) -> str:
    if slug := slugify(package.name)[:100]:
        return slug
    raise PackageError(f"no address can be made of the name {package.name}")


def content_of(package: Package) -> str:
    """Of all that the package says, and of nothing that we measured or rendered."""
    said = asdict(package)
    for unimportant in ("notes", "name", "keywords"):
        said.pop(unimportant)
    said["tests"] = [of_test(test) for test in package.tests]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=of_bytes).encode()).hexdigest()


def of_test(test: TestCase) -> list:
    shown = [of_file(path) for path in (test.shown_input, test.shown_answer) if path]
    return [test.name, test.is_sample, of_file(test.input), of_file(test.answer), *shown]


def of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unsaved(package: Package, stored: Stored, page: Page) -> ProblemVersion:
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
        checker=checker(package),
        programs=[document(role, program, stored) for role, program in package.programs()],
        tests=stored.tests,
        test_count=len(package.tests),
        format=package.format,
    )


def checker(package: Package) -> dict:
    if program := package.checker.program:
        return {"kind": "program", "path": program.path, "args": list(package.checker.flags)}
    try:
        return {"kind": "tokens", "flags": asdict(Flags.parsed(package.checker.flags))}
    except FlagError as error:
        raise PackageError(str(error)) from error


def document(role: str, program: Program, stored: Stored) -> dict:
    files = {name: stored.hashes[data] for name, data in program.files.items()}
    return {
        "role": role,
        "path": program.path,
        "language": program.language,
        "entry": program.entry,
        "files": files,
        "expected": [verdict.value for verdict in program.expected],
        "bounds_time": program.bounds_time,
        "args": [],
    }
