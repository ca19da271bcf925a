"""Every test answered by the reference, and every answer asked of the other solutions that ought to be right."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from judge import blobs, drafting, freezing, keys, testsets
from judge.checking import CheckerError
from judge.failures import Enough, Failure, Failures
from judge.gathering import Gathering, Keep
from judge.generation import Impossible
from judge.languages import installed
from judge.models import Problem, Revision, User
from judge.outcome import SHOWN
from judge.testsets import Row
from judge.tools import Broken, Crashed, Tools

NOTE = "Outputs generated"
EVIDENCE = 10  # disagreements whose outputs are kept


class Disagreement(Exception):
    def __init__(self, message: str, other: str, theirs: bytes):
        super().__init__(message)
        self.other, self.theirs = other, theirs


@dataclass(frozen=True)
class Answer:
    path: Path
    fresh: bytes | None  # what isn't stored yet


def others_of(draft: Revision) -> list[dict]:
    """The right solutions beside the reference that can be run here."""
    right = [p for p in draft.programs("solution") if p["expected"] == ["AC"] and not p["reference"]]
    return [program for program in right if program["language"] in installed()]


def agreed_key(draft: Revision) -> str:
    assert draft.reference is not None
    return keys.agreed(draft.reference, draft.document["limits"], others_of(draft), draft.document["checker"])


class Answering:
    def __init__(
        self,
        problem: Problem,
        aside: Sequence[Row] = (),
        *,
        keep: Keep = lambda rows: None,
        report: Callable[[int, int], None] = lambda done, goal: None,
        say: Callable[[str], None] = lambda words: None,
    ):
        assert problem.draft is not None
        self.draft, self.report, self.say = problem.draft, report, say
        self.version = freezing.frozen(problem, problem.draft)
        self.rows = testsets.rows(problem.draft.tests.columns)
        self.aside = {(row.name, row.input): row for row in aside}
        self.gathering, self.failures = Gathering(keep), Failures(say)
        self.kept: list[bytes] = []  # evidence

    def run(self) -> Sequence[Row]:
        self.plan()
        self.key, self.others = agreed_key(self.draft), others_of(self.draft)
        with Tools(self.version) as self.tools, tempfile.NamedTemporaryFile(prefix="answer-") as file:
            self.scratch = Path(file.name)
            try:
                for done, row in enumerate(self.rows, 1):
                    self.gathering.make_room()
                    self.take(self.aside.get((row.name, row.input), row))
                    self.report(done, len(self.rows))
            except Enough:
                self.say("So much went wrong that the rest was not tried.")
        self.gathering.store()
        return self.gathering.rows

    def plan(self) -> None:
        """Raises Impossible."""
        if not self.draft.reference:
            raise Impossible("There is no reference solution, so there is nothing to run. Choose one.")
        if not self.rows:
            raise Impossible("There are no tests to answer yet.")
        self.reference = self.draft.reference

    def take(self, row: Row) -> None:
        if row.answered == self.key and row.answer:
            self.gathering.add(row)
            return
        try:
            answer = self.answer(row)
            self.compare(row, answer)
        except Crashed as crash:
            self.failures.add(Failure(test=row.name, message=str(crash)), crash.is_slow)
        except Disagreement as found:
            self.disagree(row, found, answer)
        except (Broken, CheckerError) as broken:
            raise Impossible(str(broken)) from broken
        else:
            row = row if row.is_given else replace(row, answered=self.key)
            self.gathering.add(row, None, answer.fresh, self.key)

    def answer(self, row: Row) -> Answer:
        """What somebody wrote stands, and the reference is asked like the others whether it agrees."""
        if row.answer and (row.is_given or keys.is_by(row.answered, self.key.partition(keys.AND)[0])):
            return Answer(blobs.path(row.answer), None)
        output = self.tools.answer(self.reference, blobs.path(row.input))
        self.scratch.write_bytes(output)
        return Answer(self.scratch, output)

    def compare(self, row: Row, answer: Answer) -> None:
        judges = [self.reference, *self.others] if row.is_given else self.others
        for program in judges:
            output = self.tools.answer(program, blobs.path(row.input))
            checked = self.tools.checker.compare(blobs.path(row.input), answer.path, output)
            if checked.verdict.is_failure:
                who = "the answer that was given" if row.is_given else self.reference["path"]
                words = checked.message.decode(errors="replace").replace("\0", "")[:300]
                raise Disagreement(f"{program['path']} doesn't agree with {who}. {words}", program["path"], output)

    def disagree(self, row: Row, found: Disagreement, answer: Answer) -> None:
        failure = Failure(test=row.name, message=str(found))
        if len(self.kept) < 2 * EVIDENCE:
            with answer.path.open("rb") as file:
                self.kept += [file.read(SHOWN), found.theirs[:SHOWN]]
            ours, theirs = blobs.put_all(self.kept[-2:])
            failure = replace(failure, ours=ours, theirs=theirs, other=found.other)
        self.failures.add(failure)


def put_in_place(problem: Problem, author: User | None, found: Sequence[Row]) -> Revision:
    """The answers, at those tests whose input is the same still."""
    by_name = {row.name: row for row in found}

    def answered(draft: Revision) -> dict:
        return testsets.columns(with_answer(row, by_name.get(row.name)) for row in testsets.rows(draft.tests.columns))

    known = {"draft": problem.draft, "links": False}
    return drafting.change(problem, author, lambda draft: draft.document, tests=answered, note=NOTE, **known)


def with_answer(row: Row, news: Row | None) -> Row:
    if news is None or news.input != row.input or row.is_given:
        return row
    return replace(row, answer=news.answer, answer_bytes=news.answer_bytes, answered=news.answered)
