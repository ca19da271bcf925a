"""What generators.yaml asks for: one rule a test, under the name that BAPCtools gives it in data/."""

import hashlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TypeGuard

from judge.packages.bapctools.document import Unreadable
from judge.script import MOST_TESTS

KINDS = ("copy", "generate", "count", "match")
TEXTS = ("in", "ans", "out", "in.statement", "ans.statement", "in.download", "ans.download", "interaction", "yaml")
KEYS = frozenset((*KINDS, *TEXTS))
ROOTS = ("sample", "secret", "invalid_output", "invalid_answer", "invalid_input", "valid_output")  # in this order
MOST_COUNT = 100  # as BAPCtools has it
RANGE = re.compile(r"(-?\d{1,18})\.\.=(-?\d{1,18})")
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")
SEED = re.compile(r"\{seed(?::[0-9]+)?\}")
SEEDS = 2**31


class RuleError(Exception):
    """What is wrong with one rule."""


@dataclass(frozen=True)
class Setting:
    """What a folder says, and those in it inherit."""

    salt: str = ""
    solution: str | None = None
    retries: object = 1

    def with_said(self, said: dict) -> "Setting":
        salt, solution = said.get("random_salt", self.salt), said.get("solution", self.solution)
        return Setting(
            salt=salt if isinstance(salt, str) else self.salt,
            solution=solution if isinstance(solution, str) else None,
            retries=said.get("retries", self.retries),
        )


@dataclass(frozen=True)
class Rule:
    path: str  # below data/, without an extension
    said: dict
    setting: Setting
    number: int  # of several that are the same but for it
    fault: str = ""  # why it isn't one

    def command(self, constants: dict[str, str], pattern: re.Pattern) -> str:
        """With all in its place but the seed, which depends on it."""
        said = self.said.get("generate")
        if said is None:
            return ""
        if not isinstance(said, str) or not said.strip():
            raise RuleError("generate isn't a command")
        said = pattern.sub(lambda found: constants.get(found[1], found[0]), said)
        return said.replace("{count}", str(self.number)) if is_counted(self.said) else said

    def words(self, command: str) -> list[str]:
        """The generator and its arguments."""
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise RuleError(f"the command can't be split into words: {error}") from error
        if not words:
            raise RuleError("generate isn't a command")
        if sum(len(SEED.findall(word)) for word in words[1:]) > 1:
            raise RuleError("{seed} may stand in a command once")
        seed = str(self.seed(command))
        return [words[0], *(SEED.sub(seed, word.replace("{name}", "testcase")) for word in words[1:])]

    def seed(self, command: str) -> int:
        """White space within the command counts."""
        which = f":{self.number - 1}" if self.number != 1 else ""
        salted = f"{self.setting.salt}{which}{command.strip()}"
        return int(hashlib.sha512(salted.encode(errors="replace")).hexdigest(), 16) % SEEDS


@dataclass
class Plan:
    rules: list[Rule] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_rules(root: dict) -> Plan:
    if is_case(root):
        raise Unreadable("its top is a test, and should be a folder")
    return Walk(root).plan


def is_case(said: object) -> bool:
    return said is None or isinstance(said, str) or (isinstance(said, dict) and not KEYS.isdisjoint(said))


def is_folder(said: object) -> TypeGuard[dict]:
    return isinstance(said, dict) and not is_case(said)


class Walk:
    """Tests in lists are numbered throughout the file, folders in lists within theirs."""

    def __init__(self, root: dict):
        self.plan = Plan()
        self.numbers, self.width = count(1), len(str(numbered(root)))
        top, data = Setting().with_said(root), root.get("data")
        if isinstance(data, list):
            raise Unreadable("its top folders can't be numbered")
        if isinstance(data, dict):
            for name in filter(data.__contains__, ROOTS):
                self.entry("", name, name, data[name], top)

    def folder(self, path: str, said: dict, setting: Setting) -> None:
        setting = setting.with_said(said)
        if said.get("include"):
            self.note(path, "the tests that it includes stand where they are made, not twice")
        data = said.get("data")
        if isinstance(data, list):
            self.numbered_entries(path, data, setting)
        elif isinstance(data, dict):
            for key in sorted(key for key in data if isinstance(key, str) and key):
                self.entry(path, key, key, data[key], setting)

    def numbered_entries(self, path: str, data: list, setting: Setting) -> None:
        folders = sum(is_folder(said) for entry in data if isinstance(entry, dict) for said in entry.values())
        numbers, width = count(1), len(str(folders))
        for entry in data:
            if not isinstance(entry, dict) or len(entry) != 1:
                self.note(path, "an entry of its list isn't one test or folder")
                continue
            [(key, said)] = entry.items()
            key = key if isinstance(key, str) else ""
            if is_folder(said):
                self.entry(path, key, after(next(numbers), width, key), said, setting)
            else:
                self.entry(path, key, None, said, setting)

    def entry(self, parent: str, key: str, name: str | None, said: object, setting: Setting) -> None:
        """A name of None: the next number."""
        path = f"{parent}/{name}" if parent and name is not None else name or parent
        if is_folder(said):
            if NAME.fullmatch(path.rpartition("/")[2]):
                self.folder(path, said, setting)
            else:
                self.note(path, "the folder has no valid name")
        elif is_case(said):
            self.case(parent, key, name, said, setting)
        else:
            self.note(path, "it is neither a test nor a folder")

    def case(self, parent: str, key: str, name: str | None, said: object, setting: Setting) -> None:
        rule = said if isinstance(said, dict) else shortly(said)
        values = counted(rule)
        ending = len(values) - 1 == max(values) - min(values)  # consecutive ones are padded
        width = max(len(str(value)) for value in values) if ending else 0
        for value in values:
            called = after(next(self.numbers), self.width, key) if name is None else name
            called += f"-{value:0{width}}" if is_counted(rule) else ""
            fault = "" if NAME.fullmatch(called) and called != "test_group" else "it has no valid name"
            self.add(Rule(f"{parent}/{called}" if parent else called, rule, setting.with_said(rule), value, fault))

    def add(self, rule: Rule) -> None:
        if len(self.plan.rules) >= MOST_TESTS:
            raise Unreadable(f"it asks for more than {MOST_TESTS:,} tests, which is the most")
        self.plan.rules.append(rule)

    def note(self, path: str, words: str) -> None:
        self.plan.notes.append(f"{path or 'its top'}: {words}")


def shortly(said: object) -> dict:
    """A command, or what is to be copied, without a mapping around it."""
    if not isinstance(said, str):
        return {}
    return {"copy": said.removesuffix(".in")} if said.endswith(".in") else {"generate": said}


def after(number: int, width: int, key: str) -> str:
    return f"{number:0{width}}-{key}" if key else f"{number:0{width}}"


def numbered(folder: dict) -> int:
    """How many tests stand in lists."""
    data = folder.get("data")
    is_list = isinstance(data, list)
    found = 0
    for entry in data if isinstance(data, list) else [data]:
        for said in entry.values() if isinstance(entry, dict) else ():
            if is_folder(said):
                found += numbered(said)
            elif is_list and is_case(said):
                found += len(counted(said))
    return found


def is_counted(said: object) -> TypeGuard[dict]:
    return isinstance(said, dict) and isinstance(said.get("count"), int | list | str)


def counted(said: object) -> list[int]:
    """Of the tests that a rule stands for. Where that isn't right nobody knows how those behind it are called."""
    if not is_counted(said):
        return [1]
    found = list(values(said["count"]))
    if not found or len(set(found)) != len(found):
        raise Unreadable(f"the count {shown(said['count'])} isn't one: a number up to {MOST_COUNT}, a list, or -4..=5")
    return found


def values(said: int | list | str) -> Iterator[int]:
    if isinstance(said, int):
        yield from range(1, said + 1) if said <= MOST_COUNT else ()
    elif isinstance(said, str):
        if (found := RANGE.fullmatch(said)) and int(found[2]) - int(found[1]) < MOST_COUNT:
            yield from range(int(found[1]), int(found[2]) + 1)
    elif len(said) <= MOST_COUNT and all(isinstance(each, int) for each in said):
        yield from said


def shown(said: object) -> str:
    return ascii(said)[:60]
