"""What a test was made, taken and answered by, in a word each: equal words, equal work, which isn't done again."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

LENGTH = 24  # characters: a set of tests holds thousands of them
GIVEN = "given"
AND = "+"  # between the key of the reference and that of those who agree with it


def key(*said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:LENGTH]


def of_program(program: dict) -> str:
    return key(program["language"], program["entry"], program["files"], program["args"])


def made(generator: dict, args: Sequence[str]) -> str:
    return key(of_program(generator), list(args))


def valid(validators: Iterable[dict], test: str = "") -> str:
    """Of all of them together, with the words that they get at that test; "" when there are none to be asked."""
    each = sorted(of_program(program | {"args": args_for(program, test)}) for program in validators)
    return key(each) if each else ""


def args_for(validator: dict, test: str) -> list[str]:
    return validator.get("args_by_test", {}).get(test, validator["args"])


def valid_keys(validators: Sequence[dict]) -> Callable[[str], str]:
    """That of each test, by its name. Most are the same."""
    usual, special = valid(validators), set().union(*[program.get("args_by_test", ()) for program in validators])
    return lambda test: valid(validators, test) if test in special else usual


def answered(reference: dict, limits: dict) -> str:
    return key(of_program(reference), limits)


def agreed(reference: dict, limits: dict, others: Iterable[dict], checker: Any) -> str:
    """That of the reference, and of the other right solutions that say the same."""
    each = sorted(map(of_program, others))
    alone = answered(reference, limits)
    return f"{alone}{AND}{key(each, checker)}" if each else alone


def given(agreed: str) -> str:
    """Of an answer that somebody wrote, and that all right solutions agree with."""
    return f"{GIVEN}{AND}{key(agreed)}"


def is_given(answered: str) -> bool:
    return answered.partition(AND)[0] in ("", GIVEN)


def is_by(answered: str, reference: str) -> bool:
    """Whether the answer is that program's, whoever agreed with it."""
    return answered.partition(AND)[0] == reference
