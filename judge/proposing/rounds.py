"""How a proposal comes to be: what is known by now, as its run's document keeps it, and what comes next."""

from dataclasses import dataclass, field
from typing import Any

from judge.proposing import pieces, questions
from judge.proposing.report import Report
from judge.proposing.suite import Suite
from judge.proposing.taking import taken

MOST_ROUNDS = 4
MOST_STEPS = 80


@dataclass
class State:
    """`best`: the round that did best, with the suite that it was about. `steps`: what was done, for people."""

    revision: int = 0  # of the draft that it was begun with
    round: int = 1
    suite: Suite = field(default_factory=Suite)
    answered: list[str] = field(default_factory=list)  # tasks, in this round
    report: Report | None = None  # of the last round that was run
    best: tuple[Suite, Report] | None = None
    steps: list[dict] = field(default_factory=list)
    note: str = ""  # why there were no more rounds
    pieces: list[dict] = field(default_factory=list)  # when all is done
    caught: list[dict] = field(default_factory=list)  # what is not offered, and why
    decided: dict[str, dict] = field(default_factory=dict)

    @classmethod
    def of(cls, document: dict[str, Any] | None) -> "State":
        if not document:
            return cls()
        said = {name: value for name, value in document.items() if name != "v"}
        said["suite"] = Suite.of(said["suite"])
        said["report"] = said["report"] and Report.of(said["report"])
        said["best"] = said["best"] and (Suite.of(said["best"][0]), Report.of(said["best"][1]))
        return cls(**said)

    def document(self) -> dict:
        return {
            "v": 1,
            "revision": self.revision,
            "round": self.round,
            "suite": self.suite.document(),
            "answered": self.answered,
            "report": self.report and self.report.document(),
            "best": self.best and [self.best[0].document(), self.best[1].document()],
            "steps": self.steps[-MOST_STEPS:],
            "note": self.note,
            "pieces": self.pieces,
            "caught": self.caught,
            "decided": self.decided,
        }

    @property
    def questions(self) -> list[str]:
        return questions.left(self.round, self.answered)

    def take(self, task: str, answer: Any) -> None:
        caught = [kill.name for kill in self.report.kills if kill.tests] if self.report else []
        self.suite, self.answered = taken(self.suite, answer, caught), [*self.answered, task]

    def judge(self, report: Report) -> bool:
        """What a round came to; whether another one is worth asking for."""
        self.report, self.suite = report, self.suite.with_found(report.found)
        if self.best is None or report.score > self.best[1].score:
            self.best = self.suite, report
        if report.is_good or self.round >= MOST_ROUNDS:
            return False
        self.round, self.answered = self.round + 1, []
        return True

    def end(self, note: str = "") -> None:
        """What people decide about is the best round's."""
        assert self.best is not None
        self.note = note
        self.pieces, self.caught = pieces.offered(*self.best)

    def add_step(self, step: dict) -> None:
        """The newest word about a step of a round counts."""
        known = [one for one in self.steps if (one["round"], one["step"]) != (step["round"], step["step"])]
        self.steps = [*known, step]
