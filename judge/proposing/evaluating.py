"""How good are the tests that are written for a problem? A package's own solutions tell; the model has seen one.

Nothing of it is saved but what it has cost: problem and draft are there in memory alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models.functions import Now

from judge import freezing, testsets, verification
from judge.asking import Asker
from judge.checking import CheckerError
from judge.gemini import AiError, Blocked, Nonsense, Truncated
from judge.languages import installed
from judge.models import AiRun, Problem, ProblemVersion, Revision
from judge.packages.importing import bring
from judge.proposing import scores
from judge.proposing.beginning import NotYet, refuse_unready
from judge.proposing.scores import Score, Share
from judge.proposing.straight import Straight
from judge.testsets import Row
from judge.verification import Verified
from judge.wishes import Impossible

SECONDS = 4 * 3600  # for one problem, running what is written included


@dataclass
class Evaluation:
    name: str
    take: int = 1
    score: Score = field(default_factory=Score)
    submissions: list[Verified] = field(default_factory=list)
    failure: str = ""  # why there are no tests
    note: str = ""  # why there were no more rounds

    @property
    def misjudged(self) -> list[Verified]:
        return [one for one in self.submissions if scores.is_misjudged(one)]

    def document(self) -> dict:
        said = [{"path": one.path, "expected": one.expected, "verdict": one.verdict} for one in self.submissions]
        about = {"failure": self.failure, "note": self.note, "submissions": said}
        return {"name": self.name, "take": self.take} | self.score.document() | about


def evaluate(path: Path, take: int = 1, tell: Callable[[str], None] = lambda words: None) -> Evaluation:
    """Each take asks with other seeds. Raises PackageError."""
    version = bring(path).version
    found, others = Evaluation(path.resolve().name, take), set_aside(version)
    try:
        tests = made(drafted(found.name, version), found, tell)
        tell(f"judges {len(others)} known solutions")
        judge(found, tests, others)
    except (Blocked, Nonsense, Truncated) as error:
        found.failure = error.words
        judge(found, None, others)
    except (NotYet, AiError, Impossible, CheckerError) as error:  # which says nothing of the model
        found.failure = words(error)
    return found


def made(problem: Problem, found: Evaluation, tell: Callable[[str], None]) -> ProblemVersion | None:
    """With the tests of the best round."""
    refuse_unready(problem)
    with paid(found) as asker:
        chain = Straight(problem, asker, tell)
        state = chain.run()
    found.note, found.score.rounds = state.note, state.report.round if state.report else 0
    return chain.tests


@contextmanager
def paid(found: Evaluation) -> Iterator[Asker]:
    """Whatever comes of it, what it has cost is in the ledger."""
    row = AiRun.objects.create(kind=AiRun.Kind.PROPOSAL, key=f"evaluate {found.name}"[:200])
    asker = Asker(AiRun.objects.for_asking().get(pk=row.pk), SECONDS, found.take - 1)
    failure = "It was stopped."
    try:
        yield asker
        failure = ""
    except (AiError, Impossible) as error:
        failure = words(error)
        raise
    finally:
        asker.run.keep(asker.calls, finished=Now(), failure=failure)
        found.score.calls, found.score.tokens, found.score.cost = len(asker.made), asker.tokens, asker.cost


def words(error: Exception) -> str:
    return error.words if isinstance(error, AiError) else str(error)


def judge(found: Evaluation, tests: ProblemVersion | None, others: list[dict]) -> None:
    """By no test nobody is judged rightly: that counts against who should have written some."""
    if tests is None:
        found.failure = found.failure or "No round made a valid test."
        right = sum(scores.is_right(program["expected"]) for program in others)
        found.score.right, found.score.wrong = Share(0, right), Share(0, len(others) - right)
        return
    found.submissions = [verification.verified(tests, program) for program in others]
    found.score.tests = tests.test_count
    found.score.right, found.score.wrong = scores.accepted(found.submissions), scores.rejected(found.submissions)


# What the model is told of, and what it isn't


def drafted(name: str, version: ProblemVersion) -> Problem:
    """Statement, limits, samples, checker, and a reference: all else of the package is set aside."""
    problem, document = Problem(slug=name, title=version.title), freezing.plain_document(version)
    kept = [program for program in document["programs"] if program["reference"] or program["role"] == "checker"]
    columns = testsets.columns([row for row in rows_of(version) if row.sample])
    said = {"document": document | {"programs": kept}, "columns": columns, "count": len(columns["name"])}
    problem.draft = Revision(problem=problem, number=1, **said)
    return problem


def rows_of(version: ProblemVersion) -> list[Row]:
    return testsets.rows(freezing.columns_of(version))


def set_aside(version: ProblemVersion) -> list[dict]:
    """The solutions of which somebody knows what they are, and that can be run here."""
    programs = freezing.plain_document(version)["programs"]
    solutions = [one for one in programs if one["role"] == "solution" and not one["reference"]]
    return [one for one in solutions if counts(one["expected"]) and one["language"] in installed()]


def counts(expected: list[str]) -> bool:
    return scores.is_right(expected) or scores.is_wrong(expected)
