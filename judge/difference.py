"""Where a program's output first differs from the expected one, as the default checker reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from judge.tokens import RUN, TOKEN, Flags, close


class Kind(StrEnum):
    """What may be said of a hidden test too: it tells nothing of its bytes."""

    NOTHING = "nothing was printed"
    SHORT = "the output ends too early"
    LONG = "the output goes on after the expected end"
    VALUE = "a value differs"
    CASE = "upper and lower case differ"
    SPACE = "the white space differs"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Spans are byte offsets; an empty one lies where that side ended."""

    kind: Kind
    output: Span
    expected: Span


def first_difference(
    output: bytes,
    expected: bytes,
    flags: Flags,
    *,
    output_is_cut: bool = False,
    expected_is_cut: bool = False,
) -> Difference | None:
    """None where there is none, or where it lies behind the end of a side that was cut."""
    words = RUN if flags.space_change_sensitive else TOKEN
    pairs = zip_longest(pieces(words, output, output_is_cut), pieces(words, expected, expected_is_cut))
    for ours, theirs in pairs:
        if (ours is None and output_is_cut) or (theirs is None and expected_is_cut):
            return None
        if ours is None or theirs is None or not same(ours[0], theirs[0], flags):
            return Difference(kind_of(ours, theirs, output), span(ours, output), span(theirs, expected))
    return None


def same(ours: bytes, theirs: bytes, flags: Flags) -> bool:
    if ours == theirs or (not flags.case_sensitive and ours.lower() == theirs.lower()):
        return True
    return close(theirs, ours, flags)


def pieces(words: re.Pattern[bytes], data: bytes, is_cut: bool) -> Iterator[re.Match[bytes]]:
    """The last piece of cut data may be half of one."""
    return (piece for piece in words.finditer(data) if not (is_cut and piece.end() == len(data)))


def span(piece: re.Match[bytes] | None, data: bytes) -> Span:
    return Span(piece.start(), piece.end()) if piece else Span(len(data), len(data))


def kind_of(ours: re.Match[bytes] | None, theirs: re.Match[bytes] | None, output: bytes) -> Kind:
    if (not ours or ours[0].isspace()) and (not theirs or theirs[0].isspace()):
        return Kind.SPACE
    if ours is None:
        return Kind.SHORT if output.strip() else Kind.NOTHING
    if theirs is None:
        return Kind.LONG
    if ours[0].isspace() or theirs[0].isspace():
        return Kind.SPACE
    return Kind.CASE if ours[0].lower() == theirs[0].lower() else Kind.VALUE
