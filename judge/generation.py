"""The tests as the script asks for them: made by the generators, taken by every validator, answered and agreed on."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from judge import drafting, outputs, testsets
from judge.answering import source
from judge.failures import Enough, Failure
from judge.models import Problem, Revision, User
from judge.testsets import Row
from judge.tools import Broken, Crashed
from judge.wishes import Impossible, Line, lines_of
from judge.work import Step, Unfit, Work

__all__ = ["Generation", "Impossible", "lines_of", "put_in_place"]

NOTE = "Tests generated"
SLOW = 5  # seconds: a validator that takes longer to refuse isn't asked for ever


class Generation(Work):
    def __init__(
        self, problem: Problem, aside: Sequence[Row] = (), most_bytes: int = testsets.MOST_BYTES, **told: Callable
    ):
        super().__init__(problem, aside, **told)
        self.most_bytes = self.room = most_bytes  # that lines may make
        self.places: dict[str, str] = {}  # by input: the test that has it
        self.tried: set[str] = set()  # generators that were seen to print the same twice
        self.broken: set[str] = set()

    def plan(self) -> Sequence[Step]:
        """The tests that are there and stay, then those that are to be made."""
        kept, lines = [row for row in self.before if not row.is_by_script], lines_of(self.draft)
        if not kept and not lines:
            raise Impossible("There is nothing to do: the script asks for no test, and none was added by hand.")
        if not self.draft.reference:
            raise Impossible("There is no reference solution, so no test could be answered. Choose one.")
        if len(kept) + len(lines) > testsets.MOST:
            raise Impossible(f"That would be {len(kept) + len(lines):,} tests; at most {testsets.MOST:,} are taken.")
        self.room = self.most_bytes + sum(row.input_bytes + row.answer_bytes for row in kept)
        by_hand = [partial(self.finish, row, None, Failure(test=row.name, message="")) for row in kept]
        return [*by_hand, *[partial(self.make, line) for line in lines]]

    def make(self, line: Line) -> None:
        path, place = line.generator["path"], Failure(line=line.wish.line, test=line.row.name, message="")
        if path in self.broken:
            return
        self.refuse_too_much(place)
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

    def refuse_too_much(self, place: Failure) -> None:
        """A single line may ask for thousands of large tests."""
        if self.gathering.bytes > self.room:
            words = (
                f"The lines before it have made more than {self.most_bytes // 2**20:,} MiB, so there is no room for it."
            )
            self.failures.add(replace(place, message=words))
            raise Enough

    def generated(self, line: Line) -> bytes:
        """A generator's first line is run twice: one that rolls dice of its own is found out at once."""
        path = line.generator["path"]
        data = self.tools.generated(line.generator, line.wish.args)
        if path not in self.tried:
            if self.tools.generated(line.generator, line.wish.args) != data:
                raise Broken(f"{path} printed something else the second time: all its chance must come from its words.")
            self.tried.add(path)
        return data

    def proven(self, row: Row, input: bytes | None) -> Row:
        self.refuse_twin(row)
        return self.validated(row, input)

    def refuse_twin(self, row: Row) -> None:
        """Only the script's are refused: what somebody has put there by hand was a decision."""
        other = self.places.setdefault(row.input, row.name)
        if other != row.name and row.is_by_script:
            raise Unfit(f"It has the same input as the test {other}.")

    def validated(self, row: Row, input: bytes | None) -> Row:
        key = self.known.valid_key(row.name)
        if key and (key, row.input) not in self.known.valid:
            began = time.monotonic()
            if complaint := self.tools.complaint(source(row.input, input), row.name):
                raise Unfit(f"The input isn't valid: {complaint}", is_slow=time.monotonic() - began > SLOW)
            self.known.valid.add((key, row.input))
        return replace(row, valid=key)


# And into the draft


def put_in_place(problem: Problem, author: User | None, found: Sequence[Row], note: str = NOTE) -> Revision:
    """With what the author did meanwhile; in one statement where that is nothing."""
    return drafting.change(
        problem,
        author,
        lambda draft: draft.document,
        tests=lambda draft: testsets.columns(merged(testsets.rows(draft.columns), found)),
        note=note,
        draft=problem.draft,
        links=False,
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
    return outputs.with_answer(replace(row, valid=news.valid), news)
