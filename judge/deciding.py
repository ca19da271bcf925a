"""What we think of a run: from what happened, and from what the checker says of its output."""

import logging

from judge import blobs
from judge.checking import Checker, CheckerError
from judge.ending import meaning
from judge.languages import LANGUAGES
from judge.models.version import Test
from judge.sandbox import Ending, Result
from judge.verdict import Verdict

VERDICTS = {
    Ending.OUTPUT_LIMIT: Verdict.OUTPUT_LIMIT,
    Ending.MEMORY_LIMIT: Verdict.MEMORY_LIMIT,
    Ending.CPU_LIMIT: Verdict.TIME_LIMIT,
    Ending.WALL_LIMIT: Verdict.TIME_LIMIT,
    Ending.SIGNALLED: Verdict.RUNTIME_ERROR,
    Ending.EXITED: Verdict.RUNTIME_ERROR,
}

log = logging.getLogger(__name__)


def verdict_of(result: Result, test: Test, checker: Checker, language: str) -> tuple[Verdict, bytes]:
    """With the checker's words, or ours. Only what ended well is compared. A checker that breaks would do so again."""
    if result.ending is not Ending.EXITED or result.exit_code != 0:
        return VERDICTS[broken(result, language)], how_it_ended(result)
    try:
        found = checker.compare(blobs.path(test.input), blobs.path(test.answer), result.stdout)
    except CheckerError as error:
        log.error("test %s (input %s): %s", test.number, test.input, error)
        return Verdict.JUDGE_ERROR, str(error).encode()
    return found.verdict, found.message


def broken(result: Result, language: str) -> Ending:
    """How it ended. A run-time system with a heap of its own says that it is full before the sandbox has to."""
    says = LANGUAGES[language].out_of_heap
    ended_by_itself = result.ending in (Ending.EXITED, Ending.SIGNALLED)
    return Ending.MEMORY_LIMIT if says and ended_by_itself and says in result.stderr else result.ending


def how_it_ended(result: Result) -> bytes:
    """What the verdict alone doesn't say."""
    match result.ending:
        case Ending.EXITED:
            return b"The program ended with exit code %d." % (result.exit_code or 0)
        case Ending.SIGNALLED:
            return f"The program was ended by signal {result.signal}{meaning(result.signal)}.".encode()
        case Ending.WALL_LIMIT:
            return b"The program was stopped after %.1f s, in most of which it did nothing but wait." % result.wall
    return b""
