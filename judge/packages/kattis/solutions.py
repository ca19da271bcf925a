"""submissions/: right and wrong solutions, and what each of them should get."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import islice

from judge.packages.kattis import expected as expectations
from judge.packages.kattis.files import Files, words
from judge.packages.kattis.programs import program
from judge.packages.package import PackageError, Program
from judge.verdict import Verdict

NAMES = {"AC": Verdict.ACCEPTED, "WA": Verdict.WRONG_ANSWER, "TLE": Verdict.TIME_LIMIT, "RTE": Verdict.RUNTIME_ERROR}
BRACES = re.compile(r"\{([^{}]*)\}")
LONGEST_PATTERN = 200
MOST_CHOICES = 64
DEFAULTS: dict[str, dict] = {
    "accepted": {"permitted": ["AC"]},
    "rejected": {"required": ["RTE", "TLE", "WA"]},
    "wrong_answer": {"permitted": ["AC", "WA"], "required": ["WA"]},
    "time_limit_exceeded": {"permitted": ["AC", "TLE"], "required": ["TLE"]},
    "run_time_error": {"permitted": ["AC", "RTE"], "required": ["RTE"]},
    "brute_force": {"permitted": ["AC", "RTE", "TLE"], "required": ["RTE", "TLE"], "use_for_time_limit": False},
}


def read_solutions(files: Files, constants: dict[str, str], is_legacy: bool) -> tuple[list[Program], list[str]]:
    """With notes on what isn't a program: such folders collect what compilers leave behind."""
    found, strays = [], []
    for folder in files.entries("submissions"):
        for path in files.entries(folder) if folder.is_dir() else []:
            solution = program(files, path, constants)
            if solution.language or path.is_dir():
                found.append(solution)
            else:
                strays.append(solution.path)
    judged = legacy(files, found) if is_legacy else modern(files, found)
    notes = [f"no program of a known language, left out: {', '.join(strays)}"] if strays else []
    return list(judged), notes


def folder_of(solution: Program) -> str:
    return solution.path.split("/")[1]


def legacy(files: Files, solutions: list[Program]) -> Iterator[Program]:
    entries = entry_points(files)
    for solution in solutions:
        yield replace(
            solution,
            expected=expectations.expected(folder_of(solution), solution.files),
            entry=entries.get(solution.path),
            bounds_time=folder_of(solution) == "accepted",
        )


def entry_points(files: Files) -> dict[str, str]:
    """DOMjudge's submissions.json."""
    if not files.has("submissions.json"):
        return {}
    try:
        said = json.loads(files.text("submissions.json"))
    except (ValueError, RecursionError) as error:
        raise PackageError("submissions.json isn't JSON that can be read") from error
    pairs = said.items() if isinstance(said, dict) else []
    found = {path.rstrip("/"): details.get("entry_point") for path, details in pairs if isinstance(details, dict)}
    return {path: entry for path, entry in found.items() if isinstance(entry, str)}


def modern(files: Files, solutions: list[Program]) -> Iterator[Program]:
    said = {pattern: rule for pattern, rule in files.mapping("submissions/submissions.yaml").items() if rule}
    if wrong := next((pattern for pattern, rule in said.items() if not isinstance(rule, dict)), None):
        raise PackageError(f"submissions.yaml: {wrong} isn't a mapping")
    rules = {**said, **{name: {**default, **said.get(name, {})} for name, default in DEFAULTS.items()}}
    for solution in solutions:
        yield ruled(solution, [rule for pattern, rule in rules.items() if matches(pattern, solution.path)])


def ruled(solution: Program, rules: list[dict]) -> Program:
    permitted = set(NAMES).intersection(*[words(rule["permitted"]) for rule in rules if "permitted" in rule])
    required = [words(rule["required"]) for rule in rules if "required" in rule]
    verdicts = permitted.intersection(*required) or permitted
    named = {key: str(rule[key]) for rule in rules for key in ("language", "entrypoint") if key in rule}
    annotated = expectations.expected("", solution.files)
    listed = bool(required) or any("permitted" in rule for rule in rules)
    return replace(
        solution,
        language=named.get("language", solution.language),
        entry=named.get("entrypoint"),
        expected=annotated or (tuple(NAMES[name] for name in NAMES if name in verdicts) if listed else ()),
        bounds_time=any(bounds_time(rule) for rule in rules),
    )


def bounds_time(rule: dict) -> bool:
    """One that may never be too slow says how much time there must be."""
    used = rule.get("use_for_time_limit", True)
    return used == "lower" or (used is True and "permitted" in rule and "TLE" not in words(rule["permitted"]))


def matches(pattern: str, path: str) -> bool:
    """The glob matches the submission, or its folder: "*" within a name, and {one,another}."""
    steps = path.split("/")[1:]
    globs = [choice.split("/") for choice in islice(choices(pattern[:LONGEST_PATTERN]), MOST_CHOICES)]
    return any(all(map(fnmatchcase, steps, glob)) for glob in globs if len(glob) <= len(steps))


def choices(pattern: str) -> Iterator[str]:
    """The patterns that one with braces stands for."""
    if not (found := BRACES.search(pattern)):
        yield pattern.replace("[", "[[]")
        return
    for choice in found[1].split(","):
        yield from choices(pattern[: found.start()] + choice + pattern[found.end() :])
