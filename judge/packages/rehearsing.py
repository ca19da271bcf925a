"""A package's tests of its validators and its checker become those programs' own."""

from judge import validating
from judge.packages.package import Package, PackageError, Probe, Program
from judge.packages.storing import Stored, hashes

STANDARD = ""  # whose are those of the standard comparison
PARTS = ("input", "answer", "output")


def tests_of(package: Package, stored: Stored) -> dict[str, list[dict]]:
    """By the program's path."""
    paths = {path for probe in package.probes for path in probe.files.values()}
    known = dict(zip(paths, hashes(paths), strict=True))
    owners = owners_of(package)
    found: dict[str, list[dict]] = {}
    for probe, owner in zip(package.probes, owners, strict=True):
        if owner is not None:
            files = {part: known[probe.files[part]] if part in probe.files else None for part in PARTS}
            found.setdefault(owner, []).append(files | {"accepts": probe.accepts, "name": probe.name})
    return found


def owners_of(package: Package) -> list[str | None]:
    """None: of a program that isn't there."""
    own = {program.path for role, program in package.programs() if role in ("checker", "validator")}
    checker = package.checker.program.path if package.checker.program else STANDARD
    rejecters = iter(first_to_reject(package, [probe for probe in package.probes if is_for_some_validator(probe)]))
    owners: list[str | None] = []
    for probe in package.probes:
        if probe.of:
            owners.append(probe.of if probe.of in own else None)
        elif probe.is_checkers:
            owners.append(STANDARD if package.is_own else checker)
        else:
            owners.append(next(rejecters))
    return owners


def is_for_some_validator(probe: Probe) -> bool:
    return not probe.of and not probe.is_checkers


def first_to_reject(package: Package, probes: list[Probe]) -> list[str | None]:
    """One of several validators must reject it: the first that does, or the first of all, whose test it then fails."""
    if not package.validators:
        return [None] * len(probes)
    if len(package.validators) == 1 or not probes:
        return [package.validators[0].path] * len(probes)
    sources = {program.path: (program.language, program.files, program.entry) for program in package.validators}
    try:
        with validating.validators(sources) as validators:
            return [rejecter(package.validators, validators, probe) for probe in probes]
    except validating.ValidatorError as error:
        raise PackageError(str(error)) from error


def rejecter(programs: tuple[Program, ...], validators: list[validating.Validator], probe: Probe) -> str:
    answers = zip(programs, validators, strict=True)
    found = (program.path for program, validator in answers if validator.complaint(probe.files["input"]))
    return next(found, programs[0].path)
