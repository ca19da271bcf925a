"""Does each of a draft's programs compile, and does it answer its own tests as its author says it should?"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from django.db.models.functions import Now

from judge import blobs, checking, programs, validating
from judge.checking import CheckerError
from judge.compiling import CompileError, Executable
from judge.languages import installed
from judge.models import Problem, ProgramCheck
from judge.models.text import storable
from judge.sandbox import Ending, Result
from judge.tokens import Flags
from judge.verdict import Verdict

LIMITS = replace(checking.LIMITS, cpu=10, wall=20)
MOST_WORDS = 2000  # of an answer
PATIENCE = 60  # seconds that one program's tests may take together
UNUSED = timedelta(days=7)
STANDARD = "checker"  # what goes by this instead of a path is the standard comparison
Answer = ProgramCheck.Answer
Said = tuple[Answer, str]


@dataclass(frozen=True)
class Test:
    """A question to a program, and the answer that its author wants."""

    key: str
    said: dict  # as the document has it

    __test__ = False  # not a pytest class

    def agrees(self, check: ProgramCheck) -> bool:
        return check.answer == (Answer.ACCEPTS if self.said["accepts"] else Answer.REJECTS)


def topic(problem: Problem) -> str:
    return f"programs {problem.pk}"


def hashed(*said) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def digest(program: dict) -> str:
    """Of what a compiler reads."""
    return hashed("compile", program["language"], program["entry"], program["files"])


def tests_of(document: dict, program: dict | None) -> list[Test]:
    """None: of the standard comparison."""
    said = document["checker"].get("tests", []) if program is None else program["tests"]
    asked = hashed(document["checker"].get("flags")) if program is None else asked_by(document, program)
    return [Test(hashed(asked, [test[name] for name in ("input", "answer", "output")]), test) for test in said]


def asked_by(document: dict, program: dict) -> str:
    return hashed(program["role"], digest(program), args_of(document, program))


def args_of(document: dict, program: dict) -> list[str]:
    """A checker's stand where it is chosen."""
    checker = document["checker"]
    is_chosen = checker["kind"] == "program" and checker["path"] == program["path"]
    return checker["args"] if is_chosen else program["args"]


def standard(document: dict) -> list[None]:
    """The standard comparison, when it has tests and is the one that compares."""
    checker = document["checker"]
    return [None] if checker["kind"] != "program" and checker.get("tests") else []


def wanted(document: dict) -> dict[str, set[str]]:
    """All keys that there should be an answer to, by the program's path. One whose language isn't here is left out."""
    found = {
        program["path"]: {digest(program), *(test.key for test in tests_of(document, program))}
        for program in document["programs"]
        if program["language"] in installed()
    }
    if standard(document):
        found[STANDARD] = {test.key for test in tests_of(document, None)}
    return found


def known(problem: Problem, keys: set[str]) -> dict[str, ProgramCheck]:
    """In one statement."""
    return {check.key: check for check in problem.program_checks.filter(key__in=keys)} if keys else {}


def is_asked(document: dict) -> set[str]:
    return set().union(*wanted(document).values())


def answers(document: dict, done: set[str]) -> Iterator[tuple[str, Answer, str]]:
    """(key, answer, words) of all that isn't done, as they come. Compiling first, of all programs: it is what people
    wait for."""
    lacking = {path: keys - done for path, keys in wanted(document).items()}
    concerned = [program for program in document["programs"] if lacking.get(program["path"])]
    failed = set()
    for program in concerned:
        if digest(program) in lacking[program["path"]]:
            answer, words = compiled(program)
            failed |= {program["path"]} if answer == Answer.FAILS else set()
            yield digest(program), answer, words
    for program in [*concerned, *standard(document)]:
        path = STANDARD if program is None else program["path"]
        tests = [test for test in tests_of(document, program) if test.key in lacking.get(path, ())]
        if tests and path not in failed:
            yield from asked(document, program, tests)


def compiled(program: dict) -> Said:
    try:
        programs.compiled(program)
    except CompileError as error:
        return Answer.FAILS, str(error)
    return Answer.COMPILES, ""


def asked(document: dict, program: dict | None, tests: list[Test]) -> Iterator[tuple[str, Answer, str]]:
    """In one container for all of them, and for so long: what is left then waits until somebody asks again."""
    began = time.monotonic()
    with asking(document, program) as ask:
        for test in tests:
            if time.monotonic() - began > PATIENCE:
                break
            answer, words = ask(test.said)
            yield test.key, answer, storable(words)[:MOST_WORDS]


def asking(document: dict, program: dict | None) -> AbstractContextManager[Callable[[dict], Said]]:
    if program is None:
        return asking_checker(checking.tokens_checker(Flags(**document["checker"]["flags"])))
    args, executable = args_of(document, program), programs.compiled(program)
    if program["role"] == "checker":
        return asking_checker(checking.program_checker(executable, tuple(args), LIMITS))
    return asking_validator(executable, args)


@contextmanager
def asking_checker(opened: AbstractContextManager[checking.Checker]) -> Iterator[Callable[[dict], Said]]:
    with opened as checker:
        yield partial(compared, checker)


def compared(checker: checking.Checker, test: dict) -> Said:
    try:
        found = checker.compare(blobs.path(test["input"]), blobs.path(test["answer"]), blobs.read(test["output"]))
    except CheckerError as error:
        return Answer.BROKEN, str(error)
    words = found.message[:MOST_WORDS].decode(errors="replace")
    return (Answer.ACCEPTS if found.verdict is Verdict.ACCEPTED else Answer.REJECTS), words


@contextmanager
def asking_validator(executable: Executable, args: list[str]) -> Iterator[Callable[[dict], Said]]:
    with executable.container() as box:
        yield lambda test: taken(box.run(executable.command(LIMITS, *args, stdin=blobs.path(test["input"]))))


def taken(result: Result) -> Said:
    """Every exit code but 42 refuses, as packages have it; one that is stopped has said nothing."""
    said = validating.said(result)
    if result.ending is not Ending.EXITED:
        return Answer.BROKEN, f"it {validating.how_it_ended(result)} {said}".strip()
    if result.exit_code == validating.VALID:
        return Answer.ACCEPTS, said
    odd = "" if result.exit_code == checking.REJECT else f"exits with {result.exit_code}"
    return Answer.REJECTS, ": ".join(filter(None, (odd, said)))


def keep(problem: Problem, found: Iterable[tuple[str, Answer, str]]) -> None:
    rows = [
        ProgramCheck(problem=problem, key=key, answer=answer, words=storable(words)[: ProgramCheck.MOST_WORDS])
        for key, answer, words in found
    ]
    ProgramCheck.objects.bulk_create(rows, ignore_conflicts=True)


def forget(problem: Problem, asked: set[str]) -> None:
    """What the draft asks no more, and hasn't for some days."""
    problem.program_checks.filter(created__lt=Now() - UNUSED).exclude(key__in=asked).delete()
