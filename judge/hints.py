"""Hints for a submission that failed: from which idea to check to which line and why, without the solution.

They rest on its smallest failing test that its author may see. The model sees no other test; it sees a right solution,
and so what it says goes through a filter (judge/leaks.py) before anybody reads it.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field

from judge import blobs, judging, leaks
from judge.asking import Asker
from judge.compiling import CompileError, compiled
from judge.difference import first_difference
from judge.languages import LANGUAGES
from judge.models import AiRun, Submission
from judge.models.text import storable
from judge.models.version import Test
from judge.tokens import Flags
from judge.verdict import Verdict

LEVELS = 4
TRIES = 2  # answers of the model
REPEATS = 3  # runs in which a failure has to show again
MOST_STATEMENT, MOST_SOURCE, MOST_SHOWN = 20_000, 40_000, 4_000  # characters in a prompt
LANGUAGES_OF_READERS = {"en": "English", "ko": "Korean"}
TAG = re.compile(r"<[^>]*>")
UNWANTED = ("Cc", "Cf", "Cs", "Co")  # Unicode's categories of what can't be seen; line ends stay
REPRODUCING, ASKING, CHECKING = "reproducing", "asking", "checking"

Text = Annotated[str, Field(min_length=1, max_length=3000)]


class Hints(BaseModel):
    levels: list[Text] = Field(min_length=LEVELS, max_length=LEVELS)


class NothingToHint(Exception):
    """The message is for the author of the submission."""


@dataclass(frozen=True)
class Failing:
    """The test that hints rest on. Of one that its author may not see nothing but the verdict is told."""

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


def write(run: AiRun, asker: Asker, tell: Callable[[str], None] = lambda step: None) -> dict:
    """The run's document. Raises AiError, or NothingToHint."""
    submission = run.submission
    if submission is None or (words := lack(submission)):
        raise NothingToHint(words if submission else "The submission is gone.")
    failing = failing_of(submission)
    tell(REPRODUCING)
    if not reproduces(submission, failing.test):
        raise NothingToHint(
            f"Run again {REPEATS} times, the program passed test {failing.test.number}: what it does changes from run "
            "to run. Look for what is never initialised, for time that is nearly up, or for randomness."
        )
    language = (run.document or {}).get("language", "en")
    solutions, fields = right_solutions(submission), fields_of(submission, failing, language)
    known = [*fields.values(), *(part for sample in submission.version.samples for part in sample.values())]
    guard = leaks.Guard(submission, solutions, known, failing.test)
    refused: list[str] = []
    while len(refused) < TRIES:
        tell(ASKING)
        reference = solutions[0][:MOST_SOURCE] if solutions else ""
        found = asker.ask("hints", Hints, reference=reference, refused="; ".join(refused) or "no", **fields)
        tell(CHECKING)
        levels = [readable(level) for level in found.levels]
        if not (complaint := guard.complaint(levels)):
            return {"v": 1, "language": language, "test": failing.test.number, "levels": levels, "refused": refused}
        refused.append(complaint)
    return {"v": 1, "language": language, "test": failing.test.number, "levels": [], "refused": refused}


def failing_of(submission: Submission) -> Failing:
    """The smallest that its author may see, or the first of all where all are hidden."""
    results = submission.results or {"n": [], "verdict": []}
    verdicts = dict(zip(results["n"], results["verdict"], strict=True))
    for kept in submission.evidence or []:
        test = submission.version.test(kept["n"])
        if submission.problem.shows(test):
            return Failing(test, Verdict(verdicts[test.number]), kept)
    test = submission.version.test(submission.failed_test)
    return Failing(test, Verdict(verdicts[test.number]), None)


def reproduces(submission: Submission, test: Test) -> bool:
    try:
        program = compiled(submission.language, judging.source_files(submission))
    except CompileError:
        return True
    runs = judging.runs(program, submission.version, [test] * REPEATS)
    return any(run.verdict.is_failure for run in runs)


# What the model is told


def fields_of(submission: Submission, failing: Failing, language: str) -> dict[str, Any]:
    """All of it may be known to the submission's author."""
    shown = pieces(submission, failing) if failing.kept else dict.fromkeys(("input", "expected", "output", "said"), "")
    return {
        "reader": LANGUAGES_OF_READERS.get(language, "English"),
        "language": LANGUAGES[submission.language].name,
        "verdict": failing.verdict.label,
        "kind": kind(submission, failing),
        "statement": statement(submission, language)[:MOST_STATEMENT],
        "source": submission.source[:MOST_SOURCE],
        **shown,
    }


def pieces(submission: Submission, failing: Failing) -> dict[str, str]:
    kept, test = failing.kept or {}, failing.test
    said = [text(kept["message"]), text(kept["stderr"])]
    return {
        "input": text(test.input),
        "expected": text(test.answer),
        "output": text(kept["output"]),
        "said": "\n".join(filter(None, said)),
    }


def text(sha: str) -> str:
    return blobs.read(sha, MOST_SHOWN).decode(errors="replace")


def kind(submission: Submission, failing: Failing) -> str:
    """Of the difference: it tells nothing of a hidden test's bytes."""
    is_compared = submission.version.checker["kind"] == "tokens" and failing.verdict == Verdict.WRONG_ANSWER
    if not (failing.kept and is_compared):
        return "unknown"
    output, expected = (blobs.read(sha, 2**16) for sha in (failing.kept["output"], failing.test.answer))
    cut = {"output_is_cut": failing.kept["output_bytes"] > len(output)}
    cut["expected_is_cut"] = failing.test.answer_bytes > len(expected)
    found = first_difference(output, expected, Flags(**submission.version.checker["flags"]), **cut)
    return found.kind.value if found else "unknown"


def statement(submission: Submission, language: str) -> str:
    version = submission.version
    for written in (language, "en", *version.statements):
        if source := version.sources.get(written, {}).get("text"):
            return source
        if page := version.statements.get(written):
            return html.unescape(TAG.sub(" ", page))
    return ""


def right_solutions(submission: Submission) -> list[str]:
    """Those of the problem, one in the same language first."""
    programs = [p for p in submission.version.programs if p["role"] == "solution" and p["expected"] == ["AC"]]
    programs.sort(key=lambda program: program["language"] != submission.language)
    return [source_of(program["files"].values()) for program in programs]


def source_of(files: Sequence[str]) -> str:
    return "\n".join(blobs.read(sha).decode(errors="replace") for sha in files)


# What it says


def readable(said: str) -> str:
    """Without what can't be seen, which could turn the page's text around."""
    kept = (c for c in storable(said) if c in "\n\t" or unicodedata.category(c) not in UNWANTED)
    return "".join(kept).strip()
