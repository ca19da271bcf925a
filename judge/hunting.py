"""A search for a test that kills a wrong solution: the draft's generators, over sizes and seeds nobody has tried."""

import hashlib
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from judge import blobs, deciding, drafting, freezing, generation, judging, keys, testsets
from judge.candidates import Candidate, candidates, shapes
from judge.generation import Impossible
from judge.known import agreed_key, others_of
from judge.languages import installed
from judge.models import InvocationRow, Problem, Revision, User
from judge.packages.kattis.expected import agrees
from judge.testsets import Row
from judge.tools import Broken, Crashed, Tools
from judge.verdict import Verdict

MOST_TRIES = 400
MOST_SECONDS = 240.0
STRETCH = 2.0  # seconds between two checkpoints, which is what its page hears of
MORE = 40  # tries after the first find, for a smaller one
PATIENCE = 10  # runs of a line's variations that fail in a row, after which no more of them are tried


@dataclass
class Tally:
    """What came of the search."""

    tried: int = 0
    failed: int = 0  # the generator crashed
    invalid: int = 0
    known: int = 0  # an input that is a test already, or was tried
    unanswered: int = 0  # the reference crashed
    disputed: int = 0  # right solutions disagree
    passed: int = 0  # the wrong solution was right
    odd: int = 0  # it failed otherwise than its author expects
    seconds: float = 0
    test: str = ""  # that was added
    words: str = ""  # the generator and its words
    bytes: int = 0
    dispute: str = ""  # the first: who disagreed, on which words

    def document(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Find:
    candidate: Candidate
    input: bytes
    answer: bytes


class Unfit(Exception):
    """Nothing to be learned from this input; the message is the Tally's counter."""


@dataclass
class Hunt:
    problem: Problem
    path: str  # of the wrong solution
    seed: int
    report: Callable[[int, int], None] = lambda done, goal: None
    keep: Callable[[dict], None] = lambda state: None  # called every few seconds with what `kept` is to be after a kill
    kept: dict | None = None
    tally: Tally = field(default_factory=Tally)
    find: Find | None = None

    def run(self) -> Find | None:
        """Raises Impossible."""
        self.prepare()
        with ExitStack() as stack:
            self.tools = stack.enter_context(Tools(self.version))
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hunt-")))
            self.folder.chmod(0o755)
            self.go_on()
            self.search()
        return self.find

    def go_on(self) -> None:
        """From where an earlier attempt was: what it has found is found again, other words are tried."""
        self.left = MOST_TRIES
        if not self.kept:
            return
        self.tally, self.left = Tally(**self.kept["tally"]), self.kept["left"]
        if found := self.kept["find"]:
            self.take(Candidate(found["generator"], tuple(found["args"]), found["shape"]))

    def search(self) -> None:
        before, began, told = self.tally.seconds, time.monotonic(), time.monotonic()
        for candidate in candidates(self.shapes, self.seed + self.tally.tried, self.dropped):
            if self.left <= 0 or self.tally.seconds > MOST_SECONDS:
                return
            self.left = min(self.left - 1, MORE) if self.take(candidate) else self.left - 1
            self.tally.tried += 1
            self.tally.seconds = round(before + time.monotonic() - began, 1)
            self.report(self.tally.tried, MOST_TRIES)
            if time.monotonic() - told > STRETCH:
                self.keep(self.state())
                told = time.monotonic()

    def state(self) -> dict:
        found = asdict(self.find.candidate) if self.find else None
        return {"tally": self.tally.document(), "left": self.left, "find": found}

    def prepare(self) -> None:
        draft = self.problem.draft
        assert draft is not None
        self.draft, self.version = draft, freezing.frozen(self.problem, draft)
        self.generators = {program["path"]: program for program in draft.programs("generator")}
        wrong, reference = draft.program(self.path), draft.reference
        if not wrong or wrong["language"] not in installed():
            raise Impossible(f"{self.path} is no longer there, or can't be run here.")
        if not self.generators:
            raise Impossible("There is no generator to search with. Write one first.")
        if not draft.programs("validator"):
            raise Impossible("Without a validator nobody can tell whether an input is allowed. Write one first.")
        if not reference:
            raise Impossible("There is no reference solution, so no input could be answered. Choose one.")
        self.wrong, self.reference, self.others = wrong, reference, others_of(draft)
        lines = [(line.generator["path"], line.wish.args) for line in generation.lines_of(draft)]
        self.shapes = shapes(lines, list(self.generators))
        self.failures: dict[int, int] = {}  # in a row, by shape
        self.dropped: dict[int, str] = {}
        self.seen = set(draft.tests.columns["input"])

    def take(self, candidate: Candidate) -> bool:
        """Whether it kills, and is the smallest by now that does."""
        try:
            find = self.tried(candidate)
        except Unfit as why:
            counter = str(why)
            setattr(self.tally, counter, getattr(self.tally, counter) + 1)
            return False
        except Broken as broken:
            raise Impossible(str(broken)) from broken
        if self.find and len(self.find.input) <= len(find.input):
            return False
        self.find = find
        return True

    def tried(self, candidate: Candidate) -> Find:
        input = self.generated(candidate)
        sha = hashlib.sha256(input).hexdigest()
        if sha in self.seen or (self.find and len(input) >= len(self.find.input)):
            raise Unfit("known")
        self.seen.add(sha)
        place = self.written("input", input)
        if self.tools.complaint(place):
            self.count_failure(candidate)
            raise Unfit("invalid")
        self.failures[candidate.shape] = 0
        answer = self.answered(candidate, place)
        self.refuse_unless_killed(place, self.written("answer", answer))
        return Find(candidate, input, answer)

    def written(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        path.chmod(0o644)
        return path

    def generated(self, candidate: Candidate) -> bytes:
        try:
            return self.tools.generated(self.generators[candidate.generator], candidate.args)
        except Crashed as crash:
            self.count_failure(candidate, PATIENCE if crash.is_slow else 1)
            raise Unfit("failed") from crash

    def count_failure(self, candidate: Candidate, weight: int = 1) -> None:
        self.failures[candidate.shape] = self.failures.get(candidate.shape, 0) + weight
        if self.failures[candidate.shape] >= PATIENCE:
            self.dropped[candidate.shape] = candidate.words

    def answered(self, candidate: Candidate, input: Path) -> bytes:
        """By the reference, if the other right solutions agree."""
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

    def refuse_unless_killed(self, input: Path, answer: Path) -> None:
        verdict = self.verdict(input, answer)
        if verdict is Verdict.ACCEPTED:
            raise Unfit("passed")
        if not agrees(verdict, self.wrong["expected"]):
            raise Unfit("odd")

    def verdict(self, input: Path, answer: Path) -> Verdict:
        executable, box = self.tools.box(self.wrong, pinned=True)
        limits = judging.limits_for(self.version, executable.language)
        folder = "/work" if self.version.allows_files else "/box"
        result = box.run(executable.command(limits, stdin=input, folder=folder))
        if not result.succeeded:
            return deciding.VERDICTS[deciding.broken(result, executable.language)]
        return self.tools.checker.compare(input, answer, result.stdout).verdict

    def row(self, find: Find) -> Row:
        """As the draft's tests have it, its bytes stored."""
        input, answer = blobs.put_all([find.input, find.answer])
        generator = self.generators[find.candidate.generator]
        return Row(
            name="",
            input=input,
            answer=answer,
            input_bytes=len(find.input),
            answer_bytes=len(find.answer),
            origin="search",
            line=find.candidate.words,
            made=keys.made(generator, find.candidate.args),
            valid=keys.valid(self.draft.programs("validator")),
            answered=agreed_key(self.draft),
        )

    def end(self, row: InvocationRow, author: User | None, found: Row | None) -> None:
        """What it came to, and the test into the draft. Part of the job's last write."""
        if found and self.find:
            draft = put_in_place(self.problem, author, found, self.path)
            self.tally.test = draft.tests.columns["name"][draft.tests.columns["input"].index(found.input)]
            self.tally.words, self.tally.bytes = self.find.candidate.words, found.input_bytes
        InvocationRow.objects.filter(pk=row.pk).update(hunted=self.tally.document())


def put_in_place(problem: Problem, author: User | None, row: Row, path: str) -> Revision:
    """Behind the others, under the first name that is free."""

    def added(draft: Revision) -> dict:
        rows = testsets.rows(draft.tests.columns)
        if any(other.input == row.input for other in rows):
            return draft.tests.columns
        return testsets.columns([*rows, named(rows, row)])

    note = f"A test that kills {path}"
    return drafting.change(problem, author, lambda draft: draft.document, tests=added, note=note)


def named(rows: list[Row], row: Row) -> Row:
    return testsets.unique([*rows, Row(**asdict(row) | {"name": testsets.free_name(rows, "search")})])[-1]
