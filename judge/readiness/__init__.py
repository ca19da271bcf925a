"""What a draft lacks before it may be published, and what would make it better: item by item, each where it is mended.

From the document, and from what jobs have found of this very content: two statements, however much there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from judge import invocations, program_checks, trials
from judge.languages import installed
from judge.models import Problem, ProblemVersion, Revision, Trial
from judge.readiness import document, ends, own_tests, tests
from judge.readiness.item import NAMED, Item, State, count, listed, name_of, plural

ROOM = 2  # so many times what the slowest right solution takes, as packages have it


@dataclass(frozen=True)
class Tried:
    """A solution beside what it got."""

    program: dict
    trial: Trial | None

    @property
    def name(self) -> str:
        return name_of(self.program)

    @property
    def is_installed(self) -> bool:
        return self.program["language"] in installed()

    @property
    def agrees(self) -> bool | None:
        """None: it has not been run, or whatever it gets is right."""
        return trials.agreed(self.trial, self.program) if self.trial else None

    @property
    def is_unknown(self) -> bool:
        return self.is_installed and self.trial is None


class Readiness:
    def __init__(self, problem: Problem, draft: Revision):
        self.problem, self.draft, self.document = problem, draft, draft.document
        asked = trials.wanted(problem, draft)
        found = trials.known(problem, set(asked.values()))
        self.solutions = [Tried(p, found.get(asked.get(p["path"], ""))) for p in draft.programs("solution")]
        self.checks = program_checks.known(problem, program_checks.is_asked(self.document))

    @cached_property
    def items(self) -> list[Item]:
        return [
            *document.items(self.draft),
            *own_tests.items(self.document, self.checks),
            *tests.items(self.draft),
            *self.reference(),
            *self.expectations(),
            *document.advice(self.draft),
            *self.room(),
        ]

    @cached_property
    def blocking(self) -> list[Item]:
        """What is open, and what nobody knows yet."""
        left = [item for item in self.items if item.is_blocking and item.state != State.DONE]
        return sorted(left, key=lambda item: item.state == State.UNKNOWN)

    @cached_property
    def advice(self) -> list[Item]:
        """With a statement more, for their strength."""
        open_items = [item for item in self.items if not item.is_blocking and item.state != State.DONE]
        return [*open_items, *self.strength()]

    @cached_property
    def done(self) -> list[Item]:
        return [item for item in self.items if item.state == State.DONE]

    @property
    def is_ready(self) -> bool:
        return not self.blocking

    def reference(self) -> Iterator[Item]:
        chosen = next((tried for tried in self.solutions if tried.program["reference"]), None)
        if chosen is None:
            yield Item("No solution is chosen as the reference, which writes the answers.", "solutions", State.OPEN)
        elif chosen.trial and chosen.trial.verdict != "AC":
            words = f"The reference, {chosen.name}, gets “{chosen.trial.get_verdict_display()}”."
            yield Item(words, "solutions", State.OPEN, path=chosen.program["path"])
        elif chosen.trial:
            yield Item(f"The reference, {chosen.name}, passes every test.", "solutions")
        elif chosen.is_installed:
            yield self.not_run(f"Whether the reference, {chosen.name}, passes every test isn’t known")

    def expectations(self) -> Iterator[Item]:
        others = [tried for tried in self.solutions if not tried.program["reference"]]
        wrong = [tried for tried in others if tried.agrees is False]
        unknown = [tried for tried in others if tried.is_unknown]
        for tried in wrong[:NAMED]:
            assert tried.trial is not None
            should = " or ".join(tried.program["expected"])
            words = f"{tried.name} should get {should}, and gets {tried.trial.verdict}."
            yield Item(words, "solutions", State.OPEN, path=tried.program["path"])
        if len(wrong) > NAMED:
            yield Item(f"{len(wrong) - NAMED} more solutions get what they should not.", "solutions", State.OPEN)
        if unknown:
            yield self.not_run(
                f"Whether {listed(tried.name for tried in unknown)} get{plural(unknown)} what is expected isn’t known"
            )
        elif others and not wrong:
            yield Item(f"{count(len(others), 'other solution')} get{plural(others)} what is expected.", "solutions")

    def not_run(self, words: str) -> Item:
        """The job would refuse to begin without tests and answers: these are items of their own."""
        if trials.lack(self.draft):
            return Item(f"{words}: there is nothing to run it on yet.", "tests", State.UNKNOWN)
        return Item(f"{words}: it has not been run on these tests.", "solutions", State.UNKNOWN, job="verify")

    def strength(self) -> Iterator[Item]:
        """Where there is something to measure it by."""
        wrong = [
            tried for tried in self.solutions if tried.program["expected"] and "AC" not in tried.program["expected"]
        ]
        if not wrong or not self.draft.tests.count:
            return
        if done := invocations.done(self.problem, self.draft):
            yield from ends.items(self.draft, done.extremes)
            return
        words = "How strong the tests are isn’t measured: which test kills which wrong solution."
        job = "" if trials.lack(self.draft) else "strength"
        yield Item(words, "strength", State.UNKNOWN, is_blocking=False, job=job)

    def room(self) -> Iterator[Item]:
        """Of the time limit, above the slowest solution that it must leave room for."""
        right = [t for t in self.solutions if t.trial and t.trial.verdict == "AC" and t.program["expected"] == ["AC"]]
        bound = [tried for tried in right if tried.program["bounds_time"] or tried.program["reference"]]
        slowest = max(bound, key=self.share, default=None)
        if slowest is None or slowest.trial is None:
            return
        limit, took = self.limit_for(slowest.program["language"]), (slowest.trial.cpu_ms or 0) / 1000
        words = f"{slowest.name}, the slowest right solution, takes {took:.2f} s of {limit:g} s."
        if self.share(slowest) * ROOM > 1:
            words = f"{words} Less than {ROOM} times as much time is left: slow machines and languages may fail."
            yield Item(words, "details", State.OPEN, is_blocking=False)
        else:
            yield Item(words, "details", is_blocking=False)

    def share(self, tried: Tried) -> float:
        took = (tried.trial.cpu_ms or 0) / 1000 if tried.trial else 0
        return took / self.limit_for(tried.program["language"])

    def limit_for(self, language: str) -> float:
        """Seconds."""
        factor = self.problem.language_factors.get(language, 1)
        return min(self.document["limits"]["time"] * factor, ProblemVersion.LONGEST)
