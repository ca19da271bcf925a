"""A suite is run: compiled, probed, its tests generated, validated and answered, wrong solutions set on them.

Only this module and its neighbours agreeing, generating, killing, probing and searching call what runs drafts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from judge import blobs, programs
from judge.compiling import CompileError
from judge.models import Problem
from judge.models.text import storable
from judge.proposing import killing, probing
from judge.proposing.agreeing import Agreeing
from judge.proposing.generating import Generating
from judge.proposing.imagining import Imagined, old_tests
from judge.proposing.report import MOST_SAID, Fault, Report
from judge.proposing.searching import Search
from judge.proposing.suite import Suite


def silent(step: str, **said) -> None:
    pass


@dataclass
class Tryout:
    """`tell(step, …)` hears of each step as it goes."""

    problem: Problem
    suite: Suite
    round: int
    tell: Callable[..., None] = silent
    report: Report = field(init=False)

    def run(self) -> Report:
        """Raises Impossible where the draft itself can't be used."""
        self.report = Report(self.round, said=list(self.suite.faults))
        self.store()
        self.compile()
        if self.has_validator:
            self.probe()
        if self.has_validator and not self.report.refused_samples:  # else nobody can tell whether a test is valid
            self.report.is_run, self.imagined = True, self.imagine()
            generating = Generating(self.imagined, self.suite, self.report, self.tell)
            generating.run()
            killing.measure(self.imagined, self.suite, self.report, self.tell)
            self.search(generating)
            self.answer()
        return self.report

    def store(self) -> None:
        """All that is known beforehand, at once."""
        assert self.problem.draft
        self.probes = list(probing.questions(self.suite, old_tests(self.problem.draft)))
        texts = [*(piece.source for piece in self.suite.pieces), *(probe.input for probe in self.probes)]
        blobs.put_all(map(str.encode, texts))

    def imagine(self) -> Imagined:
        return Imagined(self.problem, self.suite, self.report.is_broken)

    @property
    def has_validator(self) -> bool:
        return self.suite.validator is not None and self.suite.validator.id not in self.report.is_broken

    def compile(self) -> None:
        pieces, broken = self.imagine().programs, self.report.broken
        for done, (piece, program) in enumerate(pieces.items(), 1):
            self.tell("compile", done=done, goal=len(pieces))
            try:
                programs.compiled(program)
            except CompileError as error:
                said = f"{piece.name} doesn’t compile: {storable(str(error))}"
                broken.append(Fault(piece.id, said[:MOST_SAID]))
        self.tell("compile", is_over=True, is_fine=not broken, words=share(len(pieces), broken, "programs"))
        if not self.suite.validator:
            broken.append(Fault("", "There is no validator."))

    def probe(self) -> None:
        report = self.report
        probing.probe(self.imagine(), self.suite, self.probes, report, self.tell)
        words = share(len(report.probes), report.misjudged, "probes")
        self.tell("probe", is_over=True, is_fine=report.is_sound, words=words)

    def search(self, generating: Generating) -> None:
        """Not by a validator that is known to be wrong."""
        left = killing.survivors(self.imagined, self.suite, self.report)
        if not left or not self.report.is_sound or not generating.good:
            return
        search = Search(self.imagined, generating.good, left, self.tell)
        search.run(seed=self.round)
        search.note(self.report)
        self.imagined.take_tests([*self.imagined.rows, *search.rows()])

    def answer(self) -> None:
        """By the slow solution too."""
        slow, report = self.suite.slow, self.report
        if slow and slow in self.imagined.programs:
            Agreeing(self.imagined, self.imagined.programs[slow], self.tell).run(self.imagined.rows, report)
        self.tell("answer", is_over=True, is_fine=report.is_agreed, words=report.agreement)


def share(count: int, wrong: list, what: str) -> str:
    return f"{count - len(wrong)} of {count} {what}" if wrong else f"{count} {what}"
