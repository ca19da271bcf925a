"""The lines of a script that ask for tests, as they are written."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from judge import script
from judge.script import LineError, Wish


@dataclass(frozen=True)
class Command:
    number: int  # of its line, from 1
    group: str
    text: str
    words: tuple[str, ...]  # all but the name; the line itself, where it can't be read
    name: str = ""

    @property
    def generator(self) -> str:
        return self.words[0]

    def texts(self, wishes: Sequence[Wish]) -> list[str]:
        """The line as it is, or, where only some of its tests are meant, a line for each of them."""
        if len(wishes) == len(self.wishes):
            return [self.text]
        each = [(shlex.join((wish.generator, *wish.args)), wish.name) for wish in wishes]
        return [f"{text} > {name}" if name else text for text, name in each]

    @property
    def wishes(self) -> list[Wish]:
        """None where the line can't be read."""
        try:
            return script.wishes_of(self.number, self.text, self.group, script.MOST_TESTS)
        except LineError:
            return []


def commands(text: str) -> Iterator[Command]:
    group = ""
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if (found := script.group_of(line)) is not None:
                group = found
            elif line.strip() and not line.lstrip().startswith("#"):
                words, name = script.words_of(line)
                yield Command(number, group, line.strip(), tuple(words), name)
        except LineError:
            yield Command(number, group, line.strip(), (line.strip(),))
