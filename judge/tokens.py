"""The default comparison of the Kattis format: token by token, and numbers within a tolerance.

Equal to the format's own default validator but for one case: what follows a NUL byte within a token is compared too.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from mmap import mmap
from typing import Any

PART = 2**20  # bytes split at a time
BATCH = 2**16  # tokens compared at a time
SHOWN = 30  # bytes of a token in a message
ENDS = re.compile(rb"\S\s")
TOKEN = re.compile(rb"\S+")
RUN = re.compile(rb"\s+|\S+")
# What C's scanf takes for a number and Python doesn't: an exponent without digits, and hexadecimal.
UNFINISHED = re.compile(rb"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))e[+-]?", re.IGNORECASE)
HEXADECIMAL = re.compile(rb"([+-]?0x)([0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+|\.$)(?:p([+-]?[0-9]*))?", re.IGNORECASE)

Bytes = bytes | mmap


class FlagError(ValueError):
    """Flags that the default comparison doesn't have."""


@dataclass(frozen=True)
class Flags:
    case_sensitive: bool = False
    space_change_sensitive: bool = False
    absolute: float = -1  # tolerance; negative: none
    relative: float = -1

    @classmethod
    def parsed(cls, words: Sequence[str]) -> "Flags":
        found: dict[str, Any] = {}
        left = iter(words)
        for word in left:
            if word in ("case_sensitive", "space_change_sensitive"):
                found[word] = True
            elif word in TOLERANCES:
                found |= dict.fromkeys(TOLERANCES[word], tolerance(word, next(left, "")))
            else:
                raise FlagError(f"the default comparison has no flag {word}")
        return cls(**found)

    @property
    def compares_numbers(self) -> bool:
        return self.absolute >= 0 or self.relative >= 0


TOLERANCES = {
    "float_tolerance": ("absolute", "relative"),
    "float_absolute_tolerance": ("absolute",),
    "float_relative_tolerance": ("relative",),
}


def tolerance(word: str, value: str) -> float:
    if (found := number(value.encode())) is None:
        raise FlagError(f"{word} needs a number, not {value or 'nothing'}")
    return found


def number(token: bytes) -> float | None:
    """As C's scanf reads it, when it reads all of it and finds it finite."""
    try:
        found = float(token)
    except ValueError:
        found = odd_number(token)
    return found if math.isfinite(found) and b"_" not in token else None


def odd_number(token: bytes) -> float:
    if match := UNFINISHED.fullmatch(token):
        return float(match[1])
    if not (match := HEXADECIMAL.fullmatch(token)):
        return math.nan
    sign, digits, exponent = (part.decode() for part in match.groups(b""))
    try:
        return float.fromhex(f"{sign}0{digits}p{exponent if exponent[-1:].isdigit() else 0}")
    except OverflowError:
        return math.inf


def difference(answer: Bytes, output: Bytes, flags: Flags) -> str | None:
    """The first difference that counts, in words; None when the output is right."""
    if same_bytes(answer, output):
        return None
    right, given = pieces(answer, flags), pieces(output, flags)
    compared = 0
    while batch := list(islice(right, BATCH)):
        other = list(islice(given, len(batch)))
        if batch != other and (found := first_difference(batch, other, flags)) is not None:
            return explained(answer, output, compared + found, flags)
        compared += len(batch)
    return None if next(given, None) is None else explained(answer, output, compared, flags)


def same_bytes(answer: Bytes, output: Bytes) -> bool:
    """Part by part: a mapped file isn't copied as a whole."""
    size = len(answer)
    return size == len(output) and all(answer[i : i + PART] == output[i : i + PART] for i in range(0, size, PART))


def pieces(data: Bytes, flags: Flags) -> Iterator[bytes]:
    """What is compared one by one: tokens, with the white space between them if it matters."""
    for part in parts(data):
        part = part if flags.case_sensitive else part.lower()
        yield from RUN.findall(part) if flags.space_change_sensitive else part.split()


def parts(data: Bytes) -> Iterator[bytes]:
    """Each ends with a token."""
    start = 0
    while start < len(data):
        cut = ENDS.search(data, start + PART)
        end = cut.start() + 1 if cut else len(data)
        yield data[start:end]
        start = end


def first_difference(right: list[bytes], given: list[bytes], flags: Flags) -> int | None:
    pairs = enumerate(zip(right, given, strict=False))
    found = next((index for index, (one, other) in pairs if one != other and not close(one, other, flags)), None)
    return len(given) if found is None and len(given) < len(right) else found


def close(right: bytes, given: bytes, flags: Flags) -> bool:
    if not flags.compares_numbers or (expected := number(right)) is None or (found := number(given)) is None:
        return False
    error = abs(expected - found)
    return error <= flags.absolute or error <= flags.relative * abs(expected)


# Words


def explained(answer: Bytes, output: Bytes, count: int, flags: Flags) -> str:
    right_line, right = located(answer, count, flags)
    given_line, given = located(output, count, flags)
    return f"line {given_line} of the output, line {right_line} of the answer: {what(right, given, flags)}"


def located(data: Bytes, count: int, flags: Flags) -> tuple[int, bytes | None]:
    """Line and bytes of the piece of that number, from 0."""
    line, pattern = 1, RUN if flags.space_change_sensitive else TOKEN
    for part in parts(data):
        if count < (size := len(pattern.findall(part))):
            match = next(islice(pattern.finditer(part), count, None))
            return line + part[: match.start()].count(b"\n"), match[0]
        count, line = count - size, line + part.count(b"\n")
    return line, None


def what(right: bytes | None, given: bytes | None, flags: Flags) -> str:
    if right is None:
        return f"{shown(given)} follows the right output"
    if given is None:
        return f"the output ends where {shown(right)} is expected"
    expected = number(right) if flags.compares_numbers else None
    error = "" if expected is None else how_far(expected, number(given))
    return f"expected {shown(right)}, found {shown(given)}{error}"


def how_far(expected: float, found: float | None) -> str:
    if found is None:
        return ", which is no number"
    error = abs(expected - found)
    relative = f", relative {error / abs(expected):.3g}" if expected else ""
    return f" (error: absolute {error:.3g}{relative})"


def shown(token: bytes | None) -> str:
    token = token or b""
    if token.isspace():
        return f"white space {ascii(token[:SHOWN].decode())}"
    text = token[:SHOWN].decode(errors="replace")
    return f'"{text}…"' if len(token) > SHOWN else f'"{text}"'
