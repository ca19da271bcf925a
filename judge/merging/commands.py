"""The lines of a script that ask for tests, as they are written."""

from collections.abc import Iterator
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
