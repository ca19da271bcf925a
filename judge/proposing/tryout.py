"""A suite is run: compiled, probed, its tests generated, validated and answered, wrong solutions set on them.

Only this module and its neighbours agreeing, killing and probing call what runs drafts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from judge import freezing, programs, script, testsets
from judge.compiling import CompileError
from judge.failures import Failure
from judge.generation import Generation
from judge.models import Problem
from judge.models.text import storable
from judge.proposing import killing, probing
from judge.proposing.agreeing import Agreeing
from judge.proposing.imagining import Imagined
from judge.proposing.report import MOST_SAID, Fault, Report
from judge.proposing.suite import Piece, Suite
from judge.testsets import Row
from judge.tools import Broken, Crashed, Tools

TWIN = "same input as"  # what generation says of a test that is there already: nobody's fault
MOST_FAILURES = 40

type Asked = list[tuple[Piece, str]]  # generators and their lines


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
        self.compile()
        if self.has_validator:
            self.probe()
        if self.has_validator and not self.report.refused_samples:  # else nobody can tell whether a test is valid
            self.imagined = self.imagine()
            rows = self.generate()
            self.imagined.take_tests(rows)
            self.answer(rows)
            killing.measure(self.imagined, self.suite, self.report, self.tell)
        return self.report

    def imagine(self) -> Imagined:
        return Imagined(self.problem, self.suite, self.report.is_broken)

    @property
    def has_validator(self) -> bool:
        return self.suite.validator is not None and self.suite.validator.name not in self.report.is_broken

    def compile(self) -> None:
        pieces = self.imagine().programs
        for done, (piece, program) in enumerate(pieces.items(), 1):
            self.tell("compile", done=done, goal=len(pieces))
            try:
                programs.compiled(program)
            except CompileError as error:
                said = f"{piece.name} doesn’t compile: {storable(str(error))}"
                self.report.broken.append(Fault(piece.name, said[:MOST_SAID]))
        self.tell(
            "compile",
            is_over=True,
            is_fine=not self.report.broken,
            words=share(len(pieces), self.report.broken, "programs"),
        )
        if not self.suite.validator:
            self.report.broken.append(Fault("", "There is no validator."))

    def probe(self) -> None:
        imagined = self.imagine()
        assert self.suite.validator
        validator = imagined.programs[self.suite.validator]
        rows = testsets.rows(imagined.draft.columns)
        probing.probe(imagined.document, validator, self.suite, rows, self.report, self.tell)
        self.tell(
            "probe",
            is_over=True,
            is_fine=self.report.is_sound,
            words=share(len(self.report.probes), self.report.misjudged, "probes"),
        )

    # Generated, validated, and answered by the reference

    def generate(self) -> list[Row]:
        asked = self.promising([line for line in self.suite.lines if line[0] in self.imagined.programs])
        self.imagined.take_script([self.spelled(*line) for line in asked])
        if not asked and not self.imagined.draft.count:
            self.report.failures.append(Fault("", "No generator makes a test."))
            return []
        work = Generation(self.imagined.problem, report=lambda done, goal: self.tell("generate", done=done, goal=goal))
        rows = list(work.run())
        self.take(asked, rows, work.failures.found)
        failed = f", {some(len(self.report.failures), 'failure')}" if self.report.failures else ""
        self.tell("generate", is_over=True, is_fine=not failed, words=some(self.report.tests, "test") + failed)
        return rows

    def promising(self, asked: Asked) -> Asked:
        """A generator whose first line fails is left out at once: one that never ends would take the others along."""
        failed: set[Piece] = set()
        firsts = dict(reversed(asked))
        with Tools(freezing.frozen(self.imagined.problem, self.imagined.draft)) as tools:
            for piece in dict.fromkeys(piece for piece, _ in asked):
                try:
                    tools.generated(self.imagined.programs[piece], args_of(firsts[piece]))
                except (Crashed, Broken) as why:
                    failed.add(piece)
                    self.fail(piece, f"{firsts[piece]}: {why}")
        return [(piece, line) for piece, line in asked if piece not in failed]

    def spelled(self, piece: Piece, line: str) -> str:
        """By the path, which nothing else goes by."""
        return " ".join([self.imagined.programs[piece]["path"], *line.split(" ", 1)[1:]])

    def take(self, asked: Asked, rows: list[Row], failures: list[Failure]) -> None:
        made = {row.line for row in rows if row.is_by_script}
        self.report.tests = len(made)
        for number, (piece, line) in enumerate(asked, 1):
            if number in made:
                self.report.good.setdefault(piece.name, []).append(line)
        for failure in failures:
            if TWIN in failure.message:
                continue
            if failure.line:
                piece, line = asked[failure.line - 1]
                self.fail(piece, f"{line}: {failure.message}")
            else:
                self.fail(None, f"The draft’s test {failure.test}: {failure.message}")

    def fail(self, piece: Piece | None, words: str) -> None:
        if len(self.report.failures) < MOST_FAILURES:
            self.report.failures.append(Fault(piece.name if piece else "", storable(words)[:MOST_SAID]))

    # Answered by the slow solution too

    def answer(self, rows: list[Row]) -> None:
        slow = self.suite.slow
        if slow and slow in self.imagined.programs:
            Agreeing(self.imagined, self.imagined.programs[slow], self.tell).run(rows, self.report)
        self.tell("answer", is_over=True, is_fine=self.report.is_agreed, words=said_of_agreement(self.report))


def some(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def args_of(line: str) -> tuple[str, ...]:
    return script.parse(line).wishes[0].args


def share(count: int, wrong: list, what: str) -> str:
    return f"{count - len(wrong)} of {count} {what}" if wrong else f"{count} {what}"


def said_of_agreement(report: Report) -> str:
    if report.slow_fault and not report.agreed:
        return "the slow solution fails"
    asked = report.disputed + report.agreed
    late = f", too slow for {report.unanswered}" if report.unanswered else ""
    if report.disputed:
        return f"reference and slow solution disagree on {report.disputed} of {some(asked, 'test')}{late}"
    return f"reference and slow solution agree on {some(report.agreed, 'test')}{late}"
