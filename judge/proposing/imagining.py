"""The draft as it would be with a suite in it: never saved, and run by the verbs that run every draft."""

from collections.abc import Collection
from copy import copy
from dataclasses import replace

from judge import testsets
from judge.models import Problem, Revision
from judge.proposing import scripting
from judge.proposing.placing import place_of, put
from judge.proposing.suite import Piece, Suite
from judge.testsets import Row

MOST_OLD = 100  # of the draft's own tests, those that come along

type Asked = list[tuple[Piece, str]]  # generators and their lines


class Imagined:
    """`programs`: what each piece is in it. The pieces' sources are stored already. `without`: ids of pieces."""

    def __init__(self, problem: Problem, suite: Suite, without: Collection[str] = ()):
        assert problem.draft is not None
        self.real, self.document = problem.draft, problem.draft.document
        self.programs: dict[Piece, dict] = {}
        leaving: set[str] = set()
        for piece in suite.pieces:
            if piece.id not in without:
                place = place_of(self.document, piece, piece.sha)
                leaving |= scripting.made(self.document, place.earlier)
                self.document, self.programs[piece] = put(self.document, place), place.program
        self.problem = copy(problem)
        self.take_tests(old_tests(self.real, leaving))

    def take_tests(self, rows: list[Row]) -> None:
        self.rows = testsets.unique(rows)
        self.problem.draft = self.draft = self.drafted(self.document)

    def take_script(self, asked: Asked) -> None:
        self.document = self.document | {"script": self.script(asked)}
        self.problem.draft = self.draft = self.drafted(self.document)

    def narrowed(self, asked: Asked) -> Problem:
        """The problem with no generators but these, and no lines but these."""
        paths = {self.programs[piece]["path"] for piece, _ in asked}
        programs = [one for one in self.document["programs"] if one["role"] != "generator" or one["path"] in paths]
        problem = copy(self.problem)
        problem.draft = self.drafted(self.document | {"programs": programs, "script": self.script(asked)})
        return problem

    def drafted(self, document: dict) -> Revision:
        columns, count = testsets.columns(self.rows), len(self.rows)
        real = {"number": self.real.number, "author_id": self.real.author_id}
        return Revision(problem=self.problem, document=document, columns=columns, count=count, **real)

    def script(self, asked: Asked) -> str:
        """Generators are called by their paths, which nothing else goes by."""
        lines = [[self.programs[piece]["path"], *line.split(" ", 1)[1:]] for piece, line in asked]
        return "\n".join(map(" ".join, lines))


def old_tests(draft: Revision, leaving: Collection[str] = ()) -> list[Row]:
    """As if they had been added by hand, so that they stay. Samples stand before all. `leaving`: what made those whose
    lines give way to the suite's, which may make them again."""
    rows = [row for row in testsets.rows(draft.columns) if row.answer and not (row.made and row.made in leaving)]
    return [replace(row, origin="hand") for row in testsets.samples_first(rows)[:MOST_OLD]]
