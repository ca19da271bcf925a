"""Where a program's output first differs from the expected one, as the default checker reads them."""

import re
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


@dataclass(frozen=True, slots=True)
class Side:
    data: bytes
    is_cut: bool  # there was more of it

    def is_open(self, piece: re.Match[bytes] | None) -> bool:
        """How the piece goes on is not known."""
        return self.is_cut and (piece is None or piece.end() == len(self.data))

    def span(self, piece: re.Match[bytes] | None) -> Span:
        return Span(piece.start(), piece.end()) if piece else Span(len(self.data), len(self.data))


def first_difference(
    output: bytes,
    expected: bytes,
    flags: Flags,
    *,
    output_is_cut: bool = False,
    expected_is_cut: bool = False,
) -> Difference | None:
    """None where there is none, or where it may lie behind the end of a side that was cut."""
    words = RUN if flags.space_change_sensitive else TOKEN
    left, right = Side(output, output_is_cut), Side(expected, expected_is_cut)
    for ours, theirs in zip_longest(words.finditer(output), words.finditer(expected)):
        if left.is_open(ours) or right.is_open(theirs):
            if may_be_same(ours, theirs, left.is_open(ours), right.is_open(theirs), flags):
                return None
        elif ours and theirs and same(ours[0], theirs[0], flags):
            continue
        return Difference(kind_of(ours, theirs, output), left.span(ours), right.span(theirs))
    return None


def same(ours: bytes, theirs: bytes, flags: Flags) -> bool:
    if ours == theirs or (not flags.case_sensitive and ours.lower() == theirs.lower()):
        return True
    return close(theirs, ours, flags)


def may_be_same(ours, theirs, is_open: bool, other_is_open: bool, flags: Flags) -> bool:
    """Of pieces at least one of which goes on in a way that isn't known. Half a number says nothing of its distance."""
    given, right = (piece[0] if piece else b"" for piece in (ours, theirs))
    if not flags.case_sensitive:
        given, right = given.lower(), right.lower()
    return (
        flags.compares_numbers or (is_open and right.startswith(given)) or (other_is_open and given.startswith(right))
    )


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
