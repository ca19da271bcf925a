"""A suite's tests: generated, validated, and answered by the reference."""

from collections.abc import Callable

from judge import freezing, script
from judge.failures import IN_LOG, Failure
from judge.generation import Generation
from judge.models.text import storable
from judge.proposing.imagining import Asked, Imagined
from judge.proposing.report import MOST_SAID, Fault, Report
from judge.proposing.suite import Piece, Suite, some
from judge.tools import Broken, Crashed, Tools

TWIN = "same input as"  # what generation says of a test that is there already: nobody's fault
INVALID = "The input isn't valid"  # likewise: it or a validator is wrong
MOST_FAILURES = 40
MOST_BYTES = 256 * 2**20  # that the lines of a round may make


class Generating:
    """`good`: the lines that made a test."""

    def __init__(self, imagined: Imagined, suite: Suite, report: Report, tell: Callable[..., None]):
        self.imagined, self.suite, self.report, self.tell = imagined, suite, report, tell
        self.good: Asked = []

    def run(self) -> None:
        asked = self.promising([line for line in self.suite.lines if line[0] in self.imagined.programs])
        self.imagined.take_script(asked)
        if not asked and not self.imagined.rows:
            self.report.failures.append(Fault("", "No generator makes a test."))
            return
        work = Generation(self.imagined.problem, most_bytes=MOST_BYTES, report=self.tell_of)
        rows = list(work.run())
        self.imagined.take_tests(rows)
        self.take(asked, {row.line for row in rows if row.is_by_script}, work.failures.found)
        failed = f", {some(len(self.report.failures), 'failure')}" if self.report.failures else ""
        self.tell("generate", is_over=True, is_fine=not failed, words=some(self.report.tests, "test") + failed)

    def tell_of(self, done: int, goal: int) -> None:
        self.tell("generate", done=done, goal=goal)

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

    def take(self, asked: Asked, made: set[int | str], failures: list[Failure]) -> None:
        """`made`: the numbers of lines."""
        self.good = [line for number, line in enumerate(asked, 1) if number in made]
        self.report.tests = len(made)
        for piece, line in self.good:
            self.report.good.setdefault(piece.name, []).append(line)
        for failure in failures:
            if failure.line:
                self.take_failure(failure, *asked[failure.line - 1])
            else:
                self.take_own(failure)

    def take_failure(self, failure: Failure, piece: Piece, line: str) -> None:
        if TWIN in failure.message:
            self.report.twins.append(piece.id)
        else:
            self.fail(piece, f"{line}: {failure.message}")

    def take_own(self, failure: Failure) -> None:
        """What a validator refuses may be the validator's fault, which the model can mend; all else is the author's."""
        said = f"The draft’s test {failure.test}: {failure.message}"
        if failure.message.startswith(INVALID):
            self.fail(None, said)
        else:
            self.report.own = [*self.report.own, storable(said)[:MOST_SAID]][:IN_LOG]

    def fail(self, piece: Piece | None, words: str) -> None:
        if len(self.report.failures) < MOST_FAILURES:
            self.report.failures.append(Fault(piece.id if piece else "", storable(words)[:MOST_SAID]))


def args_of(line: str) -> tuple[str, ...]:
    return script.parse(line).wishes[0].args
