"""The lines of a script that say something: those that ask for tests, and comments."""

from collections.abc import Iterator

from judge import script
from judge.commands import Command, commands
from judge.script import Wish

COMMENT = "#"


class Comment(Command):
    @property
    def generator(self) -> str:
        return ""

    @property
    def wishes(self) -> list[Wish]:
        return []


def lines(text: str) -> Iterator[Command]:
    """In their order, each with its group."""
    asking, group = {command.number: command for command in commands(text)}, ""
    for number, line in enumerate(text.split("\n"), 1):
        if number in asking:
            yield asking[number]
        elif line.lstrip().startswith(COMMENT):
            yield Comment(number, group, line.strip(), (line.strip(),))
        else:
            found = script.group_of(line)
            group = group if found is None else found
