"""A test on which right solutions disagree: who says what."""

from dataclasses import dataclass

from judge import blobs
from judge.difference import first_difference
from judge.failures import Failure
from judge.models import Problem
from judge.outcome import SHOWN
from judge.settling import is_current
from judge.tokens import Flags
from web.answer import Panel, Piece, marked

MOST = 3  # that are shown in full


@dataclass(frozen=True)
class Dissent:
    """A solution that should be right, and what it gets if the others are."""

    path: str
    verdict: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def says_something(self) -> bool:
        return self.verdict == "WA"


@dataclass(frozen=True)
class Disagreement:
    failure: Failure
    dissents: list[Dissent]
    is_current: bool  # else there is nothing to decide any more
    input: Panel | None  # none where it was found before inputs were kept
    ours: Panel
    theirs: Panel | None  # none where the others came to no end

    @property
    def reference_name(self) -> str:
        return self.failure.reference.rpartition("/")[2]

    @property
    def other_name(self) -> str:
        return self.failure.other.rpartition("/")[2]

    @property
    def agreeing(self) -> list[str]:
        return [path.rpartition("/")[2] for path in self.failure.agreeing]


def disagreements(failures: list[Failure], problem: Problem) -> list[Disagreement]:
    return [disagreement(failure, problem) for failure in failures if failure.ours][:MOST]


def disagreement(failure: Failure, problem: Problem) -> Disagreement:
    ours, theirs = blobs.read(failure.ours, SHOWN), blobs.read(failure.theirs, SHOWN) if failure.theirs else None
    input = Piece(blobs.read(failure.input, SHOWN), failure.input_bytes) if failure.input else None
    found = difference(problem, ours, theirs) if theirs is not None else None
    return Disagreement(
        failure,
        [Dissent(*dissent) for dissent in failure.dissents or [(failure.other, "WA")]],
        problem.draft is not None and is_current(problem.draft, failure),
        marked(input, None, "right") if input else None,
        marked(Piece(ours, len(ours)), found.expected if found else None, "right"),
        None if theirs is None else marked(Piece(theirs, len(theirs)), found.output if found else None, "wrong"),
    )


def difference(problem: Problem, ours: bytes, theirs: bytes):
    checker = problem.draft.document["checker"] if problem.draft else {}
    if checker.get("kind") != "tokens":
        return None
    cut = {"output_is_cut": is_cut(theirs), "expected_is_cut": is_cut(ours)}
    return first_difference(theirs, ours, Flags(**checker["flags"]), **cut)


def is_cut(kept: bytes) -> bool:
    """It may be: more than so much isn't kept."""
    return len(kept) >= SHOWN
