"""An author's script: which tests the generators make, one a line.

# a line that begins with # is a comment; empty lines are nothing
gen 10 42                the generator gen with two words, as it sees them: its size and its seed, say
gen "two words" 7        quoted as in a shell
gen 10 {1..20}           twenty tests, with 1, 2, … 20 in that place
gen 3 1 > tiny           a name; with a range: tiny-1, tiny-2, …; `> $` and no name are the same
[secret/large]           the group of what follows; [] ends it; [sample] makes samples of new tests
"""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import PurePosixPath

MOST_TESTS = 2000
MOST_LINE = 1000  # characters
MOST_LINES = 5000
GROUP = re.compile(r"\[\s*([^\[\]]*?)\s*\]")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
GROUP_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*){0,3}")
LONGEST_GROUP = 60
RANGE = re.compile(r"\{(-?\d{1,9})\.\.(-?\d{1,9})\}")
SAMPLE = "sample"  # as packages call their group
AUTOMATIC = "$"  # Polygon's: the next number that is free


class LineError(Exception):
    """What is wrong with a line."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One test that the script asks for."""

    line: int  # from 1
    generator: str  # as it is written
    args: tuple[str, ...]
    group: str = ""
    name: str = ""  # "" for whatever is free

    @property
    def is_sample(self) -> bool:
        return self.group.partition("/")[0] == SAMPLE


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a line from being run, or, where it is no more than advice, what one may want to know."""

    line: int  # 0 for the script as a whole
    message: str


@dataclass
class Script:
    wishes: list[Wish] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))


def parse(text: str) -> Script:
    script, group = Script(), ""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        script.refuse(0, f"The script has {len(lines):,} lines; at most {MOST_LINES:,} are taken.")
        return script
    for number, line in enumerate(lines, 1):
        try:
            if (found := group_of(line)) is not None:
                group = found
            elif line.strip() and not line.lstrip().startswith("#"):
                script.wishes += wishes_of(number, line, group, MOST_TESTS - len(script.wishes))
        except LineError as error:
            script.refuse(number, str(error))
    refuse_repeated_names(script)
    return script


def group_of(line: str) -> str | None:
    found = GROUP.fullmatch(line.strip())
    if not found:
        return None
    refuse_group(found[1])
    return found[1]


def refuse_group(name: str) -> None:
    if name and (not GROUP_NAME.fullmatch(name) or len(name) > LONGEST_GROUP):
        raise LineError(f"{name} is no name for a group: letters, digits, - and _, as in secret/large.")


def wishes_of(number: int, line: str, group: str, room: int) -> list[Wish]:
    words, name = words_of(line)
    ranges = [numbers(found) for word in words for found in RANGE.finditer(word)]
    count = 1
    for each in ranges:
        count *= len(each)
    if count > room:
        raise LineError(f"With this line there are more than {MOST_TESTS:,} tests, which is the most.")
    generator, *args = words
    if RANGE.search(generator):
        raise LineError("The generator's name can't be a range.")
    return [
        Wish(number, generator, tuple(filled(args, choice)), group, numbered(name, place if ranges else 0))
        for place, choice in enumerate(product(*ranges), 1)
    ]


def words_of(line: str) -> tuple[list[str], str]:
    """The generator and its words, and the test's name."""
    if len(line) > MOST_LINE:
        raise LineError(f"The line has {len(line):,} characters; at most {MOST_LINE:,} are taken.")
    if any(ord(letter) < 32 and letter not in "\t\r" or "\ud800" <= letter <= "\udfff" for letter in line):
        raise LineError("The line holds a character that can't be part of it.")
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise LineError(
            f"{str(error).capitalize()}: quotes come in pairs, and \\ stands before a character."
        ) from error
    name = ""
    if len(words) > 1 and words[-2] == ">":
        words, name = words[:-2], words[-1]
    if not words or ">" in words:
        raise LineError("A line is a generator, its words, and maybe > and one name.")
    return words, checked_name(name)


def checked_name(name: str) -> str:
    if name == AUTOMATIC:
        return ""
    if name and not NAME.fullmatch(name):
        raise LineError(f"{name} is no name for a test: letters, digits, _ . and -, at most 60 of them.")
    return name


def numbers(found: re.Match) -> range:
    first, last = int(found[1]), int(found[2])
    if first > last:
        raise LineError(f"The range {found[0]} is empty: it begins behind its end.")
    return range(first, last + 1)


def filled(words: Iterable[str], choice: Iterable[int]) -> Iterator[str]:
    left = iter(choice)
    return (RANGE.sub(lambda _: str(next(left)), word) for word in words)


def numbered(name: str, place: int) -> str:
    return f"{name}-{place}" if name and place else name


def refuse_repeated_names(script: Script) -> None:
    first: dict[str, int] = {}
    for wish in script.wishes:
        if wish.name and first.setdefault(wish.name, wish.line) != wish.line:
            script.refuse(wish.line, f"Line {first[wish.name]} has the name {wish.name} already.")


# Beside the generators that there are


def check(script: Script, paths: Iterable[str]) -> tuple[list[Fault], list[Fault]]:
    """What must be mended, and what one may want to know, each in the order of the lines."""
    known = names_of(paths)
    faults = {fault.line: fault for fault in reversed(script.faults)}
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for wish in script.wishes:
        found = known.get(wish.generator, [])
        if len(found) != 1:
            faults.setdefault(wish.line, Fault(wish.line, which(wish.generator, found, known)))
        elif (first := seen.setdefault((found[0], wish.args), wish.line)) != wish.line:
            faults.setdefault(wish.line, Fault(wish.line, f"The same as line {first}: it would make the same test."))
    used = {path for wish in script.wishes for path in known.get(wish.generator, ())}
    idle = [Fault(0, f"No line uses the generator {path}.") for path in sorted(set(paths) - used)]
    return [faults[line] for line in sorted(faults)], idle


def names_of(paths: Iterable[str]) -> Mapping[str, list[str]]:
    """How a script may call each generator: by its path, its file's name, or that without the ending."""
    names: dict[str, list[str]] = {}
    for path in paths:
        for name in dict.fromkeys((path, PurePosixPath(path).name, PurePosixPath(path).stem)):
            names.setdefault(name, []).append(path)
    return names


def which(name: str, found: list[str], known: Mapping[str, list[str]]) -> str:
    if found:
        return f"{name} may be {' or '.join(found)}: write which."
    if not known:
        return f"There is no generator {name}: no generator has been written yet."
    there_are = sorted({PurePosixPath(path).stem for paths in known.values() for path in paths})
    return f"There is no generator {name}. There {'is' if len(there_are) == 1 else 'are'} {', '.join(there_are[:10])}."
