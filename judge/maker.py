"""A generator's words become a test: generated, new, valid, and answered where the right solutions agree."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from judge import blobs, deciding, freezing, generation, judging
from judge.bounds import of_statements
from judge.candidates import Candidate, Shape, candidates, shapes
from judge.generation import Impossible
from judge.known import others_of
from judge.models import Problem, Revision
from judge.tally import Tally, Unfit
from judge.tools import Crashed, Tools
from judge.usage import Usage, read
from judge.verdict import Verdict

PATIENCE = 10  # of a shape's variations that fail in a row, after which no more of them are tried
SAME = 3  # of them that print what is known: so much of a failure's weight each


@dataclass(frozen=True)
class Made:
    candidate: Candidate
    input: bytes
    answer: bytes
    paths: tuple[Path, Path]  # of both, until the next is made


@dataclass
class Patience:
    """With the shapes of which nothing good comes."""

    failures: dict[int, int] = field(default_factory=dict)  # in a row
    dropped: dict[int, str] = field(default_factory=dict)

    def lose(self, candidate: Candidate, weight: int = 1) -> None:
        self.failures[candidate.shape] = self.failures.get(candidate.shape, 0) + weight
        if self.failures[candidate.shape] >= PATIENCE:
            self.dropped[candidate.shape] = candidate.words

    def regain(self, candidate: Candidate) -> None:
        self.failures[candidate.shape] = 0


class Maker(ExitStack):
    """Of a draft's tests, with its programs kept open. Raises Impossible for what it lacks."""

    def __init__(self, problem: Problem, tally: Tally):
        super().__init__()
        draft = problem.draft
        assert draft is not None
        refuse_without(draft)
        self.draft, self.tally, self.version = draft, tally, freezing.frozen(problem, draft)
        self.generators = {program["path"]: program for program in draft.programs("generator")}
        self.reference, self.others = draft.reference, others_of(draft)
        self.seen = set(draft.tests.columns["input"])
        self.patience = Patience()
        self.shapes = self.all_shapes()

    def __enter__(self) -> "Maker":
        self.tools = self.enter_context(Tools(self.version))
        self.folder = Path(self.enter_context(tempfile.TemporaryDirectory(prefix="maker-")))
        self.folder.chmod(0o755)
        return self

    def all_shapes(self) -> list[Shape]:
        lines = [(line.generator["path"], line.wish.args) for line in generation.lines_of(self.draft)]
        bounds = of_statements(self.draft.document["statements"].values())
        return shapes(lines, {path: usage_of(program) for path, program in self.generators.items()}, bounds)

    def candidates(self, seed: int, is_slow: bool = False) -> Iterator[Candidate]:
        return candidates(self.shapes, seed, self.patience.dropped, is_slow)

    def made(self, candidate: Candidate, below: int | None = None) -> Made:
        """Of fewer bytes than that. Raises Unfit."""
        input = self.generated(candidate)
        if below is not None and len(input) >= below:
            raise Unfit("known")
        self.refuse_known(candidate, input)
        place = self.written("input", input)
        if self.tools.complaint(place):
            self.patience.lose(candidate)
            raise Unfit("invalid")
        self.patience.regain(candidate)
        answer = self.answered(candidate, place)
        return Made(candidate, input, answer, (place, self.written("answer", answer)))

    def generated(self, candidate: Candidate) -> bytes:
        try:
            return self.tools.generated(self.generators[candidate.generator], candidate.args)
        except Crashed as crash:
            self.patience.lose(candidate, PATIENCE if crash.is_slow else 1)
            raise Unfit("failed") from crash

    def refuse_known(self, candidate: Candidate, input: bytes) -> None:
        sha = hashlib.sha256(input).hexdigest()
        if sha in self.seen:
            self.patience.lose(candidate, SAME)
            raise Unfit("known")
        self.seen.add(sha)

    def written(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        path.chmod(0o644)
        return path

    def answered(self, candidate: Candidate, input: Path) -> bytes:
        """By the reference, if the other right solutions agree."""
        assert self.reference is not None
        try:
            answer = self.tools.answer(self.reference, input)
        except Crashed as crash:
            raise Unfit("unanswered") from crash
        place = self.written("answer", answer)
        for other in self.others:
            if not self.agrees(other, input, place):
                self.tally.dispute = self.tally.dispute or f"{other['path']} on {candidate.words}"
                raise Unfit("disputed")
        return answer

    def agrees(self, other: dict, input: Path, answer: Path) -> bool:
        try:
            output = self.tools.answer(other, input)
        except Crashed:
            return False
        return not self.tools.checker.compare(input, answer, output).verdict.is_failure

    def verdict(self, solution: dict, made: Made) -> Verdict:
        input, answer = made.paths
        executable, box = self.tools.box(solution, pinned=True)
        limits = judging.limits_for(self.version, executable.language)
        folder = "/work" if self.version.allows_files else "/box"
        result = box.run(executable.command(limits, stdin=input, folder=folder))
        if not result.succeeded:
            return deciding.VERDICTS[deciding.broken(result, executable.language)]
        return self.tools.checker.compare(input, answer, result.stdout).verdict


def refuse_without(draft: Revision) -> None:
    if not draft.programs("generator"):
        raise Impossible("There is no generator to search with. Write one first.")
    if not draft.programs("validator"):
        raise Impossible("Without a validator nobody can tell whether an input is allowed. Write one first.")
    if not draft.reference:
        raise Impossible("There is no reference solution, so no input could be answered. Choose one.")


def usage_of(program: dict) -> Usage:
    """From its own files: libraries beside them take words of their own."""
    names: Sequence[str] = [name for name in program["files"] if not name.endswith((".h", ".hpp"))]
    return read(blobs.read(program["files"][name]) for name in names)
