"""How a program that is to help us came to its end, in words for who wrote it."""

from judge.sandbox import Ending, Result


def how_it_ended(result: Result) -> str:
    if result.ending is Ending.EXITED:
        return f"exited with {result.exit_code}"
    if result.ending is Ending.SIGNALLED:
        return f"was killed by signal {result.signal}"
    return f"hit its {result.ending.value}"
