"""Right solutions disagree on a test: what an author decides of it, each in one step."""

from judge import draft_programs, editing, testsets
from judge.commands import Command, commands
from judge.draft_programs import ProgramError
from judge.drafting import change
from judge.editing import without_answer
from judge.models import Problem, Revision, User
from judge.testsets import Row
from judge.verdict import Verdict
from judge.wishes import Impossible, Line, lines_of

CHANGED = "The test isn’t what it was any more: somebody has changed the script or the tests. Nothing was done."
VERDICTS = ("WA", "TLE", "RTE", "MLE", "OLE")  # what a solution may be found to get

__all__ = ["Stale", "drop", "expect", "forget_answer", "prefer"]


class Stale(Exception):
    """What was to be decided of isn't there any more."""

    def __init__(self, message: str = CHANGED):
        super().__init__(message)


def expect(problem: Problem, author: User, path: str, verdict: str) -> Revision:
    """It isn't right: that is what it should get from now on. Raises ProgramError."""
    if verdict not in VERDICTS:
        raise ProgramError("There is no such verdict.")

    def edit(draft: Revision, program: dict) -> dict:
        wrong = program | {"expected": [Verdict(verdict).value], "bounds_time": False}
        draft_programs.refuse_contradiction(wrong)
        programs = [wrong if other["path"] == path else other for other in draft.document["programs"]]
        return draft.document | {"programs": programs}

    return draft_programs.changed(problem, author, path, edit)


def prefer(problem: Problem, author: User, path: str) -> Revision:
    """It is right and the reference isn't. Raises ProgramError."""

    def edit(draft: Revision, program: dict) -> dict:
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


def drop(problem: Problem, author: User, test: str, number: int) -> Revision:
    """The test, by its line of the script, or by its name alone. Raises Stale."""
    draft = problem.draft
    assert draft is not None
    row = next((row for row in testsets.rows(draft.columns) if row.name == test), None)
    if not number and row is None:
        raise Stale
    if not number and row is not None and not row.is_by_script:
        return editing.delete(problem, author, editing.mark(row))

    def edit(draft: Revision) -> dict:
        line = line_of(draft, test, number, row)
        return draft.document | {"script": without(draft.document["script"], line)}

    def tests(draft: Revision) -> dict:
        made = line_of(draft, test, number, row).row.made
        return testsets.columns(other for other in testsets.rows(draft.columns) if other.made != made)

    return change(problem, author, edit, tests=tests)


def line_of(draft: Revision, test: str, number: int, row: Row | None) -> Line:
    try:
        lines = lines_of(draft)
    except Impossible as error:
        raise Stale(str(error)) from error
    for line in lines:
        is_meant = line.row.name == test and line.wish.line == number if number else row and line.row.made == row.made
        if is_meant:
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


def forget_answer(problem: Problem, author: User, test: str) -> Revision:
    """That somebody gave: the reference's takes its place. Raises Stale."""
    draft = problem.draft
    assert draft is not None
    row = next((row for row in testsets.rows(draft.columns) if row.name == test and row.is_given), None)
    if row is None:
        raise Stale
    return editing.replace_test(problem, author, editing.mark(row), without_answer)
