"""The draft as it would be with a suite in it: never saved, and run by the verbs that run every draft."""

from collections.abc import Collection
from copy import copy
from dataclasses import replace

from judge import blobs, testsets
from judge.models import Problem, Revision
from judge.proposing.placing import placed
from judge.proposing.suite import Piece, Suite
from judge.testsets import Row

MOST_OLD = 100  # of the draft's own tests, those that come along


class Imagined:
    """`programs`: what each piece is in it."""

    def __init__(self, problem: Problem, suite: Suite, without: Collection[str] = ()):
        assert problem.draft is not None
        self.real, self.document = problem.draft, problem.draft.document
        self.programs: dict[Piece, dict] = {}
        pieces = [piece for piece in suite.pieces if piece.name not in without]
        hashes = blobs.put_all(piece.source.encode() for piece in pieces)
        for piece, sha in zip(pieces, hashes, strict=True):
            self.document, self.programs[piece] = placed(self.document, piece, sha)
        self.problem = copy(problem)
        self.take_tests(old_tests(self.real))

    def take_tests(self, rows: list[Row]) -> None:
        said = {"document": self.document, "columns": testsets.columns(rows), "count": len(rows)}
        draft = Revision(problem=self.problem, number=self.real.number, author_id=self.real.author_id, **said)
        self.problem.draft = self.draft = draft

    def take_script(self, lines: list[str]) -> None:
        self.document = self.document | {"script": "\n".join(lines)}
        self.take_tests(testsets.rows(self.draft.columns))


def old_tests(draft: Revision) -> list[Row]:
    """As if they had been added by hand, so that they stay. Samples stand before all."""
    rows = [row for row in testsets.rows(draft.columns) if row.answer]
    return [replace(row, origin="hand") for row in testsets.samples_first(rows)[:MOST_OLD]]
