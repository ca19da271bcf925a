"""Where a program's output first differs from the expected one, as the default checker reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest


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


@dataclass(frozen=True, slots=True)
class Rules:
    """The flags of the default checker."""

    case_sensitive: bool = False
    space_change_sensitive: bool = False
    float_absolute_tolerance: float | None = None
    float_relative_tolerance: float | None = None

    @property
    def has_tolerance(self) -> bool:
        return self.float_absolute_tolerance is not None or self.float_relative_tolerance is not None

    def same(self, output: bytes, expected: bytes) -> bool:
        if output == expected or (not self.case_sensitive and output.lower() == expected.lower()):
            return True
        return self.has_tolerance and self.close(output, expected)

    def close(self, output: bytes, expected: bytes) -> bool:
        try:
            ours, theirs = float(output), float(expected)
        except ValueError:
            return False
        error = abs(ours - theirs)
        return error <= (self.float_absolute_tolerance or 0) or error <= (self.float_relative_tolerance or 0) * abs(theirs)


def first_difference(
    output: bytes, expected: bytes, rules: Rules = Rules(), *, output_is_cut: bool = False, expected_is_cut: bool = False
) -> Difference | None:
    """None where there is none, or where it lies behind the end of a side that was cut."""
    words = re.compile(rb"\s+|\S+" if rules.space_change_sensitive else rb"\S+")
    pairs = zip_longest(pieces(words, output, output_is_cut), pieces(words, expected, expected_is_cut))
    for ours, theirs in pairs:
        if (ours is None and output_is_cut) or (theirs is None and expected_is_cut):
            return None
        if ours is None or theirs is None or not rules.same(ours[0], theirs[0]):
            return Difference(kind_of(ours, theirs, output), span(ours, output), span(theirs, expected))
    return None


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
