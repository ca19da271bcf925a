"""All rounds in one go, without jobs and without a word to anybody: nobody waits for it but who called it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from judge import freezing, testsets
from judge.asking import Asker
from judge.gemini import AiError, BudgetSpent
from judge.models import Problem, ProblemVersion
from judge.proposing import questions
from judge.proposing.rounds import State
from judge.proposing.tryout import Tryout


class Straight:
    """`tests`: the problem with those that the best round's generators have made, and no others. `tell` hears in words
    what is being done."""

    def __init__(self, problem: Problem, asker: Asker, tell: Callable[[str], None] = lambda words: None):
        self.problem, self.asker, self.state, self.tell = problem, asker, State(), tell
        self.tests: ProblemVersion | None = None

    def run(self) -> State:
        """Raises AiError where no round was run, Impossible where the draft can't be used."""
        goes_on = True
        while goes_on:
            try:
                self.ask()
            except AiError as error:
                if self.state.best is None:
                    raise
                self.state.note = error.words
                break
            goes_on = self.judge()
        return self.state

    def ask(self) -> None:
        for task in self.state.questions:
            self.refuse_beyond()
            self.tell(f"round {self.state.round}: asks for {task}")
            self.state.take(task, self.answer(task))
            self.asker.run.keep(self.asker.calls)

    def answer(self, task: str) -> BaseModel:
        fields: dict[str, Any] = questions.fields(task, self.problem, self.state.suite, self.state.report)
        return self.asker.ask(task, questions.SCHEMAS[task], **fields)

    def refuse_beyond(self) -> None:
        """The problem isn't saved, so that the asker knows of none whose budget it could look at."""
        if self.asker.tokens >= settings.AI_TOKENS_PER_PROBLEM:
            raise BudgetSpent("What the AI does for one problem is spent.")

    def judge(self) -> bool:
        tryout = Tryout(self.problem, self.state.suite, self.state.round)
        report = tryout.run()
        caught = f"{report.killed} of {len(report.kills)} wrong solutions caught"
        self.tell(f"round {report.round}: {report.tests} tests, {len(report.faults)} faults, {caught}")
        goes_on = self.state.judge(report)
        if self.state.best and self.state.best[1] is report:
            self.tests = generated(tryout) if report.tests else None
        return goes_on


def generated(tryout: Tryout) -> ProblemVersion:
    imagined = tryout.imagined
    imagined.take_tests([row for row in testsets.rows(imagined.draft.columns) if row.is_by_script])
    return freezing.frozen(imagined.problem, imagined.draft)
