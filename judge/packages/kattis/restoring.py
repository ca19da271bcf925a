"""What was written in another way for the format's sake, as it was: told by our own file (own.py)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from judge.packages.kattis.own import Own
from judge.packages.kattis.writing import UNTITLED, heading, titled
from judge.packages.package import Checker, Program, Statement, TestCase


def with_args(cases: Iterable[TestCase], known: Own) -> tuple[TestCase, ...]:
    """What a validator gets with each test, where that differs: the formats have no common word for it."""
    said = {path.rsplit("/", 1)[-1]: about.get("args_by_test", {}) for path, about in known.programs.items()}
    named = {name: by_test for name, by_test in said.items() if by_test}
    return tuple(
        replace(
            case,
            validator_args=case.validator_args
            | {n: tuple(by[case.name]) for n, by in named.items() if case.name in by},
        )
        for case in cases
    )


def restored(statements: dict[str, Statement], known: Own) -> dict[str, Statement]:
    return {language: statement_before(language, said, known) for language, said in statements.items()}


def statement_before(language: str, statement: Statement, known: Own) -> Statement:
    text = statement.text
    if language in known.headed and statement.format == "tex":
        text = text.removeprefix(heading(known.titles.get(language, "")))
    if language in known.untitled and statement.format == "tex":
        text = text.replace(titled(known.titles.get(language, "")), UNTITLED, 1)
    return Statement(statement.format, text.removesuffix("\n") if language in known.unended else text)


def paths(programs: Sequence[Program], known: Own) -> dict[str, str]:
    """What each of them was called here, if no two would be called the same."""
    found = {program.path: known.programs.get(program.path, {}).get("path", program.path) for program in programs}
    return found if len(set(found.values())) == len(found) else {path: path for path in found}


def renamed(programs: Iterable[Program], known: Own, paths: dict[str, str]) -> tuple[Program, ...]:
    """In their own order, those first that our file knows."""
    order = {path: number for number, path in enumerate(known.programs)}
    ordered = sorted(programs, key=lambda program: order.get(program.path, len(order)))
    return tuple(replace(program, path=paths[program.path], files=files_of(program, known)) for program in ordered)


def checker(checker: Checker, known: Own, paths: dict[str, str]) -> Checker:
    if checker.program is None:
        return checker
    return Checker(known.checker_args or checker.flags, renamed([checker.program], known, paths)[0])


def files_of(program: Program, known: Own) -> dict[str, bytes]:
    names = known.programs.get(program.path, {}).get("files", {})
    found = {names.get(name, name): data for name, data in program.files.items()}
    return found if len(found) == len(program.files) else program.files


def said(known: Own, paths: dict[str, str]) -> dict[str, dict]:
    """Of programs, by what they are called here."""
    found = {paths[path]: about for path, about in known.programs.items() if path in paths}
    return {path: {k: v for k, v in about.items() if k not in ("path", "files")} for path, about in found.items()}


def with_names(cases: Iterable[TestCase], paths: dict[str, str]) -> tuple[TestCase, ...]:
    """Whose arguments are whose, by what validators are called here."""
    names = {path.rsplit("/", 1)[-1]: own.rsplit("/", 1)[-1] for path, own in paths.items()}
    return tuple(
        replace(case, validator_args={names.get(name, name): args for name, args in case.validator_args.items()})
        for case in cases
    )
