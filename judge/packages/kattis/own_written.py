"""algoitny.yaml as it is written: what AlgoItny knows of a problem and the format has no place for."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from judge.packages.kattis.layout import Layout, Source
from judge.packages.kattis.names import Names
from judge.packages.kattis.own import DETAILS, ENDINGS, FILE, STANDARD, TESTS
from judge.packages.kattis.testdata import derived
from judge.packages.kattis.writing import OWN, Entry, Placed, as_yaml, is_untitled


@dataclass(frozen=True)
class Writing:
    source: Source
    layout: Layout
    is_legacy: bool
    names: Names = field(default_factory=Names)

    def entries(self) -> Iterator[Entry]:
        """With the files of the programs' own tests, where the format has a place for them there."""
        tests: dict[str, list[dict]] = {}
        for path, test, role in self.own_tests():
            base = self.names.free(self.folder(role, path, test), test.get("name") or "1")
            files = {part: f"{base}.{ending}" for part, ending in ENDINGS.items() if test[part]}
            said = {"files": files, "accepts": test["accepts"], "name": test.get("name", "")}
            tests.setdefault(path, []).append(said)
            yield from (Entry(name, test[part]) for part, name in files.items())
        yield Entry(FILE, as_yaml(self.said() | ({"tests": tests} if tests else {})))

    def own_tests(self) -> Iterator[tuple[str, dict, str]]:
        for test in self.source.document["checker"].get("tests", []):
            yield STANDARD, test, "checker"
        for placed in self.layout.all:
            for test in placed.program.get("tests", []):
                yield placed.path, test, placed.program["role"]

    def folder(self, role: str, path: str, test: dict) -> str:
        """Legacy has no place for them, 2025-09 none for inputs that a validator must take, or for what isn't used."""
        is_standard = self.source.document["checker"]["kind"] != "program"
        is_used = is_standard if path == STANDARD else not path.startswith(OWN)
        if self.is_legacy or not is_used:
            return TESTS
        if role == "validator":
            return TESTS if test["accepts"] else "data/invalid_input"
        is_whole = all(test[part] for part in ENDINGS)
        return TESTS if not is_whole else "data/valid_output" if test["accepts"] else "data/invalid_output"

    def said(self) -> dict:
        document, details = self.source.document, self.source.document["details"]
        statements = document["statements"]
        limits = document["limits"]
        found = {
            "script": document["script"],
            "titles": {language: statement["title"] for language, statement in statements.items()},
            "markdown": [lang for lang, statement in statements.items() if statement["format"] == "markdown"],
            "headed": [lang for lang in statements if self.is_legacy and is_headed(statements[lang])],
            "untitled": [lang for lang in statements if self.is_legacy and is_title_given(statements[lang])],
            "unended": [lang for lang in statements if is_unended(statements[lang])],
            "credits": details["credits"],
            "details": {name: details[name] for name in (*DETAILS, "difficulty", "tags")},
            "limits": {"memory": limits["memory"], "output": limits["output"], "files": bool(limits["files"])},
            "images": {path: name for name, path in self.layout.images.items() if path.rsplit("/", 1)[-1] != name},
            "checker_args": document["checker"].get("args", []),
            "programs": {placed.path: self.of_program(placed) for placed in self.in_order()},
            "lines": dict(self.lines()),
            "places": dict(self.places()),
        }
        return {name: value for name, value in found.items() if value}

    def in_order(self) -> list[Placed]:
        """As the draft has them."""
        order = {id(program): number for number, program in enumerate(self.source.document["programs"])}
        return sorted(self.layout.all, key=lambda placed: order[id(placed.program)])

    def lines(self) -> Iterator[tuple[str, str]]:
        columns = self.source.columns
        for path, line, origin in zip(self.layout.tests, columns["line"], columns["origin"], strict=True):
            if line and origin == "script":
                yield path.removeprefix("data/"), line

    def places(self) -> Iterator[tuple[str, dict]]:
        """What can't be told from where the file lies."""
        columns = self.source.columns
        for index, path in enumerate(self.layout.tests):
            name = path.removeprefix("data/")
            place = {key: columns[key][index] for key in ("name", "group", "origin")}
            if place["origin"] == "search" and columns["line"][index]:
                place["line"] = columns["line"][index]
            is_by_script = place["origin"] == "script" and columns["line"][index]
            usual = derived(name) | {"origin": "script" if is_by_script else "file"}
            if some := {key: value for key, value in place.items() if usual.get(key) != value}:
                yield name, some

    def of_program(self, placed: Placed) -> dict:
        program = placed.program
        said = {name: program[name] for name in ("language", "entry", "expected", "args", "bounds_time", "reference")}
        said |= {"path": program["path"] if program["path"] != placed.path else ""}
        base = f"{placed.path}/" if "/" in placed.path and placed.path not in placed.files.values() else ""
        written = {path.removeprefix(base) if base else placed.name: name for name, path in placed.files.items()}
        said["files"] = {path: name for path, name in written.items() if path != name}
        differing = program.get("args_by_test", {})
        paths = dict(zip(self.source.columns["name"], self.layout.tests, strict=True))
        said["args_by_test"] = {
            paths[name].removeprefix("data/"): args for name, args in differing.items() if name in paths
        }
        return {name: value for name, value in said.items() if value}


def is_headed(statement: dict) -> bool:
    return statement["format"] == "tex" and r"\problemname" not in statement["text"]


def is_title_given(statement: dict) -> bool:
    return statement["format"] == "tex" and is_untitled(statement["text"], statement["title"])


def is_unended(statement: dict) -> bool:
    return bool(statement["text"]) and not statement["text"].endswith("\n")
