"""Every test answered by the reference, and every answer asked of the other solutions that ought to be right."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from judge import drafting, testsets
from judge.failures import Failure
from judge.models import Problem, Revision, User
from judge.testsets import Row
from judge.wishes import Impossible
from judge.work import Step, Work

NOTE = "Outputs generated"


class Answering(Work):
    def plan(self) -> Sequence[Step]:
        if not self.draft.reference:
            raise Impossible("There is no reference solution, so there is nothing to run. Choose one.")
        if not self.before:
            raise Impossible("There are no tests to answer yet.")
        return [partial(self.finish, row, None, Failure(test=row.name, message="")) for row in self.before]


def put_in_place(problem: Problem, author: User | None, found: Sequence[Row]) -> Revision:
    """The answers, at those tests whose input is the same still. In one statement where nobody has saved meanwhile."""
    by_name = {row.name: row for row in found}

    def answered(draft: Revision) -> dict:
        return testsets.columns(with_answer(row, by_name.get(row.name)) for row in testsets.rows(draft.columns))

    known = problem.draft
    return drafting.change(
        problem, author, lambda draft: draft.document, tests=answered, note=NOTE, draft=known, links=False
    )


def with_answer(row: Row, news: Row | None) -> Row:
    """What somebody has given stays as it is, and says who agrees."""
    if news is None or news.input != row.input or (row.is_given and news.answer != row.answer):
        return row
    return replace(row, answer=news.answer, answer_bytes=news.answer_bytes, answered=news.answered)
