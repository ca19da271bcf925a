"""A folder in Library Checker's format becomes a Package, whose tests are still to be made."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from judge.languages import detect
from judge.packages.kattis.files import Files
from judge.packages.library_checker import cases
from judge.packages.library_checker.info import CORRECT, Info, Solution, is_plain, read_info
from judge.packages.library_checker.sources import Sources, adapter
from judge.packages.library_checker.statement import examples, read_statements
from judge.packages.package import Checker, Package, PackageError, Program, TimeRule
from judge.sandbox import GIB, MIB

FORMAT = "library-checker"
REPOSITORY = "https://github.com/yosupo06/library-checker-problems/"
PAGE = "https://judge.yosupo.jp/problem/"
MEMORY, OUTPUT = GIB, 64 * MIB  # the format names no limits but that of time


def read(folder: Path, name: str, library: Path | None) -> Package:
    files = Files(folder)
    info = read_info(files)
    sources = Sources(files, Files(library) if library else None, info)
    text = files.text("task.md") if files.has("task.md") else ""
    statements, unknown = read_statements(text, info) if text else ({}, ["there is no statement (task.md)"])
    solutions = tuple(read_solution(sources, solution) for solution in info.solutions)
    twins = cases.twins(info, cases.hashes(files))
    script = cases.script(info, twins)
    return Package(
        name=name,
        uuid="",
        format=FORMAT,
        titles=dict.fromkeys(statements, info.title or name) or {"en": info.title or name},
        statements=statements,
        images={},
        tests=tuple(cases.by_hand(files, info, examples(text))),
        checker=Checker(program=testlib_program(sources, "output_validators", info.checker, "checker_adapter.cpp")),
        validators=(testlib_program(sources, "input_validators", info.verifier, "validator_adapter.cpp"),),
        solutions=solutions,
        time=TimeRule(given=info.time_limit),
        memory_limit=MEMORY,
        output_limit=OUTPUT,
        allows_files=False,
        credits=credits(info, name),
        generators=tuple(generators(sources, info)),
        said={solutions[0].path: {"reference": True}},
        draft={"script": script, "details": {}, "lines": {}, "titles": {}},
        unmade=script.count("\n"),
        notes=tuple(notes(files, info, twins, script, unknown, text)),
    )


def program(sources: Sources, folder: str, paths: list[str], beside: tuple[str, ...] = ()) -> Program:
    """A file where that is all, else a folder."""
    found = sources.of(paths, beside)
    main = PurePosixPath(paths[0])
    if len(found) == 1:
        found = {main.name: found[paths[0]]}
    name, entry = (main.name, main.name) if len(found) == 1 else (main.stem, paths[0])
    known = detect(found)
    return Program(path=f"{folder}/{name}", files=found, language=known.key if known else "", entry=entry)


def testlib_program(sources: Sources, folder: str, path: str, adapted_by: str) -> Program:
    if not path.endswith(".cpp"):
        raise PackageError(f"{path} is no C++ program, as checkers and verifiers are")
    found = program(sources, folder, [path])
    return replace(
        found,
        path=f"{folder}/{PurePosixPath(path).stem}",
        files=found.files | adapter(adapted_by),
    )


def read_solution(sources: Sources, solution: Solution) -> Program:
    path = f"sol/{solution.name}"
    paths, beside = ([path, "grader/grader.cpp"], ("grader",)) if solution.is_function else ([path], ())
    found = program(sources, "submissions", paths, beside)
    return replace(found, expected=solution.expected, bounds_time=solution.is_right)


def generators(sources: Sources, info: Info) -> Iterator[Program]:
    for name in dict.fromkeys(source.name for source in info.sources if not source.is_by_hand):
        yield program(sources, "generators", [f"gen/{name}"])


def credits(info: Info, name: str) -> dict:
    """Its own site has a page for each problem of the repository."""
    if info.forum.startswith(REPOSITORY) and is_plain(name) and name.isascii():
        return {"source": "Library Checker", "source_url": f"{PAGE}{name}"}
    return {}


def notes(files: Files, info: Info, twins: dict[str, str], script: str, unknown: list[str], text: str) -> Iterator[str]:
    yield from unknown
    if script:
        yield f"{script.count(chr(10))} tests are made by generators: the script asks for them, they are not made yet"
    yield from (f"the test {name} is left out: it has the same input as {other}" for name, other in twins.items())
    made = {name for source in info.sources if not source.is_by_hand for name in source.cases}
    yield from (f"the example {name} is made by a generator, so it is no sample yet" for name in examples(text) & made)
    yield from unused(files, "sol", {solution.name for solution in info.solutions} | {CORRECT})
    yield from unused(files, "gen", {source.name for source in info.sources})


def unused(files: Files, folder: str, used: set[str]) -> Iterator[str]:
    kinds = (".cpp", ".py")
    idle = [path.name for path in files.entries(folder) if path.suffix in kinds and path.name not in used]
    if idle:
        yield f"info.toml doesn't name, so left out: {', '.join(f'{folder}/{name}' for name in idle[:20])}"
