"""What a test was made, taken and answered by, in a word each: equal words, equal work, which isn't done again."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

LENGTH = 24  # characters: a set of tests holds thousands of them
AND = "+"  # between the key of the reference and that of those who agree with it


def key(*said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:LENGTH]


def of_program(program: dict) -> str:
    return key(program["language"], program["entry"], program["files"], program["args"])


def made(generator: dict, args: Sequence[str]) -> str:
    return key(of_program(generator), list(args))


def valid(validators: Iterable[dict]) -> str:
    """Of all of them together; "" when there are none to be asked."""
    each = sorted(map(of_program, validators))
    return key(each) if each else ""


def answered(reference: dict, limits: dict) -> str:
    return key(of_program(reference), limits)


def agreed(reference: dict, limits: dict, others: Iterable[dict], checker: Any) -> str:
    """That of the reference, and of the other right solutions that say the same."""
    each = sorted(map(of_program, others))
    alone = answered(reference, limits)
    return f"{alone}{AND}{key(each, checker)}" if each else alone


def is_by(answered: str, reference: str) -> bool:
    """Whether the answer is that program's, whoever agreed with it."""
    return answered.partition(AND)[0] == reference
