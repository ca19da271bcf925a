"""Right solutions disagree on a test: what an author decides of it, each in one step."""

from judge import draft_programs, editing, testsets
from judge.commands import Command, commands
from judge.draft_programs import ProgramError
from judge.drafting import change
from judge.editing import without_answer
from judge.failures import Failure, identity
from judge.models import Problem, Revision, User
from judge.testsets import Row
from judge.verdict import Verdict
from judge.wishes import Impossible, Line, lines_of

CHANGED = "The test isn’t what it was any more: somebody has changed the script or the tests. Nothing was done."
OVERTAKEN = "It doesn’t stand like that any more: the reference or the answer is another one. Nothing was done."
VERDICTS = ("WA", "TLE", "RTE", "MLE", "OLE")  # what a solution may be found to get

__all__ = ["Stale", "drop", "expect", "forget_answer", "is_current", "prefer"]


class Stale(Exception):
    """What was to be decided of isn't there any more."""

    def __init__(self, message: str = CHANGED):
        super().__init__(message)


def is_current(draft: Revision, seen: Failure) -> bool:
    """Whether it stands between those whom somebody has seen: the same reference, the same answer that was given."""
    if draft.reference is None or draft.reference["path"] != seen.reference:
        return False
    if not seen.answer:
        return True
    row = row_of(draft, seen)
    return row is not None and row.answer == seen.answer


def row_of(draft: Revision, seen: Failure) -> Row | None:
    rows = testsets.rows(draft.columns)
    return next((row for row in rows if row.name == seen.test and identity(row) == seen.identity), None)


def refuse_overtaken(draft: Revision, seen: Failure) -> None:
    if not is_current(draft, seen):
        raise Stale(OVERTAKEN)


def expect(problem: Problem, author: User, seen: Failure, path: str, verdict: str) -> Revision:
    """It isn't right: that is what it should get from now on. Raises ProgramError, Stale."""
    if verdict not in VERDICTS:
        raise ProgramError("There is no such verdict.")

    def edit(draft: Revision, program: dict) -> dict:
        refuse_overtaken(draft, seen)
        wrong = program | {"expected": [Verdict(verdict).value], "bounds_time": False}
        draft_programs.refuse_contradiction(wrong)
        programs = [wrong if other["path"] == path else other for other in draft.document["programs"]]
        return draft.document | {"programs": programs}

    return draft_programs.changed(problem, author, path, edit)


def prefer(problem: Problem, author: User, seen: Failure, path: str) -> Revision:
    """It is right and the reference isn't. Raises ProgramError, Stale."""

    def edit(draft: Revision, program: dict) -> dict:
        refuse_overtaken(draft, seen)
        draft_programs.refuse_contradiction(program | {"reference": True})
        programs = [preferred(other, path) for other in draft.document["programs"]]
        return draft.document | {"programs": programs}

    return draft_programs.changed(problem, author, path, edit)


def preferred(program: dict, path: str) -> dict:
    if program["path"] == path:
        return program | {"reference": True}
    if not program["reference"]:
        return program
    return program | {"reference": False, "expected": [Verdict.WRONG_ANSWER.value], "bounds_time": False}


def drop(problem: Problem, author: User, seen: Failure) -> Revision:
    """The test, by its line of the script, or by its name alone. Raises Stale."""
    draft = problem.draft
    assert draft is not None
    row = row_of(draft, seen)
    if not seen.line and row is None:
        raise Stale
    if not seen.line and row is not None and not row.is_by_script:
        return editing.delete(problem, author, editing.mark(row))

    def edit(draft: Revision) -> dict:
        return draft.document | {"script": without(draft.document["script"], line_of(draft, seen))}

    def tests(draft: Revision) -> dict:
        made = line_of(draft, seen).row.made
        return testsets.columns(other for other in testsets.rows(draft.columns) if other.made != made)

    return change(problem, author, edit, tests=tests)


def line_of(draft: Revision, seen: Failure) -> Line:
    try:
        lines = lines_of(draft)
    except Impossible as error:
        raise Stale(str(error)) from error
    for line in lines:
        is_there = not seen.line or (line.wish.line == seen.line and line.row.name == seen.test)
        if is_there and identity(line.row) == seen.identity:
            return line
    raise Stale


def without(script: str, line: Line) -> str:
    """A range goes on asking for its other tests."""
    command = next(found for found in commands(script) if found.number == line.wish.line)
    lines = script.split("\n")
    lines[command.number - 1 : command.number] = others(command, line)
    return "\n".join(lines)


def others(command: Command, line: Line) -> list[str]:
    left = [wish for wish in command.wishes if wish.args != line.wish.args]
    return command.texts(left) if left else []


def forget_answer(problem: Problem, author: User, seen: Failure) -> Revision:
    """That somebody gave: the reference's takes its place. Raises Stale."""
    draft = problem.draft
    assert draft is not None
    refuse_overtaken(draft, seen)
    row = row_of(draft, seen)
    if row is None or not row.is_given:
        raise Stale
    return editing.replace_test(problem, author, editing.mark(row), without_answer)
