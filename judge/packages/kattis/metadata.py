"""problem.yaml and the small files around it."""

import configparser
import math
from dataclasses import dataclass, field

from judge.packages.kattis.credits import read_credits
from judge.packages.kattis.files import Files, line, words
from judge.packages.package import PackageError, TimeRule

LEGACY = ("legacy", "legacy-icpc")
MODERN = ("2025-09", "2025-09-draft", "2023-07", "2023-07-draft", "draft")
NOT_TAKEN = ("interactive", "scoring", "multi-pass", "submit-answer")
MIB = 2**20
MEMORY = 2048  # MiB: the format's typical default
OUTPUT = 8  # MiB
MOST_TIME = 60  # seconds; what a package may ask for at most, here and below
MOST_MEMORY = 16 * 1024  # MiB
MOST_OUTPUT = 256  # MiB


@dataclass(frozen=True)
class Metadata:
    is_legacy: bool
    uuid: str
    name: str  # in English, or in the only language; may be empty
    names: dict[str, str]
    is_custom: bool  # validated by a program of the package
    flags: tuple[str, ...]  # for all tests
    time: TimeRule
    memory_limit: int
    output_limit: int
    allows_files: bool
    keywords: tuple[str, ...]
    credits: dict
    constants: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_metadata(files: Files) -> Metadata:
    if not files.has("problem.yaml"):
        raise PackageError("there is no problem.yaml")
    said = files.mapping("problem.yaml")
    version = str(said.get("problem_format_version") or "legacy")
    if version not in LEGACY + MODERN:
        raise PackageError(f"the format {version} isn't known; legacy and 2025-09 are")
    limits = mapping(said, "limits")
    is_legacy = version in LEGACY
    refuse_kinds(said)
    return Metadata(
        is_legacy=is_legacy,
        uuid=line(said.get("uuid"))[:64],
        **names(said.get("name")),
        is_custom="custom" in words(said.get("validation")),
        flags=words(said.get("validator_flags")) if is_legacy else (),
        time=time_rule(files, limits, is_legacy),
        memory_limit=int(number(limits, "memory", MEMORY, MOST_MEMORY) * MIB),
        output_limit=int(number(limits, "output", OUTPUT, MOST_OUTPUT) * MIB),
        allows_files=not is_legacy and said.get("allow_file_writing") is True,
        keywords=words(said.get("keywords")),
        credits=read_credits(said),
        constants={} if is_legacy else constants(said.get("constants")),
        notes=tuple(notes(said, version)),
    )


def mapping(said: dict, key: str) -> dict:
    found = said.get(key)
    return found if isinstance(found, dict) else {}


def refuse_kinds(said: dict) -> None:
    kinds = words(said.get("type")) + words(said.get("validation"))
    kinds += ("scoring",) if "score" in kinds else ()
    if refused := [kind for kind in NOT_TAKEN if kind in kinds]:
        raise PackageError(f"{' and '.join(refused)} problems aren't taken yet")
    if unknown := set(words(said.get("type"))) - {"pass-fail"}:
        raise PackageError(f"problems of the type {sorted(unknown)[0]} aren't known")


def names(said: object) -> dict:
    if isinstance(said, dict):
        by_language = {line(language): line(name) for language, name in said.items() if line(name)}
        return {"name": by_language.get("en", next(iter(by_language.values()), "")), "names": by_language}
    return {"name": line(said), "names": {}}


def time_rule(files: Files, limits: dict, is_legacy: bool) -> TimeRule:
    given = number(limits, "time_limit", None, MOST_TIME) or old_time_limit(files)
    if is_legacy:
        return TimeRule(given=given, multiplier=number(limits, "time_multiplier", 5))
    multipliers, resolution = mapping(limits, "time_multipliers"), number(limits, "time_resolution", 1)
    return TimeRule(given=given, multiplier=number(multipliers, "ac_to_time_limit", 2), resolution=resolution)


def old_time_limit(files: Files) -> float | None:
    """Where DOMjudge keeps it."""
    if files.has("domjudge-problem.ini") and (given := number(ini(files), "timelimit", None, MOST_TIME)):
        return given
    said = {".timelimit": files.text(".timelimit").strip()} if files.has(".timelimit") else {}
    return number(said, ".timelimit", None, MOST_TIME)


def ini(files: Files) -> dict:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string("[problem]\n" + files.text("domjudge-problem.ini"))
    except configparser.Error as error:
        raise PackageError(f"domjudge-problem.ini can't be read: {error.message}") from error
    return {key: value.strip("'\" ") for key, value in parser.items("problem")}


def number(said: dict, key: str, default: float | None, most: float = 1000):
    value = said.get(key)
    if value is None or value == "":
        return default
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = math.nan
    if not 0 < found <= most:
        raise PackageError(f"{key} isn't a number above 0 and at most {most:g}: {line(value)[:40]}")
    return found


def constants(said: object) -> dict[str, str]:
    """{"name" and "name.variant": value}."""
    found = {}
    for name, value in (said if isinstance(said, dict) else {}).items():
        variants = value if isinstance(value, dict) else {"value": value}
        found[str(name)] = str(variants.get("value", ""))
        found |= {f"{name}.{variant}": str(other) for variant, other in variants.items()}
    return found


def notes(said: dict, version: str):
    if version not in ("legacy", "2025-09"):
        yield f"the format {version} is read as {'legacy' if version in LEGACY else '2025-09'}"
    if said.get("languages") not in (None, "all", ["all"]):
        yield "the restriction to some languages is not used: all of ours may be submitted"
