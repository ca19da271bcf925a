"""What a solution should get: what its source says, else its folder."""

import re

from judge.verdict import Verdict

ACCEPTED, WRONG, SLOW = (Verdict.ACCEPTED,), (Verdict.WRONG_ANSWER,), (Verdict.TIME_LIMIT,)
CRASHED, OUTPUT, MEMORY = (Verdict.RUNTIME_ERROR,), (Verdict.OUTPUT_LIMIT,), (Verdict.MEMORY_LIMIT,)
UNCOMPILED = (Verdict.COMPILE_ERROR,)
REJECTED = (*WRONG, *SLOW, *CRASHED)

# By folder, and by what DOMjudge's annotation says; both in upper case with "-".
MEANINGS: dict[str, tuple[Verdict, ...]] = {
    "ACCEPTED": ACCEPTED,
    "CORRECT": ACCEPTED,
    "WRONG-ANSWER": WRONG,
    "NO-OUTPUT": WRONG,
    "PRESENTATION-ERROR": WRONG,
    "TIME-LIMIT-EXCEEDED": SLOW,
    "TIMELIMIT": SLOW,
    "TIME-LIMIT": SLOW,
    "RUN-TIME-ERROR": CRASHED,
    "RUNTIME-ERROR": CRASHED,
    "RUN-ERROR": CRASHED,
    "COMPILER-ERROR": UNCOMPILED,
    "COMPILE-ERROR": UNCOMPILED,
    "COMPILATION-ERROR": UNCOMPILED,
    "OUTPUT-LIMIT": OUTPUT,
    "OUTPUT-LIMIT-EXCEEDED": OUTPUT,
    "MEMORY-LIMIT": MEMORY,
    "MEMORY-LIMIT-EXCEEDED": MEMORY,
    "REJECTED": REJECTED,
    "BRUTE-FORCE": (*SLOW, *CRASHED),
}
ANNOTATION = re.compile(rb"@EXPECTED_(?:RESULTS|SCORE)@: ([^\n]*)", re.IGNORECASE)


def expected(folder: str, contents: dict[str, bytes]) -> tuple[Verdict, ...]:
    """Nothing when it is to be checked by a person: it says so, says two things, or lies in `mixed` or the like."""
    said = [found for data in contents.values() for found in ANNOTATION.findall(data)]
    if not said:
        return meaning(folder)
    results = [meaning(word) for word in said[0].decode(errors="replace").split(",")]
    if len(said) > 1 or not all(results):
        return ()
    return tuple(dict.fromkeys(verdict for result in results for verdict in result))


def meaning(word: str) -> tuple[Verdict, ...]:
    return MEANINGS.get(word.strip().upper().replace("_", "-"), ())


def agrees(verdict: Verdict, expected: tuple[Verdict, ...] | list[str]) -> bool | None:
    """Running out of memory or printing too much is a crash to a format that doesn't know better. None: not counted."""
    if not expected:
        return None
    if verdict in (Verdict.MEMORY_LIMIT, Verdict.OUTPUT_LIMIT) and Verdict.RUNTIME_ERROR in expected:
        return True
    return verdict in expected
