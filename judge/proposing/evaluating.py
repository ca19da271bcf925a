"""How good are the tests that are written for a package's problem? Its own solutions tell, of which the model has seen one.

Nothing of it is saved but what it has cost: problem and draft are there in memory alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from judge import freezing, testsets, verification
from judge.asking import Asker
from judge.checking import CheckerError
from judge.gemini import AiError
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
    """`failure`: why there are no tests. On none of them nobody is judged rightly: that counts against them."""

    name: str
    score: Score = field(default_factory=Score)
    submissions: list[Verified] = field(default_factory=list)
    failure: str = ""
    note: str = ""  # why there were no more rounds

    @property
    def misjudged(self) -> list[Verified]:
        return [one for one in self.submissions if one.agrees is False and counts(one.expected)]

    def document(self) -> dict:
        said = [{"path": one.path, "expected": one.expected, "verdict": one.verdict} for one in self.submissions]
        return (
            {"name": self.name}
            | self.score.document()
            | {
                "failure": self.failure,
                "note": self.note,
                "submissions": said,
            }
        )


def evaluate(path: Path) -> Evaluation:
    """Raises PackageError."""
    version = bring(path).version
    found = Evaluation(path.resolve().name)
    problem, others = drafted(found.name, version), set_aside(version)
    found.score.right = Share(0, sum(scores.is_right(program["expected"]) for program in others))
    found.score.wrong = Share(0, len(others) - found.score.right.whole)
    try:
        refuse_unready(problem)
        with paid(found) as asker:
            tests = made(problem, asker, found)
        if tests:
            judge(found, tests, others)
    except (NotYet, AiError, Impossible, CheckerError) as error:
        found.failure = getattr(error, "words", "") or str(error)
    return found


@contextmanager
def paid(found: Evaluation) -> Iterator[Asker]:
    """Whatever comes of it, what it has cost is in the ledger."""
    row = AiRun.objects.create(kind=AiRun.Kind.PROPOSAL, key=f"evaluate {found.name}"[:200])
    asker, failure = Asker(AiRun.objects.for_asking().get(pk=row.pk), SECONDS), "It was stopped."
    try:
        yield asker
        failure = ""
    except AiError as error:
        failure = error.words
        raise
    finally:
        asker.run.fail(asker.calls, failure)
        found.score.calls, found.score.tokens, found.score.cost = len(asker.made), asker.tokens, asker.cost


def made(problem: Problem, asker: Asker, found: Evaluation) -> ProblemVersion | None:
    """With the tests of the best round."""
    chain = Straight(problem, asker)
    state = chain.run()
    found.score.rounds, found.note = state.round, state.note
    found.score.tests = chain.tests.test_count if chain.tests else 0
    found.failure = "" if chain.tests else "No round made a valid test."
    return chain.tests


def judge(found: Evaluation, tests: ProblemVersion, others: list[dict]) -> None:
    found.submissions = [verification.verified(tests, program) for program in others]
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
