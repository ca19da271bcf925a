"""algoitny.yaml: what AlgoItny knows of a problem and the format has no place for, so that an import gives it back.

Others don't read it. We read it as what it is, a file that anybody may have written: what isn't as it should be isn't
taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from judge.languages import LANGUAGES
from judge.packages.kattis.credits import LONGEST, MOST_AUTHORS
from judge.packages.kattis.files import Files, line, storable, words
from judge.packages.kattis.writing import CHECKERS, OWN, SOLUTIONS, Entry, Names, as_yaml, test_paths
from judge.packages.package import TestCase
from judge.verdict import Verdict

__all__ = ["CHECKERS", "FILE", "SOLUTIONS", "Own", "OwnTest", "read_own", "written"]

FILE = f"{OWN}.yaml"
TESTS = f"{OWN}/tests"
STANDARD = "default"  # stands for the path of what compares where no program does
ENDINGS = {"input": "in", "answer": "ans", "output": "out"}
DETAILS = {"platform": 30, "number": 40}  # characters
MOST_SCRIPT = 256 * 1024
MOST_TESTS = 100
MOST_ARGS = 20


@dataclass(frozen=True)
class OwnTest:
    """A program's own test, its files within the package."""

    files: dict[str, Path]
    accepts: bool
    name: str = ""


@dataclass(frozen=True)
class Own:
    script: str = ""
    markdown: tuple[str, ...] = ()  # the languages whose statement that is, whatever lies beside it
    titles: dict[str, str] = field(default_factory=dict)
    credits: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)  # some of a document's
    limits: dict = field(default_factory=dict)
    programs: dict[str, dict] = field(default_factory=dict)  # by path
    tests: dict[str, list[OwnTest]] = field(default_factory=dict)  # by the program's path, or STANDARD
    lines: dict[str, str] = field(default_factory=dict)  # of the script, by the name of the test
    is_there: bool = False


def written(source, placed: list[tuple[dict, str]], is_legacy: bool) -> Iterator[Entry]:
    """With the files of the programs' own tests, where the format has a place for them there."""
    document, names = source.document, Names()
    tests: dict[str, list[dict]] = {}
    own = [(STANDARD, document["checker"].get("tests", []), "checker")]
    own += [(path, program["tests"], program["role"]) for program, path in placed if program.get("tests")]
    for path, some, role in own:
        for test in some:
            base = names.free(folder(role, path, test["accepts"], source, is_legacy), test.get("name") or "1")
            files = {part: f"{base}.{ending}" for part, ending in ENDINGS.items() if test[part]}
            tests.setdefault(path, []).append({"files": files, "accepts": test["accepts"]})
            yield from (Entry(name, test[part]) for part, name in files.items())
    yield Entry(FILE, as_yaml(said(source, placed, tests)))


def folder(role: str, path: str, accepts: bool, source, is_legacy: bool) -> str:
    """Legacy has no place for them, 2025-09 none for inputs that a validator must take, or for what isn't used."""
    is_standard = source.document["checker"]["kind"] != "program"
    is_used = is_standard if path == STANDARD else not path.startswith(OWN)
    if is_legacy or not is_used or (role == "validator" and accepts):
        return TESTS
    if role == "validator":
        return "data/invalid_input"
    return "data/valid_output" if accepts else "data/invalid_output"


def said(source, placed: list[tuple[dict, str]], tests: dict) -> dict:
    document, columns = source.document, source.columns
    lines = {
        written.path.removeprefix("data/"): line
        for written, line in zip(test_paths(columns), columns["line"], strict=True)
        if line and columns["origin"][written.number - 1] == "script"
    }
    found = {
        "script": document["script"],
        "titles": {language: statement["title"] for language, statement in document["statements"].items()},
        "markdown": [lang for lang, statement in document["statements"].items() if statement["format"] == "markdown"],
        "credits": document["details"]["credits"],
        "details": {name: document["details"][name] for name in (*DETAILS, "difficulty") if document["details"][name]},
        "limits": {name: document["limits"][name] for name in ("memory", "output")},
        "programs": {path: of_program(program, source.columns) for program, path in placed},
        "tests": tests,
        "lines": lines,
    }
    return {name: value for name, value in found.items() if value}


def of_program(program: dict, columns: dict) -> dict:
    named = {name: program[name] for name in ("language", "entry", "expected", "args") if program[name]}
    flags = {name: True for name in ("bounds_time", "reference") if program[name]}
    differing = program.get("args_by_test", {})
    paths = {columns["name"][test.number - 1]: test.path.removeprefix("data/") for test in test_paths(columns)}
    by_test = {paths[name]: args for name, args in differing.items() if name in paths}
    return named | flags | ({"args_by_test": by_test} if by_test else {})


# Read


def read_own(files: Files) -> Own:
    if not files.has(FILE):
        return Own()
    found = files.mapping(FILE)
    return Own(
        script=storable(text(found.get("script")))[:MOST_SCRIPT],
        titles={str(language): line(title) for language, title in mapping(found.get("titles")).items() if line(title)},
        markdown=words(found.get("markdown")),
        credits=credits(mapping(found.get("credits"))),
        details=details(mapping(found.get("details"))),
        limits=limits(mapping(found.get("limits"))),
        programs={str(path): program(mapping(about)) for path, about in mapping(found.get("programs")).items()},
        tests={str(path): own_tests(files, some) for path, some in mapping(found.get("tests")).items()},
        lines={str(name): line(about)[:1000] for name, about in mapping(found.get("lines")).items()},
        is_there=True,
    )


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


def mapping(found: object) -> dict:
    return found if isinstance(found, dict) else {}


def text(found: object) -> str:
    return found if isinstance(found, str) else ""


def details(found: dict) -> dict:
    taken: dict = {name: line(found[name])[:most] for name, most in DETAILS.items() if line(found.get(name))}
    if isinstance(found.get("difficulty"), int) and 1 <= found["difficulty"] <= 10:
        taken["difficulty"] = found["difficulty"]
    return taken


def credits(found: dict) -> dict:
    """In their own words, where the format wants others."""
    known = {name: line(found.get(name))[:LONGEST] for name in ("source", "license", "rights_owner")}
    url = line(found.get("source_url"))[:LONGEST]
    people = found.get("authors")
    some = people[:MOST_AUTHORS] if isinstance(people, list) else []
    authors = [name for person in some if (name := line(person)[:LONGEST])]
    known |= {"source_url": url if url.startswith(("http://", "https://")) else ""}
    return {name: value for name, value in (known | {"authors": authors}).items() if value}


def limits(found: dict) -> dict:
    """In bytes, where the format has whole MiB."""
    return {
        name: value
        for name in ("memory", "output")
        if isinstance(value := found.get(name), int) and not isinstance(value, bool) and value > 0
    }


def program(found: dict) -> dict:
    taken: dict = {name: found.get(name) is True for name in ("bounds_time", "reference")}
    if found.get("language") in LANGUAGES:
        taken["language"] = found["language"]
    if isinstance(found.get("entry"), str):
        taken["entry"] = storable(found["entry"])[:200]
    known = {verdict.value for verdict in Verdict}
    taken["expected"] = [verdict for verdict in words(found.get("expected")) if verdict in known]
    by_test = {str(name): list(words(args))[:MOST_ARGS] for name, args in mapping(found.get("args_by_test")).items()}
    taken |= {"args_by_test": by_test} if by_test else {}
    return taken | {"args": list(words(found.get("args")))[:MOST_ARGS]}


def own_tests(files: Files, found: object) -> list[OwnTest]:
    tests = [own_test(files, mapping(test)) for test in (found if isinstance(found, list) else [])[:MOST_TESTS]]
    return [test for test in tests if test]


def own_test(files: Files, found: dict) -> OwnTest | None:
    named = mapping(found.get("files"))
    paths = {part: files.root / named[part] for part in ENDINGS if isinstance(named.get(part), str)}
    if "input" not in paths or not all(files.is_inside(path) for path in paths.values()):
        return None
    return OwnTest(paths, found.get("accepts") is True, paths["input"].stem)
