"""The script: the package's lines, then those from here, each in its group and under a name that is free."""

import re
from dataclasses import dataclass, field

from judge import keys, script
from judge.commands import Command
from judge.merging.brought import Brought
from judge.merging.lines import COMMENT, Comment, lines
from judge.merging.programs import content, like_it
from judge.merging.report import Report
from judge.models import Revision
from judge.program_names import name_of, word_of
from judge.script import LineError, Wish

LINE, REMARK = "line of the script", "comment of the script"
NAMED = re.compile(r"\s+>\s+\S+$")
MOST_NAMES = 100


@dataclass(frozen=True)
class Place:
    """Where the script asks for a test, and the key of the run that makes it."""

    line: int
    made: str


@dataclass
class MergedScript:
    text: str
    kept: dict[str, Place] = field(default_factory=dict)  # of the tests that lines from here make, by their keys before


@dataclass(frozen=True)
class Kept:
    command: Command
    wishes: list[Wish]  # those that the package hasn't
    generator: dict | None  # None where none or several have its name

    @property
    def texts(self) -> list[str]:
        return self.command.texts(self.wishes)


class Lines:
    """Those of a draft, beside those of the package."""

    def __init__(self, draft: Revision, theirs: dict, brought: Brought):
        self.theirs, self.generators = theirs["script"], Generators(draft.programs("generator"))
        those = [program for program in theirs["programs"] if program["role"] == "generator"]
        self.twins = {path: like_it(program, those) for path, program in self.generators.by_path.items()}
        self.asked, self.words = Generators(those).asked(self.theirs), {line.words for line in lines(self.theirs)}
        self.kept: list[Kept] = []
        self.dropped: list[Command] = []
        for command in lines(draft.document["script"]):
            self.sort(command, brought)

    def sort(self, command: Command, brought: Brought) -> None:
        generator = self.generators.of(command.generator)
        twin = self.twins[generator["path"]] if generator else None
        new = [wish for wish in command.wishes if not twin or (twin["path"], wish.args) not in self.asked]
        if (command.wishes and not new) or (not generator and command.words in self.words):
            return
        if brought.has("line", *command.words):
            self.dropped.append(command)
        else:
            self.kept.append(Kept(command, new, generator))

    @property
    def needed(self) -> set[str]:
        """The paths of the generators that lines from here use."""
        return {line.generator["path"] for line in self.kept if line.generator}

    def merged(self, now: dict[str, dict], report: Report) -> MergedScript:
        """`now`: what became of the draft's programs."""
        for command in self.dropped:
            report.drop(kind(command), command.text)
        writing = Writing(self.theirs)
        places: dict[str, Place] = {}
        for line in self.kept:
            report.keep(kind(line.command), line.command.text)
            new = now.get(line.generator["path"]) if line.generator else None
            numbers = [writing.write(line.command.group, respelled(text, line.generator, new)) for text in line.texts]
            places |= placed(line, new, numbers)
        return MergedScript(writing.text, places)


def kind(command: Command) -> str:
    return REMARK if isinstance(command, Comment) else LINE


class Generators:
    def __init__(self, programs: list[dict]):
        self.by_path = {program["path"]: program for program in programs}
        self.paths = script.names_of(self.by_path)

    def of(self, word: str) -> dict | None:
        found = self.paths.get(word, [])
        return self.by_path[found[0]] if len(found) == 1 else None

    def asked(self, text: str) -> set[tuple[str, tuple[str, ...]]]:
        """The tests of a script, by generator and words."""
        wishes = script.parse(text).wishes
        return {(path, wish.args) for wish in wishes for path in self.paths.get(wish.generator, ())}


def placed(line: Kept, new: dict | None, numbers: list[int]) -> dict[str, Place]:
    """A program that says the same under another name makes the same tests."""
    old = line.generator
    if not old:
        return {}
    maker = new if new and content(new) == content(old) else old
    each = numbers if len(numbers) > 1 else numbers * len(line.wishes)
    return {
        keys.made(old, wish.args): Place(number, keys.made(maker, wish.args))
        for wish, number in zip(line.wishes, each, strict=True)
    }


def respelled(text: str, old: dict | None, new: dict | None) -> str:
    """By what its generator is called now."""
    if not old or not new or old["path"] == new["path"]:
        return text
    word = word_of(new) if text.split()[0] == word_of(old) else name_of(new)
    return re.sub(r"^\S+", lambda _: word, text)


class Writing:
    """Lines behind a script."""

    def __init__(self, text: str):
        self.before = text
        self.lines = text.rstrip("\n").split("\n") if text.strip() else []
        self.count = len(self.lines)
        self.group = last_group(self.lines)
        self.names = names_in(text)

    def write(self, group: str, line: str) -> int:
        """The line's number."""
        if group != self.group:
            self.group = group
            self.lines.append(f"[{group}]")
        self.lines.append(self.under_free_name(line))
        return len(self.lines)

    def under_free_name(self, line: str) -> str:
        if not (name := name_in(line)):
            return line
        bare = NAMED.sub("", line)
        wishes = [line, *(f"{bare} > {name}-{number}" for number in range(2, MOST_NAMES)), bare]
        found = next(wish for wish in wishes if not names_in(wish) & self.names)
        self.names |= names_in(found)
        return found

    @property
    def text(self) -> str:
        return self.before if len(self.lines) == self.count else "".join(f"{line}\n" for line in self.lines)


def last_group(lines: list[str]) -> str:
    found = ""
    for line in lines:
        try:
            group = script.group_of(line)
        except LineError:
            continue
        found = found if group is None else group
    return found


def names_in(text: str) -> set[str]:
    return {wish.name for wish in script.parse(text).wishes if wish.name}


def name_in(line: str) -> str:
    if line.startswith(COMMENT):
        return ""
    try:
        return script.words_of(line)[1]
    except LineError:
        return ""
