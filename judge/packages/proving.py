"""What must hold before a package is taken: its checker compiles, and its validators accept every input."""

from judge import compiling, validating
from judge.languages import installed
from judge.packages.package import Package, PackageError, Program


def prove(package: Package) -> None:
    if package.checker.program:
        built(package.checker.program)
    sources = {}
    for program in package.validators:
        refuse_uninstalled(program)
        sources[program.path] = (program.language, program.files, program.entry)
    try:
        with validating.validators(sources) as validators:
            for case in package.tests:
                for program, validator in zip(package.validators, validators, strict=True):
                    if complaint := validator.complaint(case.input, case.args_for(program.name)):
                        raise PackageError(f"the input {case.name} isn't valid: {complaint}")
    except validating.ValidatorError as error:
        raise PackageError(str(error)) from error


def built(program: Program) -> None:
    refuse_uninstalled(program)
    try:
        compiling.compiled(program.language, program.files, program.entry)
    except compiling.CompileError as error:
        raise PackageError(f"{program.path} doesn't compile: {error}") from error


def refuse_uninstalled(program: Program) -> None:
    """Nothing can be judged without it."""
    if "build" in program.files or "run" in program.files:
        raise PackageError(f"{program.path} brings its own build or run script; these aren't taken yet")
    if program.language not in installed():
        raise PackageError(f"{program.path} is in a language that isn't installed: {program.language}")
