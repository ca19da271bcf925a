"""The rules of the Kattis problem package format 2025-09, by the sections of its specification.

Written from https://www.kattis.com/problem-package-format/spec/2025-09, for pass-fail problems, which is what we write.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

NAME = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,254}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
TESTS = ("sample", "secret", "invalid_input", "invalid_output", "valid_output")
REQUIRED = ("problem.yaml", "statement", "data/secret", "submissions", "input_validators")
ROOT = {
    *("problem.yaml", "statement", "attachments", "solution", "data", "generators", "include", "submissions"),
    *("input_validators", "static_validator", "output_validator", "input_visualizer", "output_visualizer"),
    *("algoitny", "algoitny.yaml"),  # ours: an unknown name that others pass over
}
VERDICTS = {"AC", "WA", "TLE", "RTE"}
LICENSES = {"unknown", "public domain", "cc0", "cc by", "cc by-sa", "educational", "permission"}
KEYS = {
    *("problem_format_version", "type", "name", "uuid", "version", "credits", "source", "license", "rights_owner"),
    *("embargo_until", "limits", "keywords", "languages", "allow_file_writing", "constants"),
}
LIMITS = {
    *("time_multipliers", "time_limit", "time_resolution", "memory", "output", "code", "compilation_time"),
    *("compilation_memory", "validation_time", "validation_memory", "validation_output", "validation_passes"),
}
GROUP_KEYS = {
    *("args", "input_validator_args", "output_validator_args", "static_validator_args", "input_visualizer_args"),
    *("output_visualizer_args", "full_feedback", "max_score", "score_aggregation", "static_validation_score"),
    "require_pass",
}
CASE_KEYS = {
    *("args", "input_validator_args", "output_validator_args", "input_visualizer_args", "output_visualizer_args"),
    *("full_feedback", "hint", "description"),
}
SUBMISSION_KEYS = {
    *("language", "entrypoint", "authors", "model_solution", "permitted", "required", "score", "message"),
    "use_for_time_limit",
}
CASE_ENDINGS = (".in.statement", ".ans.statement", ".in.download", ".ans.download", ".in", ".ans", ".out", ".yaml")


def violations(package: Path) -> list[str]:
    checks = (general_requirements, structure, problem_yaml, limits, statements, test_data, arguments, submissions)
    return [f"{check.__name__}: {found}" for check in (*checks, programs) for found in check(package)]


def general_requirements(package: Path) -> Iterator[str]:
    if not re.fullmatch("[a-z0-9]+", package.name):
        yield f"the package is called {package.name}"
    seen: set[str] = set()
    for path in package.rglob("*"):
        name = path.relative_to(package).as_posix()
        if not NAME.fullmatch(path.name):
            yield f"the name {name}"
        if name.lower() in seen:
            yield f"two names that differ by case: {name}"
        seen.add(name.lower())
        if path.is_symlink() and not path.resolve().is_relative_to(package.resolve()):
            yield f"{name} leads out"
    for path in [*package.glob("*.yaml"), *package.glob("statement/problem.*.*"), *package.rglob("test_group.yaml")]:
        data = path.read_bytes()
        if data.startswith(b"\xef\xbb\xbf") or b"\r" in data or (data and not data.endswith(b"\n")):
            yield f"{path.name} isn't text of whole lines"
        data.decode()


def structure(package: Path) -> Iterator[str]:
    yield from (f"there is no {name}" for name in REQUIRED if not (package / name).exists())
    yield from (f"there is a {path.name}" for path in package.iterdir() if path.name not in ROOT)


def problem_yaml(package: Path) -> Iterator[str]:
    said = read(package / "problem.yaml")
    yield from (f"the key {key}" for key in said.keys() - KEYS)
    if said.get("problem_format_version") != "2025-09":
        yield "another version"
    yield from (f"no {key}" for key in ("name", "uuid") if not said.get(key))
    if not isinstance(said.get("uuid"), str):
        yield "the uuid is no string"
    if said.get("license", "unknown") not in LICENSES:
        yield f"the license {said['license']}"
    yield from rights(said)
    if not all(isinstance(word, str) for word in said.get("keywords", [])):
        yield "a keyword is no string"
    names = said.get("name")
    languages = {path.name.split(".")[1] for path in package.glob("statement/problem.*.*")}
    if (set(names) if isinstance(names, dict) else {"en"}) != languages:
        yield f"names in other languages than the statements: {names}, {languages}"


def rights(said: dict) -> Iterator[str]:
    license = said.get("license", "unknown")
    if license == "public domain" and said.get("rights_owner"):
        yield "an owner of what is in the public domain"
    if license not in ("unknown", "public domain") and not any(
        said.get(key) for key in ("rights_owner", "credits", "source")
    ):
        yield "a license and nobody who gives it"
    sources = said.get("source", [])
    for source in sources if isinstance(sources, list) else [sources]:
        if isinstance(source, dict) and not source.get("name"):
            yield "a source without a name"


def limits(package: Path) -> Iterator[str]:
    said = read(package / "problem.yaml").get("limits", {})
    yield from (f"the key {key}" for key in said.keys() - LIMITS)
    for key in said.keys() - {"time_multipliers", "time_limit", "time_resolution"}:
        if type(said[key]) is not int or said[key] <= 0:
            yield f"{key} is {said[key]}"
    if "time_limit" in said:
        steps = said["time_limit"] / said.get("time_resolution", 1)
        if said["time_limit"] <= 0 or abs(steps - round(steps)) > 1e-6:
            yield f"a time limit of {said['time_limit']}, which is no multiple of its resolution"


def statements(package: Path) -> Iterator[str]:
    found = [path.name.split(".") for path in (package / "statement").glob("problem.*")]
    if not found:
        yield "there is none"
    for parts in found:
        if len(parts) != 3 or not LANGUAGE.fullmatch(parts[1]) or parts[2] not in ("tex", "md", "pdf"):
            yield ".".join(parts)
    languages = [parts[1] for parts in found if len(parts) == 3]
    if len(set(languages)) != len(languages):
        yield "two in one language"


def test_data(package: Path) -> Iterator[str]:
    data = package / "data"
    yield from (f"data/{path.name}" for path in data.iterdir() if path.name not in TESTS)
    if not any((data / "secret").rglob("*.in")):
        yield "no secret tests"
    for path in (path for path in data.rglob("*") if path.is_file() and path.name != "test_group.yaml"):
        yield from test_file(path, path.relative_to(data).parts[0])
    for path in data.rglob("*.in"):
        if path.name == "test_group.in":
            yield "a test is called test_group"
        if path.with_suffix("").is_dir():
            yield f"{path} and a folder of its name"
    for path in data.rglob("test_group.yaml"):
        if path.parent.parent != data:
            yield f"{path.relative_to(package)} makes a group, which these problems have none of"


def test_file(path: Path, kind: str) -> Iterator[str]:
    ending = next((ending for ending in CASE_ENDINGS if path.name.endswith(ending)), "")
    base = path.name.removesuffix(ending)
    if not ending:
        yield f"{path.name} belongs to no test"
        return
    needed = {"invalid_input": (".in",), "sample": (".in", ".ans"), "secret": (".in", ".ans")}
    for other in needed.get(kind, (".in", ".ans", ".out")):
        if not path.with_name(base + other).exists():
            yield f"{path.name} without {base}{other}"


def arguments(package: Path) -> Iterator[str]:
    """Test data configuration and test case configuration."""
    validators = {path.name for path in (package / "input_validators").iterdir()} if has_validators(package) else set()
    for path in (package / "data").rglob("*.yaml"):
        said = read(path)
        yield from (f"{path.name}: {key}" for key in said.keys() - (GROUP_KEYS if is_group(path) else CASE_KEYS))
        for key, value in said.items():
            if not key.endswith("args"):
                continue
            if isinstance(value, dict) and key == "input_validator_args":
                yield from (f"{path.name}: no validator {name}" for name in value.keys() - validators)
                lists = list(value.values())
            else:
                lists = [value]
            if not all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in lists):
                yield f"{path.name}: {key} is {value}"


def is_group(path: Path) -> bool:
    return path.name == "test_group.yaml"


def has_validators(package: Path) -> bool:
    return (package / "input_validators").is_dir()


def submissions(package: Path) -> Iterator[str]:
    folder = package / "submissions"
    if not folder.is_dir() or not any((folder / "accepted").iterdir() if (folder / "accepted").is_dir() else ()):
        yield "none is accepted"
    yield from (f"the file {p.name}" for p in folder.iterdir() if p.is_file() and p.name != "submissions.yaml")
    rules = read(folder / "submissions.yaml") if (folder / "submissions.yaml").exists() else {}
    for pattern, rule in rules.items():
        if not (folder / pattern).exists():
            yield f"{pattern} is nothing"
        yield from (f"{pattern}: {key}" for key in rule.keys() - SUBMISSION_KEYS)
        for key in ("permitted", "required"):
            if key in rule and (not rule[key] or set(rule[key]) - VERDICTS):
                yield f"{pattern}: {key} {rule[key]}"
        if "permitted" in rule and "required" in rule and not set(rule["permitted"]) & set(rule["required"]):
            yield f"{pattern} can't be met"
        if rule.get("use_for_time_limit", True) not in (True, False, "lower", "upper"):
            yield f"{pattern}: use_for_time_limit {rule['use_for_time_limit']}"


def programs(package: Path) -> Iterator[str]:
    """Input validators, output validator."""
    if not has_validators(package) or not any((package / "input_validators").iterdir()):
        yield "there is no input validator"
    checkers = list((package / "output_validator").iterdir()) if (package / "output_validator").is_dir() else []
    if len(checkers) > 1:
        yield "there are several output validators"


def read(path: Path) -> dict:
    return yaml.safe_load(path.read_text()) or {}
