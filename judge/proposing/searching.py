"""Before the model is asked again: tests that catch the wrong solutions which survive are searched for with the round's
own generators, given other words. One test may catch several."""

import shlex
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from judge import blobs
from judge.candidates import Candidate
from judge.checking import CheckerError
from judge.maker import Made, Maker
from judge.proposing.imagining import Asked, Imagined
from judge.proposing.killing import Wrong
from judge.proposing.report import Report
from judge.proposing.suite import Piece, some
from judge.tally import Tally, Unfit
from judge.testsets import SCRIPT, Row
from judge.tools import Broken
from judge.verdict import Verdict
from judge.wishes import Impossible

MOST_BYTES = 32 * 2**20  # of the tests that are found, which are held until the search is over
MOST_TRIES, MOST_SECONDS = 160, 60.0  # for those that should be wrong, and again for those that should be too slow


@dataclass(frozen=True)
class Find:
    made: Made
    caught: dict[Wrong, Verdict]


class Search:
    """`asked`: the generators that made a test, and those of their lines that did."""

    def __init__(self, imagined: Imagined, asked: Asked, survivors: Sequence[Wrong], tell: Callable[..., None]):
        self.imagined, self.asked, self.left, self.tell = imagined, asked, list(survivors), tell
        self.goal, self.tried = len(self.left), 0
        self.finds: list[Find] = []
        self.room = MOST_BYTES

    def run(self, seed: int) -> None:
        """The same seed, the same tries. Raises Impossible."""
        try:
            with Maker(self.imagined.narrowed(self.asked), Tally()) as self.maker:
                for is_slow in (False, True):
                    self.look(seed, is_slow)
        except (Broken, CheckerError) as error:
            raise Impossible(f"No further tests can be made: {error}") from error
        caught, tries = f"{self.goal - len(self.left)} of {self.goal} caught", some(self.tried, "try", "tries")
        words = f"{caught} by other words for the generators, {tries}"
        self.tell("search", is_over=True, is_fine=not self.left, words=words)

    def look(self, seed: int, is_slow: bool) -> None:
        began, last = time.monotonic(), self.tried + MOST_TRIES
        for candidate in self.maker.candidates(seed, is_slow):
            is_over = self.tried >= last or time.monotonic() - began > MOST_SECONDS
            if is_over or not any(wrong.is_slow == is_slow for wrong in self.left):
                return
            self.tell("search", done=self.goal - len(self.left), goal=self.goal)
            self.tried += 1
            with suppress(Unfit):
                self.take(candidate)

    def take(self, candidate: Candidate) -> None:
        """Raises Unfit."""
        made = self.maker.made(candidate)
        verdicts = {wrong: self.maker.verdict(wrong.program, made) for wrong in self.left}
        caught = {wrong: verdict for wrong, verdict in verdicts.items() if is_wrong(verdict)}
        size = len(made.input) + len(made.answer)
        if caught and size <= self.room:
            self.room -= size
            self.finds.append(Find(made, caught))
            self.left = [wrong for wrong in self.left if wrong not in caught]

    # What comes of it

    def note(self, report: Report) -> None:
        """The lines that make the tests, and what those catch."""
        report.tried = self.tried
        for find in self.finds:
            piece, line = self.line(find.made.candidate)
            report.note_found(piece.name, line)
            for wrong, verdict in find.caught.items():
                report.note_kill(wrong.name, wrong.own, verdict.value)

    def line(self, candidate: Candidate) -> tuple[Piece, str]:
        pieces = {self.imagined.programs[piece]["path"]: piece for piece, _ in self.asked}
        piece = pieces[candidate.generator]
        return piece, shlex.join([piece.word, *candidate.args])

    def rows(self) -> list[Row]:
        """As the script makes them, their bytes stored."""
        sides = iter(blobs.put_all(side for find in self.finds for side in (find.made.input, find.made.answer)))
        return [
            Row(
                name=self.line(find.made.candidate)[0].word,
                input=next(sides),
                answer=next(sides),
                input_bytes=len(find.made.input),
                answer_bytes=len(find.made.answer),
                origin=SCRIPT,
            )
            for find in self.finds
        ]


def is_wrong(verdict: Verdict) -> bool:
    return verdict.is_failure and verdict is not Verdict.JUDGE_ERROR
