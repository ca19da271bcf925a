"""The test that hints rest on: the smallest that fails and that the submission's author may see."""

from dataclasses import dataclass

from judge import judging
from judge.compiling import CompileError, compiled
from judge.models import Submission
from judge.models.version import Test
from judge.verdict import Verdict

REPEATS = 3  # runs in which a failure has to show again


class NothingToHint(Exception):
    """The message is for the author of the submission."""


@dataclass(frozen=True)
class Failing:
    """Of one that its author may not see nothing but the verdict is told."""

    test: Test
    verdict: Verdict
    kept: dict | None  # the evidence: blobs by hash


def lack(submission: Submission) -> str:
    """Why there can be no hints; nothing when there can."""
    match Verdict(submission.verdict):
        case Verdict.PENDING:
            return "This submission is still being judged."
        case Verdict.ACCEPTED:
            return "This submission passed: there is nothing to hint at."
        case Verdict.COMPILE_ERROR:
            return "The compiler says what is wrong; there is nothing to hint at."
        case Verdict.JUDGE_ERROR | Verdict.CANCELLED:
            return "This submission has no verdict to explain."
    return ""


def key(submission: Submission) -> str:
    """The same code on another version fails elsewhere."""
    return f"{submission.pk}:{submission.version_id}"


def failing_of(submission: Submission) -> Failing:
    """The smallest that its author may see, or the first of all where all are hidden. Evidence comes by size."""
    results = submission.results or {"n": [], "verdict": []}
    verdicts = dict(zip(results["n"], results["verdict"], strict=True))
    for kept in submission.evidence or []:
        test = submission.version.test(kept["n"])
        if submission.problem.shows(test):
            return Failing(test, Verdict(verdicts[test.number]), kept)
    test = submission.version.test(submission.failed_test)
    return Failing(test, Verdict(verdicts[test.number]), None)


def refuse_the_unsteady(submission: Submission, test: Test) -> None:
    if not reproduces(submission, test):
        raise NothingToHint(
            f"Run again {REPEATS} times, the program passed test {test.number}: what it does changes from run to run. "
            "Look for what is never initialised, for time that is nearly up, or for randomness."
        )


def reproduces(submission: Submission, test: Test) -> bool:
    try:
        program = compiled(submission.language, judging.source_files(submission))
    except CompileError:
        return True
    runs = judging.runs(program, submission.version, [test] * REPEATS)
    return any(run.verdict.is_failure for run in runs)
