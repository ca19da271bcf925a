"""The script that the rules come to: a line for each test that a generator makes."""

import shlex

from judge import script
from judge.packages.bapctools.rules import Rule, RuleError


class Lines:
    def __init__(self) -> None:
        self.wishes: dict[tuple[str, ...], tuple[Rule, str]] = {}  # by the command, which is asked for once
        self.names: set[str] = set()
        self.by_test: dict[str, str] = {}  # the line's number; known once the text is
        self.notes: list[str] = []

    def ask(self, rule: Rule, wish: tuple[str, ...]) -> Rule | None:
        """The generator's path, and its words. The rule that asks for the same already, or None."""
        if wish in self.wishes:
            return self.wishes[wish][0]
        if [each.args for each in script.parse(shlex.join(wish)).wishes] != [wish[1:]]:
            raise RuleError("its arguments can't stand in a line of the script")
        self.wishes[wish] = (rule, wish[0])
        return None

    def unmade(self, there: dict) -> int:
        """Of the tests that are asked for, how many aren't there."""
        return sum(rule.path not in there for rule, _ in self.wishes.values())

    def text(self) -> str:
        """Folder by folder, in the order of the rules."""
        known = script.names_of({path for _, path in self.wishes.values()})
        text: list[str] = []
        group = ""
        for wish, (rule, path) in self.wishes.items():
            folder, _, name = rule.path.rpartition("/")
            if folder != group:
                text.append(f"[{self.group(folder)}]")
                group = folder
            short = path.rpartition("/")[2]
            word = short if len(known[short]) == 1 else path
            text.append(f"{shlex.join((word, *wish[1:]))} > {self.free(name, folder)}")
            self.by_test[rule.path] = str(len(text))
        return "".join(f"{line}\n" for line in text)

    def group(self, folder: str) -> str:
        try:
            script.refuse_group(folder)
        except script.LineError:
            self.notes.append(f"{folder}: no name for a group of our tests, so its tests are in none")
            return ""
        return folder

    def free(self, name: str, folder: str) -> str:
        """A script names each test once; two folders may have one of the same name."""
        stem = name if script.NAME.fullmatch(name) else "test"
        wishes = (
            stem,
            f"{folder.rpartition('/')[2]}-{stem}",
            *(f"{stem}-{n}" for n in range(2, script.MOST_TESTS + 2)),
        )
        found = next(wish for wish in wishes if wish not in self.names and script.NAME.fullmatch(wish))
        self.names.add(found)
        return found
