"""Work on a draft's tests, one after another: what is right is gathered, what is wrong is said by line and by test.

What was done under the same keys isn't done again: a line that is added costs one test, and a job that was killed goes
on where it was. Nothing of the draft changes before all of it is done.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from judge import answering, blobs, freezing, testsets
from judge.answering import Disagreement
from judge.checking import CheckerError
from judge.failures import Enough, Failure, Failures, identity
from judge.gathering import Gathering, Keep
from judge.known import known_of
from judge.models import Problem
from judge.outcome import SHOWN
from judge.testsets import Row
from judge.tools import Broken, Crashed, Tools
from judge.verdict import Verdict
from judge.wishes import Impossible

EVIDENCE = 10  # disagreements whose outputs are kept

Step = Callable[[], None]


class Unfit(Exception):
    """A test that can't be taken."""

    def __init__(self, message: str, is_slow: bool = False):
        super().__init__(message)
        self.is_slow = is_slow


class Work:
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
        self.before = testsets.rows(draft.columns)
        self.known = known_of(draft, [*aside, *self.before])
        self.gathering, self.failures = Gathering(keep), Failures(say)
        self.kept = 0  # disagreements

    def plan(self) -> Sequence[Step]:
        """What there is to do. Raises Impossible."""
        raise NotImplementedError

    def proven(self, row: Row, input: bytes | None) -> Row:
        """Fit to be answered. Raises Unfit."""
        return row

    def run(self) -> Sequence[Row]:
        """All tests as they will be. `failures` says what is wrong with those that are missing."""
        steps = self.plan()
        with Tools(self.version) as self.tools, answering.opened(self.draft, self.tools, self.known) as self.answers:
            try:
                for done, step in enumerate(steps, 1):
                    self.gathering.make_room()
                    step()
                    self.report(done, len(steps))
            except Enough:
                self.say("So much went wrong that the rest was not tried.")
        self.gathering.store()
        return self.gathering.rows

    def finish(self, row: Row, input: bytes | None, place: Failure) -> None:
        """Proven and answered, as far as that isn't known. Bytes are those of a new input."""
        try:
            row, answer = self.answers.to(self.proven(row, input), input)
        except (Crashed, Unfit) as why:
            self.failures.add(replace(place, message=str(why)), why.is_slow)
        except Disagreement as found:
            is_slow = any(dissent.is_slow for dissent in found.dissents)
            self.failures.add(self.disputed(place, found, row, input), is_slow)
        except CheckerError as error:
            self.failures.add(replace(place, message=str(error)))
            raise Enough from error
        except Broken as broken:
            raise Impossible(str(broken)) from broken
        else:
            self.gathering.add(row, input, answer)

    def disputed(self, place: Failure, found: Disagreement, row: Row, input: bytes | None) -> Failure:
        """The bytes of the first few; who stands where of all."""
        seen = [[dissent.path, dissent.verdict.value] for dissent in found.dissents]
        place = replace(place, message=str(found), dissents=seen, agreeing=found.agreeing, is_given=found.is_given)
        place = replace(place, reference=self.answers.reference["path"], identity=identity(row))
        place = replace(place, answer=row.answer or "") if found.is_given else place
        self.kept += 1
        if self.kept > EVIDENCE:
            return place
        spoken = next((dissent for dissent in found.dissents if dissent.verdict is Verdict.WRONG_ANSWER), None)
        asked = blobs.read(row.input, SHOWN) if input is None else input[:SHOWN]
        data, ours, theirs = blobs.put_all([asked, found.ours, spoken.output if spoken else b""])
        place = replace(place, input=data, input_bytes=row.input_bytes, ours=ours)
        return replace(place, theirs=theirs, other=spoken.path) if spoken else place
