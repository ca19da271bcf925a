"""A search for a test that kills a wrong solution: the draft's generators, over sizes and seeds nobody has tried."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from judge import blobs, drafting, keys, testsets
from judge.candidates import Candidate
from judge.generation import Impossible
from judge.known import agreed_key
from judge.languages import installed
from judge.maker import Made, Maker
from judge.models import InvocationRow, Problem, Revision, User
from judge.packages.kattis.expected import agrees
from judge.tally import Tally, Unfit
from judge.testsets import Row
from judge.tools import Broken
from judge.verdict import Verdict

MOST_TRIES = 400
MOST_SECONDS = 240.0
STRETCH = 2.0  # seconds between two checkpoints, which is what its page hears of
MORE = 40  # tries after the first find, for a smaller one


@dataclass(frozen=True)
class Budget:
    tries: int
    seconds: float
    more: int


def usual() -> Budget:
    return Budget(MOST_TRIES, MOST_SECONDS, MORE)


@dataclass
class Hunt:
    problem: Problem
    path: str  # of the wrong solution
    seed: int
    report: Callable[[int, int], None] = lambda done, goal: None
    keep: Callable[[dict], None] = lambda state: None  # called every few seconds with what `kept` is to be after a kill
    kept: dict | None = None
    tally: Tally = field(default_factory=Tally)
    find: Made | None = None
    budget: Budget = field(default_factory=usual)
    left: int = 0  # tries

    def run(self) -> Made | None:
        """Raises Impossible."""
        self.wrong, self.left = wrong_one(self.problem, self.path), self.budget.tries
        try:
            with Maker(self.problem, self.tally) as self.maker:
                self.go_on()
                self.search()
        except Broken as broken:
            raise Impossible(str(broken)) from broken
        return self.find

    def go_on(self) -> None:
        """From where an earlier attempt was: what it has found is found again, other words are tried."""
        if not self.kept:
            return
        self.tally = self.maker.tally = Tally(**self.kept["tally"])
        self.left = self.kept["left"]
        if found := self.kept["find"]:
            self.take(Candidate(found["generator"], tuple(found["args"]), found["shape"]))

    def search(self) -> None:
        before, began, told = self.tally.seconds, time.monotonic(), time.monotonic()
        is_slow = self.wrong["expected"] == [Verdict.TIME_LIMIT]
        for candidate in self.maker.candidates(self.seed + self.tally.tried, is_slow):
            if self.left <= 0 or self.tally.seconds > self.budget.seconds:
                return
            self.left = min(self.left - 1, self.budget.more) if self.take(candidate) else self.left - 1
            self.tally.tried += 1
            self.tally.seconds = round(before + time.monotonic() - began, 1)
            self.report(self.tally.tried, self.budget.tries)
            if time.monotonic() - told > STRETCH:
                self.keep(self.state())
                told = time.monotonic()

    def state(self) -> dict:
        found = asdict(self.find.candidate) if self.find else None
        return {"tally": self.tally.document(), "left": self.left, "find": found}

    def take(self, candidate: Candidate) -> bool:
        """Whether it kills, and is the smallest by now that does."""
        try:
            made = self.maker.made(candidate, len(self.find.input) if self.find else None)
            self.refuse_unless_killed(made)
        except Unfit as why:
            self.tally.count(why)
            return False
        self.find = made
        return True

    def refuse_unless_killed(self, made: Made) -> None:
        verdict = self.maker.verdict(self.wrong, made)
        if verdict is Verdict.ACCEPTED:
            raise Unfit("passed")
        if not agrees(verdict, self.wrong["expected"]):
            raise Unfit("odd")

    # And into the draft

    def row(self, find: Made) -> Row:
        """As the draft's tests have it, its bytes stored."""
        input, answer = blobs.put_all([find.input, find.answer])
        draft, generator = self.maker.draft, self.maker.generators[find.candidate.generator]
        return Row(
            name="",
            input=input,
            answer=answer,
            input_bytes=len(find.input),
            answer_bytes=len(find.answer),
            origin="search",
            line=find.candidate.words,
            made=keys.made(generator, find.candidate.args),
            valid=keys.valid(draft.programs("validator")),
            answered=agreed_key(draft),
        )

    def end(self, row: InvocationRow, author: User | None, found: Row | None) -> None:
        """What it came to, and the test into the draft. Part of the job's last write."""
        if found and self.find:
            draft = put_in_place(self.problem, author, found, self.path)
            self.tally.test = draft.tests.columns["name"][draft.tests.columns["input"].index(found.input)]
            self.tally.words, self.tally.bytes = self.find.candidate.words, found.input_bytes
        InvocationRow.objects.filter(pk=row.pk).update(hunted=self.tally.document())


def wrong_one(problem: Problem, path: str) -> dict:
    assert problem.draft is not None
    program = problem.draft.program(path)
    if not program or program["language"] not in installed():
        raise Impossible(f"{path} is no longer there, or can't be run here.")
    return program


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
