"""The answer to a test: the reference's, or what somebody has given, once all other right solutions agree with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from judge import blobs, keys
from judge.known import Known, agreed_key, others_of
from judge.models import Revision
from judge.outcome import SHOWN
from judge.testsets import Row
from judge.tools import Crashed, Tools
from judge.verdict import Verdict

SHOWN_WORDS = 3  # of how many solutions a message speaks


@dataclass(frozen=True)
class Dissent:
    """A solution that should be right and doesn't say the same; or says nothing, and `verdict` is how it ended."""

    path: str
    words: str
    verdict: Verdict = Verdict.WRONG_ANSWER
    output: bytes = b""
    is_slow: bool = False


class Disagreement(Exception):
    """`ours`: the first 64 KiB of what counts so far, the reference's output or an answer that somebody has `given`."""

    def __init__(self, ours: bytes, dissents: list[Dissent], agreeing: list[str], is_given: bool):
        super().__init__("; ".join(dissent.words for dissent in dissents[:SHOWN_WORDS]))
        self.ours, self.dissents, self.agreeing, self.is_given = ours, dissents, agreeing, is_given


@contextmanager
def opened(draft: Revision, tools: Tools, known: Known) -> Iterator["Answers"]:
    assert draft.reference is not None
    with TemporaryDirectory(prefix="answers-") as folder:
        Path(folder).chmod(0o755)
        yield Answers(draft.reference, others_of(draft), agreed_key(draft), tools, known, Path(folder))


@dataclass(frozen=True)
class Answers:
    reference: dict
    others: list[dict]
    key: str  # of an answer on which all of them agree
    tools: Tools
    known: Known
    folder: Path

    def to(self, row: Row, input: bytes | None) -> tuple[Row, bytes | None]:
        """The row, and the bytes of an answer that is new. Those of its input are given where they are new too.

        Raises Crashed, Disagreement, Broken, CheckerError.
        """
        if row.is_given:
            return self.confirmed(row, input), None
        if agreed := self.known.agreed.get(row.input):
            return answered_as(row, agreed), None
        if known := self.known.answers.get(row.input):
            row, answer = answered_as(row, known), None
        else:
            answer = self.tools.answer(self.reference, source(row.input, input))
        self.refuse_dispute(row, input, answer, self.others)
        return replace(row, answered=self.key), answer

    def confirmed(self, row: Row, input: bytes | None) -> Row:
        """What somebody wrote stands, and the reference is asked like the others whether it agrees."""
        key = keys.given(self.key)
        if row.answered != key:
            self.refuse_dispute(row, input, None, [self.reference, *self.others])
        return replace(row, answered=key)

    def refuse_dispute(self, row: Row, input: bytes | None, answer: bytes | None, others: list[dict]) -> None:
        """All are asked, so that an author sees who stands where."""
        if not others:
            return
        question, ours = self.path("input", row.input, input), self.path("answer", row.answer or "", answer)
        found = [self.dissent(program, question, ours, row.is_given) for program in others]
        if dissents := [dissent for dissent in found if dissent]:
            agreeing = [program["path"] for program, dissent in zip(others, found, strict=True) if not dissent]
            with ours.open("rb") as file:
                raise Disagreement(file.read(SHOWN), dissents, agreeing, row.is_given)

    def dissent(self, program: dict, question: Path, ours: Path, is_given: bool) -> Dissent | None:
        try:
            theirs = self.tools.answer(program, question)
        except Crashed as crash:
            return Dissent(program["path"], str(crash), crash.verdict, is_slow=crash.is_slow)
        checked = self.tools.checker.compare(question, ours, theirs)
        if not checked.verdict.is_failure:
            return None
        whose = "the answer that was given" if is_given else self.reference["path"]
        words = checked.message.decode(errors="replace").replace("\0", "")[:300]
        said = f"{program['path']} doesn't agree with {whose}. {words}".strip()
        return Dissent(program["path"], said, output=theirs[:SHOWN])

    def path(self, name: str, sha: str, fresh: bytes | None) -> Path:
        """Of the blob, or of bytes that aren't stored yet."""
        if fresh is None:
            return blobs.path(sha)
        path = self.folder / name
        path.write_bytes(fresh)
        path.chmod(0o644)
        return path


def source(sha: str, fresh: bytes | None) -> bytes | Path:
    return blobs.path(sha) if fresh is None else fresh


def answered_as(row: Row, other: Row) -> Row:
    return replace(row, answer=other.answer, answer_bytes=other.answer_bytes, answered=other.answered)
