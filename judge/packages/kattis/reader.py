"""A folder in the Kattis format becomes a Package."""

from dataclasses import replace
from pathlib import Path

from judge.languages import LANGUAGES
from judge.packages import bapctools
from judge.packages.bapctools.reader import Planned
from judge.packages.kattis import own, restoring
from judge.packages.kattis.checktestdata import translated
from judge.packages.kattis.files import Files
from judge.packages.kattis.metadata import Metadata, read_metadata
from judge.packages.kattis.probes import read_probes
from judge.packages.kattis.programs import program, programs
from judge.packages.kattis.solutions import read_solutions
from judge.packages.kattis.statement import read_images, read_statements, read_titles, statement_files
from judge.packages.kattis.testdata import Tests, read_tests
from judge.packages.package import Checker, Package, PackageError, Program
from judge.verdict import Verdict

OUTPUT_VALIDATORS = ("output_validator", "output_validators")
INPUT_VALIDATORS = ("input_validators", "input_format_validators")


def read(folder: Path, name: str, scratch: Path | None = None) -> Package:
    """Tests that no file holds yet are written into `scratch`."""
    files = Files(folder)
    metadata = read_metadata(files)
    refuse_parts(files)
    constants = metadata.constants
    known = own.read_own(files)
    tests, plan = read_tests_and_plan(files, constants, known, scratch)
    statements = restoring.restored(read_statements(files, constants, known.markdown), known)
    validators, foreign = read_validators(files, constants)
    solutions, strays = read_solutions(files, constants, metadata.is_legacy)
    solutions += programs(files, own.SOLUTIONS, constants)
    checkers = [found for found in programs(files, own.CHECKERS, constants) if found.language]
    checker = read_checker(files, metadata, tests)
    generators = list(plan.generators)
    some = [checker.program] if checker.program else []
    paths = restoring.paths([*solutions, *validators, *some, *checkers, *generators], known)
    probes, unread = read_probes(files, tests, known, paths)
    cases = restoring.with_names(
        restoring.with_args(plan.tests, known), {program.path: paths[program.path] for program in validators}
    )
    return Package(
        name=name,
        uuid=metadata.uuid,
        format="legacy" if metadata.is_legacy else "2025-09",
        titles=read_titles(statements, metadata.name, metadata.names | known.titles, name),
        statements=statements,
        images=read_images(files, own.IMAGES, known.images),
        tests=cases,
        checker=restoring.checker(checker, known, paths),
        validators=restoring.renamed(validators, known, paths),
        solutions=restoring.renamed(solutions, known, paths),
        time=metadata.time,
        memory_limit=known.limits.get("memory", metadata.memory_limit),
        output_limit=known.limits.get("output", metadata.output_limit),
        allows_files=bool(known.limits.get("files", metadata.allows_files)),
        keywords=metadata.keywords,
        credits=known.credits or metadata.credits,
        generators=restoring.renamed(generators, known, paths),
        checkers=restoring.renamed(checkers, known, paths),
        probes=tuple(probes),
        said=restoring.said(known, paths) | reference(plan, solutions),
        draft=draft(known) if known.is_there else {"script": plan.script, "lines": plan.lines} if plan.is_used else {},
        unmade=plan.unmade,
        notes=(*metadata.notes, *plan.notes, *foreign, *strays, *unread, *missing(files, statements, validators)),
    )


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


def reference(plan: Planned, solutions: list[Program]) -> dict:
    is_right = any(found.path == plan.reference and found.expected == (Verdict.ACCEPTED,) for found in solutions)
    return {plan.reference: {"reference": True}} if is_right else {}


def refuse_parts(files: Files) -> None:
    if any(files.entries(entry) for entry in files.entries("include") if entry.is_dir()):
        raise PackageError("files included with every submission (include/) aren't taken yet")
    if files.entries("static_validator"):
        raise PackageError("static validators aren't taken yet")
    if files.entries("graders"):
        raise PackageError("graders aren't taken yet")


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


def draft(known: own.Own) -> dict:
    said = ("script", "details", "lines", "titles", "places")
    return {name: getattr(known, name) for name in said}


def reason(program: Program) -> str:
    return "VIVA isn't supported" if program.path.endswith(".viva") else "no known language"


def missing(files: Files, statements: dict, validators: list):
    if not statements:
        pdf = any(path.suffix == ".pdf" for path in statement_files(files)) or files.has("problem.pdf")
        yield "the statement is a PDF, which isn't shown" if pdf else "there is no statement"
    if not validators:
        yield "there is no input validator"
