"""A program's own tests in a draft: added and taken out. Asking them is program_checks' business."""

from judge import blobs, draft_programs, drafting, program_checks
from judge.draft_programs import ProgramError
from judge.models import Problem, Revision, User
from judge.program_checks import STANDARD

ROLES = ("validator", "checker")
MOST = 100  # of a program


def add(
    problem: Problem,
    author: User,
    path: str,
    *,
    accepts: bool,
    input: str,
    answer: str | None = None,
    output: str | None = None,
) -> Revision:
    """A validator's has an input only, which it takes or refuses."""
    pieces = [None if text is None else blobs.put(text.encode()) for text in (input, answer, output)]
    test = dict(zip(("input", "answer", "output"), pieces, strict=True)) | {"accepts": accepts, "name": ""}
    return edited(problem, author, path, lambda tests: with_test(tests, test), [sha for sha in pieces if sha])


def with_test(tests: list[dict], test: dict) -> list[dict]:
    if len(tests) >= MOST:
        raise ProgramError(f"A program has at most {MOST} tests of its own.")
    if any(is_same(other, test) for other in tests):
        raise ProgramError("There is the same test already.")
    return [*tests, test]


def is_same(one: dict, other: dict) -> bool:
    return all(one[name] == other[name] for name in ("input", "answer", "output"))


def remove(problem: Problem, author: User, path: str, key: str) -> Revision:
    """The test with that key; nothing when there is none."""

    def edit(draft: Revision) -> dict:
        program = draft.program(path) if path != STANDARD else None
        gone = [test.said for test in program_checks.tests_of(draft.document, program) if test.key == key]
        return with_tests(draft, path, lambda tests: [test for test in tests if test not in gone])

    return drafting.change(problem, author, edit)


def edited(problem: Problem, author: User, path: str, edit, hashes=()) -> Revision:
    return drafting.change(problem, author, lambda draft: with_tests(draft, path, edit), hashes=hashes)


def with_tests(draft: Revision, path: str, edit) -> dict:
    """The standard comparison's stand beside its choice."""
    document = draft.document
    if path == STANDARD:
        checker = document["checker"]
        return document | {"checker": checker | {"tests": edit(checker.get("tests", []))}}
    program = draft.program(path)
    if program is None:
        raise ProgramError(draft_programs.GONE)
    return drafting.replaced(document, f"programs/{path}", program | {"tests": edit(program["tests"])})
