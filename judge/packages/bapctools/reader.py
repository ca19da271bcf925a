"""generators.yaml beside what lies in data/: a script for what generators make, and tests by hand for the rest."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from judge.packages.bapctools.document import FILE, Unreadable, read
from judge.packages.bapctools.given import Given
from judge.packages.bapctools.lines import Lines
from judge.packages.bapctools.programs import Generators
from judge.packages.bapctools.rules import Plan, Rule, RuleError, read_rules
from judge.packages.kattis.files import Files, words
from judge.packages.kattis.programs import CONSTANT
from judge.packages.package import PackageError, Program, TestCase

JUDGED = ("sample", "secret")
MOST_NOTES = 60


@dataclass
class Planned:
    tests: tuple[TestCase, ...] = ()
    script: str = ""
    lines: dict[str, str] = field(default_factory=dict)  # of the script, by the test's name
    generators: tuple[Program, ...] = ()
    reference: str = ""  # a path
    unmade: int = 0  # tests that the script asks for and that aren't there
    checker_args: tuple[str, ...] = ()  # where no folder in data/ says any
    notes: list[str] = field(default_factory=list)
    is_used: bool = False


def planned(
    files: Files,
    found: tuple[TestCase, ...],
    programs: Iterable[Program],
    constants: dict[str, str],
    scratch: Path | None,
) -> Planned:
    """`found` are the tests in data/, `programs` those in generators/. Texts become files in `scratch`."""
    try:
        said = read(files)
        plan = read_rules(said)
    except Unreadable as why:
        return Planned(tests=found, generators=tuple(programs), notes=[f"{FILE} isn't used: {why}"])
    reading = Reading(files, found, constants, scratch, Generators(files, said.get("generators"), constants))
    return reading.taken(plan, said, programs)


class Reading:
    def __init__(
        self,
        files: Files,
        found: tuple[TestCase, ...],
        constants: dict[str, str],
        scratch: Path | None,
        generators: Generators,
    ):
        self.constants, self.generators = constants, generators
        self.given, self.lines = Given(files, generators, scratch), Lines()
        self.there = {case.name: case for case in found}
        self.cases: dict[str, TestCase] = {}  # by hand
        self.notes: list[str] = []

    def taken(self, plan: Plan, said: dict, programs: Iterable[Program]) -> Planned:
        judged = [rule for rule in plan.rules if rule.path.split("/")[0] in JUDGED]
        for rule in judged:
            try:
                self.take(rule)
            except (RuleError, PackageError) as why:
                kept = "its files in data/ are kept" if rule.path in self.there else "there is no such test"
                self.notes.append(f"{rule.path}: {why}; {kept}")
        text, group = self.lines.text(), said.get("test_group.yaml")
        tests = sorted([*self.there.values(), *self.cases.values()], key=lambda case: not case.is_sample)
        return Planned(
            tests=self.without_twins(tests),
            script=text,
            lines=self.lines.by_test,
            generators=self.generators.with_idle(programs),
            reference=reference(judged),
            checker_args=words(group.get("output_validator_args")) if isinstance(group, dict) else (),
            unmade=self.lines.unmade(self.there),
            notes=[
                f"{FILE}: {note}" for note in shortened([*plan.notes, *self.notes, *self.lines.notes, *unused(plan)])
            ],
            is_used=True,
        )

    def take(self, rule: Rule) -> None:
        """Last comes first: a text is written over a copy, and that over what a generator made."""
        if rule.fault:
            raise RuleError(rule.fault)
        input, answer = self.given.file(rule, "in"), self.given.file(rule, "ans")
        command = rule.command(self.constants, CONSTANT)
        if input:
            self.by_hand(rule, input, answer)
        elif not command:
            raise RuleError("it needs in, copy or generate")
        elif answer:
            raise RuleError("a generated test whose answer is written by hand can't be a line of the script")
        else:
            self.scripted(rule, command)

    def by_hand(self, rule: Rule, input: Path, answer: Path | None) -> None:
        case = self.there.get(rule.path)
        is_sample = rule.path.startswith("sample/")
        if case is None:
            self.cases[rule.path] = TestCase(rule.path, input, answer, is_sample)
        elif digest(case.input) != digest(input):
            self.notes.append(f"{rule.path}: data/ has another input than the rule says, and that one is kept")

    def scripted(self, rule: Rule, command: str) -> None:
        """Of a test that is asked for twice, what lies in data/ is the same again."""
        name, *args = rule.words(command)
        if earlier := self.lines.ask(rule, (self.generators.usable(name).path, *args)):
            self.notes.append(f"{rule.path}: the same command as {earlier.path}, so it is asked for once")
            self.there.pop(rule.path, None)

    def without_twins(self, tests: list[TestCase]) -> tuple[TestCase, ...]:
        """A folder that includes another one has its tests again. One of the script's may be there once."""
        hashes = {case.name: digest(case.input) for case in tests}
        scripted = {hashes[case.name]: case.name for case in reversed(tests) if case.name in self.lines.by_test}
        kept = tuple(case for case in tests if scripted.get(hashes[case.name], case.name) == case.name)
        if len(kept) < len(tests):
            many = len(tests) - len(kept)
            self.notes.append(f"{many} tests of data/ have the input of one of the script's, and are left out")
        return kept


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def reference(rules: list[Rule]) -> str:
    """What most of the tests are answered by."""
    said = [rule.setting.solution for rule in rules if rule.setting.solution]
    return max(set(said), key=said.count).lstrip("/") if said else ""


def unused(plan: Plan) -> Iterator[str]:
    rules = plan.rules
    if any(rule.setting.retries != 1 for rule in rules):
        yield "no generator is tried again (retries)"
    if any("match" in rule.said for rule in rules):
        yield "patterns that tests should match are not used"
    if len({rule.setting.solution for rule in rules if rule.setting.solution}) > 1:
        yield "all tests are answered by one solution"
    if others := sorted({rule.path.split("/")[0] for rule in rules} - set(JUDGED)):
        yield f"what is asked for in {', '.join(others)} are tests of programs: those in data/ are taken"


def shortened(notes: list[str]) -> list[str]:
    more = len(notes) - MOST_NOTES
    return notes[:MOST_NOTES] + ([f"and {more} more such remarks"] if more > 0 else [])
