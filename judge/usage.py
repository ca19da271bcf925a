"""What words a generator takes, as far as its source says: how many, which of them is a seed, which is one of a few.

Pure. A reading of names and habits, not of the language: what comes of it is tried, and the validator decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_WORDS = 8
MOST_SOURCE = 400_000  # characters
ALL = re.compile(r"sys\.argv\[1:\]|sys\.argv\b(?!\[)|process\.argv\.slice|\bargs\b(?! *\[)|\$@|argparse")
AT = re.compile(r"(?:sys\.)?\bargv\[(\d+)\]|\bargv\s*\+\s*(\d+)")  # the program's own name is 0
FROM_ZERO = re.compile(r"\bargs\[(\d+)\]")  # Java, C#, Kotlin
ASSIGNED = r"(\w+)\s*=[^=\n;]{0,60}?"
OPTION = re.compile(
    r"(?:(?P<variable>\w+)\s*=\s*)?\b(?:opt|has_opt)\s*(?:<[^<>]*>)?\s*\(\s*(?:\"(?P<name>[\w-]+)\"|(?P<place>\d+))"
)
ARGPARSE = re.compile(r"add_argument\(\s*[\"'](?P<name>-{0,2}[\w-]+)[\"'](?P<rest>[^()\n]*)")
UNPACKED = re.compile(r"^\s*(?P<names>\w+(?:\s*,\s*\w+)*)\s*,?\s*=.*?sys\.argv(?P<tail>\[1:\])?(?!\[)", re.MULTILINE)
SEEDING = re.compile(r"seed|srand|mt19937|random\w*\s*\(|\brng|\brnd", re.IGNORECASE)
SEEDED = r"(?:\bseed|srand|mt19937\w*\s*\w*|\bRandom\w*)"
LITERAL = r"\s*(?:==\s*|\.equals\s*\(\s*|,\s*|\.compare\s*\(\s*)[\"']([\w.-]{1,30})[\"']"


@dataclass(frozen=True)
class Taken:
    """A word that it takes: maybe by a name, maybe one of a few, maybe a seed."""

    name: str = ""  # of the variable that it goes into
    option: str = ""  # what stands before it: -n
    is_seed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usage:
    words: tuple[Taken, ...] = ()
    is_open: bool = False  # it takes a list, or there is no telling


def usage(source: str) -> Usage:
    source = source[:MOST_SOURCE]
    if options := named(source):
        return Usage(tuple(options))
    if names := unpacked(source):
        return Usage(tuple(taken(source, name, name) for name in names[:MOST_WORDS]))
    count = most_index(source)
    words = tuple(at(source, place) for place in range(1, min(count, MOST_WORDS) + 1))
    return Usage(words, is_open=bool(ALL.search(source)) and not words)


def read(files: Iterable[bytes]) -> Usage:
    return usage("\n".join(data[:MOST_SOURCE].decode(errors="replace") for data in files))


def named(source: str) -> list[Taken]:
    """testlib's opt<int>("n") and Python's argparse. Numbers of testlib's count among what isn't named."""
    found: dict[str, Taken] = {}
    for option in OPTION.finditer(source):
        name = option["name"] or option["variable"] or ""
        found.setdefault(
            option["name"] or option["place"], taken(source, name, "", f"-{name}" if option["name"] else "")
        )
    for option in ARGPARSE.finditer(source):
        name, is_flag = option["name"].lstrip("-"), option["name"].startswith("-")
        if "store_true" not in option["rest"]:
            found.setdefault(name, taken(source, name, name, option["name"] if is_flag else ""))
    return list(found.values())[:MOST_WORDS]


def unpacked(source: str) -> list[str]:
    """n, seed = map(int, sys.argv[1:]), or with the program's own name before them."""
    found = UNPACKED.search(source)
    names = [name.strip() for name in found["names"].split(",")] if found else []
    if not found or len(names) < 2 and not found["tail"] or len(names) == 1:
        return []
    return names if found["tail"] else names[1:]


def most_index(source: str) -> int:
    from_one = [int(first or second) for first, second in AT.findall(source)]
    return max([*from_one, *(int(place) + 1 for place in FROM_ZERO.findall(source))], default=0)


def at(source: str, place: int) -> Taken:
    here = rf"(?:(?:sys\.)?\bargv\[{place}\]|\bargv\s*\+\s*{place}\b|\bargs\[{place - 1}\])"
    found = re.search(ASSIGNED + here, source)
    before = " ".join(line[: match.start()][-40:] for line in source.splitlines() if (match := re.search(here, line)))
    return taken(source, found[1] if found else "", here, is_seed=bool(SEEDING.search(before)))


def taken(source: str, name: str, here: str, option: str = "", is_seed: bool = False) -> Taken:
    seeds = is_seed or "seed" in name.lower() or bool(name and seeds_with(source, name))
    places = "|".join(filter(None, [rf"\b{re.escape(name)}\b" if name else "", here]))
    choices = re.findall(rf"(?:{places})\)?{LITERAL}", source) if places else []
    return Taken(name, option, seeds and not choices, tuple(dict.fromkeys(choices)))


def seeds_with(source: str, name: str) -> bool:
    return bool(re.search(rf"{SEEDED}\s*\(\s*(?:int\()?{re.escape(name)}\s*\)", source))
