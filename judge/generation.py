"""The generators' tests: made as the script says, taken by every validator, answered by the reference.

What was done under the same keys isn't done again: a line that is added costs one test, and a job that was killed goes
on where it was. Nothing of the draft changes before all of it is done.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from judge import blobs, drafting, freezing, keys, script, testsets
from judge.failures import Enough, Failure, Failures
from judge.gathering import Gathering, Keep
from judge.known import known_of
from judge.models import Problem, Revision, User
from judge.script import Wish
from judge.testsets import SCRIPT, Row
from judge.tools import Broken, Crashed, Tools

NOTE = "Tests generated"
SLOW = 5  # seconds: a validator that takes longer to refuse isn't asked for ever


class Impossible(Exception):
    """There is no use in beginning."""


class Unfit(Exception):
    """A test that can't be taken."""

    def __init__(self, message: str, is_slow: bool = False):
        super().__init__(message)
        self.is_slow = is_slow


@dataclass(frozen=True)
class Line:
    """A wish of the script, with the program that grants it and the row that it will be."""

    wish: Wish
    generator: dict
    row: Row


def lines_of(draft: Revision) -> list[Line]:
    """Raises Impossible where the script isn't right."""
    generators = {program["path"]: program for program in draft.programs("generator")}
    parsed = script.parse(draft.document["script"])
    faults, _ = script.check(parsed, generators)
    if faults:
        more = f" There are {len(faults)} such lines." if len(faults) > 1 else ""
        raise Impossible(f"Line {faults[0].line} of the script: {faults[0].message}{more}")
    names, counts = script.names_of(generators), dict.fromkeys(generators, 0)
    found = []
    for wish in parsed.wishes:
        path = names[wish.generator][0]
        counts[path] += 1
        name = wish.name or f"{PurePosixPath(path).stem}-{counts[path]:02}"
        made = keys.made(generators[path], wish.args)
        row = Row(name=name, input="", input_bytes=0, group=wish.group, origin=SCRIPT, line=wish.line, made=made)
        row = replace(row, sample=int(wish.is_sample))
        found.append(Line(wish, generators[path], row))
    return found


class Generation:
    def __init__(
        self,
        problem: Problem,
        aside: Sequence[Row] = (),
        *,
        keep: Keep = lambda rows: None,
        report: Callable[[int, int], None] = lambda done, goal: None,
        say: Callable[[str], None] = lambda words: None,
    ):
        """`aside` are the rows that an earlier stretch has kept."""
        draft = problem.draft
        assert draft is not None
        self.draft, self.version, self.report, self.say = draft, freezing.frozen(problem, draft), report, say
        self.before = testsets.rows(draft.tests.columns)
        self.known = known_of(draft, [*aside, *self.before])
        self.gathering, self.failures = Gathering(keep), Failures(say)
        self.places: dict[str, str] = {}  # by input: the test that has it
        self.tried: set[str] = set()  # generators that were seen to print the same twice
        self.broken: set[str] = set()

    def run(self) -> Sequence[Row]:
        """All tests as they will be. `failures` says what is wrong with those that are missing."""
        kept, lines = self.plan()
        with Tools(self.version) as self.tools:
            try:
                for done, step in enumerate(self.steps(kept, lines), 1):
                    self.gathering.make_room()
                    step()
                    self.report(done, len(kept) + len(lines))
            except Enough:
                self.say("So much went wrong that the rest was not tried.")
        self.gathering.store()
        return self.gathering.rows

    def plan(self) -> tuple[list[Row], list[Line]]:
        """What is there and stays, and what is to be made. Raises Impossible."""
        kept, lines = [row for row in self.before if not row.is_by_script], lines_of(self.draft)
        if not kept and not lines:
            raise Impossible("There is nothing to do: the script asks for no test, and none was added by hand.")
        if not self.draft.reference:
            raise Impossible("There is no reference solution, so no test could be answered. Choose one.")
        if len(kept) + len(lines) > testsets.MOST:
            raise Impossible(f"That would be {len(kept) + len(lines):,} tests; at most {testsets.MOST:,} are taken.")
        return kept, lines

    def steps(self, kept: Sequence[Row], lines: Sequence[Line]) -> Iterator[Callable[[], None]]:
        for row in kept:
            yield partial(self.finish, row, None, Failure(test=row.name, message=""))
        for line in lines:
            yield partial(self.make, line)

    def make(self, line: Line) -> None:
        path, place = line.generator["path"], Failure(line=line.wish.line, test=line.row.name, message="")
        if path in self.broken:
            return
        row = line.row
        if earlier := self.known.made.get(row.made):
            row = replace(row, input=earlier.input, input_bytes=earlier.input_bytes, sample=earlier.sample)
            self.finish(row, None, place)
            return
        try:
            data = self.generated(line)
        except Crashed as crash:
            self.failures.add(replace(place, message=str(crash)), crash.is_slow)
        except Broken as broken:
            self.broken.add(path)
            self.failures.add(replace(place, message=str(broken)))
        else:
            row = replace(row, input=hashlib.sha256(data).hexdigest(), input_bytes=len(data))
            self.finish(row, data, place)

    def generated(self, line: Line) -> bytes:
        """A generator's first line is run twice: one that rolls dice of its own is found out at once."""
        path = line.generator["path"]
        data = self.tools.generated(line.generator, line.wish.args)
        if path not in self.tried:
            if self.tools.generated(line.generator, line.wish.args) != data:
                raise Broken(f"{path} printed something else the second time: all its chance must come from its words.")
            self.tried.add(path)
        return data

    def finish(self, row: Row, input: bytes | None, place: Failure) -> None:
        """Validated and answered, as far as that isn't known. Bytes are those of a new input."""
        try:
            self.refuse_twin(row)
            row = self.validated(row, input)
            row, answer = self.answered(row, input)
        except (Crashed, Unfit) as why:
            self.failures.add(replace(place, message=str(why)), why.is_slow)
        except Broken as broken:
            raise Impossible(str(broken)) from broken
        else:
            self.gathering.add(row, input, answer, self.known.reference_key)

    def refuse_twin(self, row: Row) -> None:
        """Only the script's are refused: what somebody has put there by hand was a decision."""
        other = self.places.setdefault(row.input, row.name)
        if other != row.name and row.is_by_script:
            raise Unfit(f"It has the same input as the test {other}.")

    def validated(self, row: Row, input: bytes | None) -> Row:
        if row.input not in self.known.valid and self.known.valid_key:
            began = time.monotonic()
            if complaint := self.tools.complaint(source(row, input)):
                raise Unfit(f"The input isn't valid: {complaint}", is_slow=time.monotonic() - began > SLOW)
            self.known.valid.add(row.input)
        return replace(row, valid=self.known.valid_key)

    def answered(self, row: Row, input: bytes | None) -> tuple[Row, bytes | None]:
        """With the bytes of an answer that is new."""
        if row.is_given:
            return row, None
        if known := self.known.answers.get(row.input):
            found = {name: getattr(known, name) for name in ("answer", "answer_bytes", "answered")}
            return replace(row, **found), None
        reference = self.draft.reference
        assert reference is not None
        return row, self.tools.answer(reference, source(row, input))


def source(row: Row, input: bytes | None) -> bytes | Path:
    return blobs.path(row.input) if input is None else input


# And into the draft


def put_in_place(
    problem: Problem, author: User | None, found: Sequence[Row], aside: int | None = None, note: str = NOTE
) -> Revision:
    """In one transaction, with what the author did meanwhile. `aside` is the test set that the job has already."""
    return drafting.change(
        problem,
        author,
        lambda draft: draft.document,
        tests=lambda draft: testsets.columns(merged(testsets.rows(draft.tests.columns), found)),
        aside=aside,
        note=note,
    )


def merged(now: Sequence[Row], found: Sequence[Row]) -> list[Row]:
    """Tests by hand as they are now, those that weren't touched with what was found out; the script's anew."""
    by_name = {row.name: row for row in found if not row.is_by_script}
    samples = {row.made: row.sample for row in now if row.is_by_script}
    kept = [with_news(row, by_name.get(row.name)) for row in now if not row.is_by_script]
    scripted = [replace(row, sample=samples.get(row.made, row.sample)) for row in found if row.is_by_script]
    return testsets.together(kept, scripted)


def with_news(row: Row, news: Row | None) -> Row:
    if news is None or news.input != row.input:
        return row
    row = replace(row, valid=news.valid)
    if row.is_given:
        return row
    return replace(row, answer=news.answer, answer_bytes=news.answer_bytes, answered=news.answered)
