"""info.toml: the title, the limit, which generators make how many tests, and what solutions should get."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import PurePosixPath

from judge.packages.kattis.files import Files, first_line, line
from judge.packages.library_checker.layout import FILE
from judge.packages.package import PackageError
from judge.script import MOST_TESTS, NAME
from judge.verdict import Verdict

MOST_BYTES = 64 * 1024
LONGEST_LINE = 1000  # a key of a thousand parts takes tomllib long
MOST_SOLUTIONS = 200
MOST_PARAMS = 1000
MOST_TIME = 60  # seconds
VERDICTS = {"WA": Verdict.WRONG_ANSWER, "TLE": Verdict.TIME_LIMIT, "RE": Verdict.RUNTIME_ERROR}
IDENTIFIER = re.compile(r"[A-Za-z_]\w*", re.ASCII)
CORRECT = "correct.cpp"


@dataclass(frozen=True)
class Source:
    """Some tests, all from one generator, or written by hand as its name with a number and .in."""

    name: str  # of a file in gen/, or of what such files are called
    number: int

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def is_by_hand(self) -> bool:
        return self.name.endswith(".in")

    @property
    def cases(self) -> list[str]:
        return [f"{self.stem}_{place:02}" for place in range(self.number)]


@dataclass(frozen=True)
class Solution:
    name: str  # of a file in sol/
    expected: tuple[Verdict, ...]
    is_function: bool = False  # the program around it is in grader/

    @property
    def is_right(self) -> bool:
        return self.expected == (Verdict.ACCEPTED,)


@dataclass(frozen=True)
class Info:
    title: str
    time_limit: float
    sources: tuple[Source, ...]
    solutions: tuple[Solution, ...]
    params: dict[str, int | float | str]
    checker: str
    verifier: str
    forum: str


def read_info(files: Files) -> Info:
    said = parsed(files)
    return Info(
        title=line(said.get("title")),
        time_limit=time_limit(said.get("timelimit")),
        sources=sources(said.get("tests")),
        solutions=solutions(said.get("solutions", [])),
        params=params(said.get("params", {})),
        checker=line(said.get("checker")) or "checker.cpp",
        verifier=line(said.get("verifier")) or "verifier.cpp",
        forum=line(said.get("forum")),
    )


def parsed(files: Files) -> dict:
    text = files.bytes(FILE, MOST_BYTES).decode(errors="replace").replace("\r\n", "\n")
    if any(len(each) > LONGEST_LINE for each in text.split("\n")):
        raise PackageError(f"{FILE} has a line of more than {LONGEST_LINE:,} characters")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{FILE} isn't TOML that can be read: {first_line(error)}") from error


def time_limit(said: object) -> float:
    if not isinstance(said, int | float) or not 0 < said <= MOST_TIME:
        raise PackageError(f"{FILE}: timelimit isn't a number of seconds above 0 and at most {MOST_TIME}")
    return float(said)


def tables(said: object, name: str, most: int) -> list[dict]:
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise PackageError(f"{FILE}: {name} isn't a list of tables")
    if len(said) > most:
        raise PackageError(f"{FILE} has {len(said):,} {name}; at most {most:,} are taken")
    return said


def sources(said: object) -> tuple[Source, ...]:
    found = tuple(map(source, tables(said, "tests", MOST_TESTS)))
    if sum(each.number for each in found) > MOST_TESTS:
        raise PackageError(f"{FILE} asks for more than {MOST_TESTS:,} tests, which is the most")
    return found


def source(said: dict) -> Source:
    name, number = line(said.get("name")), said.get("number")
    if not isinstance(number, int) or not 0 <= number <= MOST_TESTS:
        raise PackageError(f"{FILE}: the number of the tests {name} isn't one between 0 and {MOST_TESTS:,}")
    if not is_plain(name) or not name.endswith((".cpp", ".in")):
        raise PackageError(f"{FILE}: {name or 'a test without a name'} is no generator: gen/ has files .cpp and .in")
    found = Source(name, number)
    if not all(map(NAME.fullmatch, found.cases)):
        raise PackageError(f"{FILE}: tests can't be called {found.stem}_00: letters, digits, _ . and -, at most 60")
    return found


def is_plain(name: str) -> bool:
    """Of a file in the folder that is meant."""
    return bool(name) and PurePosixPath(name).name == name and not name.startswith((".", "-"))


def solutions(said: object) -> tuple[Solution, ...]:
    found = {each.name: each for each in map(solution, tables(said, "solutions", MOST_SOLUTIONS))}
    return (Solution(CORRECT, (Verdict.ACCEPTED,)), *(each for name, each in found.items() if name != CORRECT))


def solution(said: dict) -> Solution:
    name = line(said.get("name"))
    if not is_plain(name):
        raise PackageError(f"{FILE}: {name or 'a solution without a name'} is no file in sol/")
    return Solution(name, expected(said), said.get("function") is True)


def expected(said: dict) -> tuple[Verdict, ...]:
    """What must appear, and else what may: "wrong" is the older way to say that something must."""
    must = line(said.get("expect"))
    if must and must not in VERDICTS:
        raise PackageError(f"{FILE}: the verdict {must} isn't known; WA, TLE and RE are")
    allowed = [verdict for word, verdict in VERDICTS.items() if said.get(f"allow_{word.lower()}") is True]
    if said.get("wrong") is True and not must:
        return tuple(dict.fromkeys([Verdict.WRONG_ANSWER, *(allowed or VERDICTS.values())]))
    return tuple(dict.fromkeys([VERDICTS[must] if must else Verdict.ACCEPTED, *allowed]))


def params(said: object) -> dict[str, int | float | str]:
    if not isinstance(said, dict) or len(said) > MOST_PARAMS:
        raise PackageError(f"{FILE}: params isn't a table of at most {MOST_PARAMS:,} constants")
    for name, value in said.items():
        is_text = isinstance(value, str) and not set(value) & set('"\\\n\0')
        if not IDENTIFIER.fullmatch(name) or not (is_text or isinstance(value, int | float)):
            raise PackageError(f"{FILE}: {line(name)} is no constant: a name, and a number or a plain text")
    return said
