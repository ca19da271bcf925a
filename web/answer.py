"""What a submission's page tells of one test: the bytes a person may see, cut and compared, or only their sizes."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from judge import blobs
from judge.difference import Difference, Span, first_difference
from judge.models import Submission
from judge.models.version import Test
from judge.outcome import SHOWN
from judge.tokens import Flags
from judge.verdict import Verdict
from web import showing


@dataclass(frozen=True, slots=True)
class Piece:
    """The first 64 KiB of something."""

    data: bytes
    size: int  # of all of it

    @property
    def shown(self) -> int:
        return len(self.data)

    @property
    def is_cut(self) -> bool:
        return self.size > len(self.data)


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece as the page draws it."""

    html: SafeString
    piece: Piece
    line: int | None = None  # where the difference begins

    @property
    def can_be_copied(self) -> bool:
        """What is drawn is what it is."""
        return not self.piece.is_cut and '<i class="ws' not in self.html


@dataclass(frozen=True, slots=True)
class Answer:
    test: Test
    verdict: Verdict
    is_smallest: bool
    kind: str = ""
    lies_beyond: bool = False  # the difference is behind what is kept
    is_hidden: bool = False
    is_checked_by_program: bool = False
    input: Panel | None = None
    output: Panel | None = None
    output_bytes: int | None = None
    expected: Panel | None = None
    message: Panel | None = None
    stderr: Panel | None = None


def answer_of(submission: Submission, sees_all: bool, number: int | None = None) -> Answer | None:
    """For the test with that number, or else for the smallest failing one that this person may see."""
    is_judged = submission.verdict not in (Verdict.COMPILE_ERROR, Verdict.JUDGE_ERROR)
    if not submission.results or not (is_judged or (sees_all and has_broken_checker(submission))):
        return None
    verdicts = dict(zip(submission.results["n"], submission.results["verdict"], strict=True))
    smallest = smallest_failing(submission, sees_all) if is_judged else broken_test(submission, verdicts)
    number = number if number in verdicts else smallest
    if number is None:
        return None
    test = submission.version.test(number)
    kept = next((shown for shown in submission.evidence or [] if shown["n"] == number), None)
    may_see = sees_all or submission.problem.shows(test)
    describe = seen if may_see else hidden
    return describe(submission, test, Verdict(verdicts[number]), kept, is_judged and number == smallest)


def has_broken_checker(submission: Submission) -> bool:
    """A judge error on a test is its checker's; any other comes without one."""
    return submission.verdict == Verdict.JUDGE_ERROR and submission.failed_test is not None


def broken_test(submission: Submission, verdicts: dict[int, str]) -> int | None:
    """One of those on which the checker broke, with its words if they are kept."""
    numbers = (shown["n"] for shown in submission.evidence or [])
    return next((n for n in numbers if verdicts[n] == Verdict.JUDGE_ERROR), submission.failed_test)


def smallest_failing(submission: Submission, sees_all: bool) -> int | None:
    """Evidence is in the order of size. When all of it is hidden, the first failing test is told of."""
    numbers = [shown["n"] for shown in submission.evidence or []]
    for number in numbers:
        if sees_all or submission.problem.shows(submission.version.test(number)):
            return number
    return submission.failed_test


def seen(submission: Submission, test: Test, verdict: Verdict, kept: dict | None, is_smallest: bool) -> Answer:
    expected, output = stored(test.answer, test.answer_bytes), output_of(kept)
    compared = output is not None and verdict == Verdict.WRONG_ANSWER
    difference = difference_of(submission, output, expected) if output and compared else None
    return Answer(
        test=test,
        verdict=verdict,
        is_smallest=is_smallest,
        kind=difference.kind if difference else "",
        lies_beyond=compared and not difference and has_default_checker(submission),
        is_checked_by_program=not has_default_checker(submission),
        input=plain(stored(test.input, test.input_bytes)),
        output=marked(output, difference.output if difference else None, "wrong") if output else None,
        output_bytes=output.size if output else None,
        expected=marked(expected, difference.expected if difference else None, "right"),
        message=words(kept, "message"),
        stderr=words(kept, "stderr"),
    )


def hidden(submission: Submission, test: Test, verdict: Verdict, kept: dict | None, is_smallest: bool) -> Answer:
    output = output_of(kept)
    difference = None
    if output and verdict == Verdict.WRONG_ANSWER:
        difference = difference_of(submission, output, stored(test.answer, test.answer_bytes))
    return Answer(
        test=test,
        verdict=verdict,
        is_smallest=is_smallest,
        is_hidden=True,
        kind=difference.kind if difference else "",
        output_bytes=output.size if output else None,
    )


def has_default_checker(submission: Submission) -> bool:
    return submission.version.checker["kind"] == "tokens"


def difference_of(submission: Submission, output: Piece, expected: Piece) -> Difference | None:
    if not has_default_checker(submission):
        return None
    flags = Flags(**submission.version.checker["flags"])
    return first_difference(
        output.data, expected.data, flags, output_is_cut=output.is_cut, expected_is_cut=expected.is_cut
    )


def stored(sha: str, size: int) -> Piece:
    return Piece(blobs.read(sha, SHOWN), size)


def output_of(kept: dict | None) -> Piece | None:
    return stored(kept["output"], kept["output_bytes"]) if kept else None


def words(kept: dict | None, what: str) -> Panel | None:
    """The checker's words, or stderr: all of it that is kept."""
    data = blobs.read(kept[what], SHOWN) if kept else b""
    return plain(Piece(data, len(data))) if data.strip() else None


def plain(piece: Piece) -> Panel:
    return Panel(showing.plain(piece.data, piece.is_cut), piece)


def marked(piece: Piece, span: Span | None, mark: str) -> Panel:
    line = piece.data.count(b"\n", 0, span.start) + 1 if span else None
    return Panel(showing.compared(piece.data, span, mark, piece.is_cut), piece, line)


def compiler_of(submission: Submission) -> Panel | None:
    if not submission.compiler_id:
        return None
    data = blobs.read(submission.compiler_id, SHOWN)
    return plain(Piece(data, len(data))) if data.strip() else None
