"""A draft's document and tests become the files of a package in the Kattis format, legacy or 2025-09."""

import math
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from judge.packages.kattis import own, writing
from judge.packages.kattis.writing import CHECKERS, SEVERAL, Entry, Names, Placed, as_yaml, folder_of, place

FORMATS = ("2025-09", "legacy")
MIB = 2**20
LICENSES = ("public domain", "cc0", "cc by", "cc by-sa", "educational", "permission")
IN_YAML = {"MLE": "RTE", "OLE": "RTE"}  # what the format has no word for
FLAGS = {"case_sensitive": "case_sensitive", "space_change_sensitive": "space_change_sensitive"}


@dataclass
class Layout:
    """Where each of the programs goes."""

    solutions: list[Placed] = field(default_factory=list)
    validators: list[Placed] = field(default_factory=list)
    checkers: list[Placed] = field(default_factory=list)
    generators: list[Placed] = field(default_factory=list)

    @property
    def all(self) -> list[Placed]:
        return [*self.solutions, *self.validators, *self.checkers, *self.generators]


@dataclass(frozen=True)
class Source:
    """What is written: a draft, or a version with what its draft knew."""

    name: str  # the problem's address
    uuid: str
    document: dict
    columns: dict

    def programs(self, role: str) -> list[dict]:
        return [program for program in self.document["programs"] if program["role"] == role]


def write(source: Source, format: str) -> Iterator[Entry]:
    assert format in FORMATS
    is_legacy = format == "legacy"
    layout = laid_out(source, is_legacy)
    yield Entry("problem.yaml", as_yaml(legacy(source) if is_legacy else modern(source)))
    yield from writing.statements(source.document, "problem_statement" if is_legacy else "statement", is_legacy)
    yield from writing.tests(source.columns)
    yield from configured(source, layout, is_legacy)
    for placed in layout.all:
        yield from placed.entries()
    if not is_legacy and (rules := submissions(layout.solutions)):
        yield Entry("submissions/submissions.yaml", as_yaml(rules))
    if is_legacy:
        yield Entry(".timelimit", f"{source.document['limits']['time']:g}\n".encode())
    yield from own.written(source, [(placed.program, placed.path) for placed in layout.all], is_legacy)


def laid_out(source: Source, is_legacy: bool) -> Layout:
    names, checker = Names(), source.document["checker"]
    chosen = [p for p in source.programs("checker") if p["path"] == checker.get("path")]
    others = [p for p in source.programs("checker") if p["path"] != checker.get("path")]
    layout = Layout()
    for solution in source.programs("solution"):
        layout.solutions += place([solution], folder_of(solution, is_legacy), names)
    layout.validators = place(source.programs("validator"), "input_validators", names)
    layout.checkers = place(chosen, "output_validators" if is_legacy else "output_validator", names)
    layout.checkers += place(others, CHECKERS, names)
    layout.generators = place(source.programs("generator"), "generators", names)
    return layout


# problem.yaml


def legacy(source: Source) -> dict:
    document, credits = source.document, source.document["details"]["credits"]
    said = {
        "name": title(document),
        "author": ", ".join(credits.get("authors", [])),
        "source": credits.get("source", ""),
        "source_url": credits.get("source_url", "") if credits.get("source") else "",
        **rights(credits),
        "keywords": " ".join(document["details"]["tags"]),
        "uuid": uuid_of(source),
        "limits": sizes(document),
        "validation": "custom" if document["checker"]["kind"] == "program" else "default",
        "validator_flags": " ".join(checker_args(document)),
    }
    return {name: value for name, value in said.items() if value}


def modern(source: Source) -> dict:
    document, credits = source.document, source.document["details"]["credits"]
    origin = {"name": credits.get("source", ""), "url": credits.get("source_url", "")}
    said = {
        "problem_format_version": "2025-09",
        "type": "pass-fail",
        "name": {language: said["title"] for language, said in document["statements"].items()},
        "uuid": uuid_of(source),
        "credits": {"authors": credits["authors"]} if credits.get("authors") else None,
        "source": {name: value for name, value in origin.items() if value} if origin["name"] else None,
        **rights(credits),
        "keywords": document["details"]["tags"],
        "limits": sizes(document) | {"time_limit": document["limits"]["time"]},
        "allow_file_writing": document["limits"]["files"] or None,
    }
    return {name: value for name, value in said.items() if value}


def uuid_of(source: Source) -> str:
    """Its own, or always the same one."""
    return source.uuid or str(uuid.uuid5(uuid.NAMESPACE_URL, f"algoitny:{source.name}"))


def title(document: dict) -> str:
    """Legacy has one: ours has all of them."""
    titles = {language: said["title"] for language, said in document["statements"].items()}
    return titles.get("en") or next(iter(titles.values()), "")


def rights(credits: dict) -> dict[str, str]:
    """The format knows these licences only, and asks for an owner where one may use it."""
    license, owner = credits.get("license", ""), credits.get("rights_owner", "")
    if license not in LICENSES:
        return {"rights_owner": owner}
    return {"license": license, "rights_owner": "" if license == "public domain" else owner}


def sizes(document: dict) -> dict[str, int]:
    """Whole MiB, as the format has them."""
    limits = document["limits"]
    return {name: math.ceil(limits[name] / MIB) for name in ("memory", "output")}


def checker_args(document: dict) -> list[str]:
    checker = document["checker"]
    if checker["kind"] == "program":
        return checker["args"]
    flags = checker["flags"]
    found = [word for name, word in FLAGS.items() if flags.get(name)]
    absolute, relative = (flags.get(name, -1) for name in ("absolute", "relative"))
    if absolute == relative >= 0:
        return [*found, "float_tolerance", f"{absolute:g}"]
    found += ["float_absolute_tolerance", f"{absolute:g}"] if absolute >= 0 else []
    return found + (["float_relative_tolerance", f"{relative:g}"] if relative >= 0 else [])


# data/: the arguments that validators get


def configured(source: Source, layout: Layout, is_legacy: bool) -> Iterator[Entry]:
    """Legacy has one string for all validators, so none when they differ: our own file has them all."""
    args = {placed.path.rsplit("/", 1)[-1]: placed.program["args"] for placed in layout.validators}
    said: dict = {}
    if any(args.values()):
        same = len({tuple(words) for words in args.values()}) == 1
        first = next(iter(args.values()))
        if is_legacy:
            said = {"input_validator_flags": " ".join(first)} if same else {}
        else:
            said = {"input_validator_args": first if same else args}
    if not is_legacy and (words := checker_args(source.document)):
        said["output_validator_args"] = words
    if said:
        yield Entry(f"data/{'testdata' if is_legacy else 'test_group'}.yaml", as_yaml(said))


# submissions.yaml


def submissions(solutions: list[Placed]) -> dict[str, dict]:
    found = {placed.path.removeprefix("submissions/"): rule(placed) for placed in solutions}
    return {path: said for path, said in found.items() if said}


def rule(placed: Placed) -> dict:
    program = placed.program
    said: dict = {}
    folder = placed.path.split("/")[1]
    if folder == SEVERAL and program["expected"]:
        said["permitted"] = sorted({IN_YAML.get(verdict, verdict) for verdict in program["expected"]} - {"CE"})
    if program["entry"]:
        said["entrypoint"] = program["entry"]
    if program["bounds_time"] != (folder == "accepted"):
        said["use_for_time_limit"] = "lower" if program["bounds_time"] else False
    return {name: value for name, value in said.items() if value != []}
