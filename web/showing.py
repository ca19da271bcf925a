"""Bytes that people compare by eye: white space and what isn't text made visible, a difference marked."""

import codecs
import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from judge.difference import Span

NEAR = 4096  # bytes on either side of the difference in which ordinary white space is drawn too

# A byte that isn't UTF-8 decodes to \\udc80 and up.
UNUSUAL = (
    r"[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\u3164\ufeff\ufff9-\ufffb\udc80-\udcff\U000e0000-\U000e007f]+"
)
WHITE = r" +|\t|\n"


def text(data: bytes, is_cut: bool = False) -> str:
    """As much of it as is text; other bytes as lone surrogates. A character that was cut in two is left out."""
    return codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(data, final=not is_cut)


def plain(data: bytes, is_cut: bool = False) -> SafeString:
    """Only what can't be seen otherwise is drawn."""
    return drawn(text(data, is_cut), UNUSUAL)


def compared(data: bytes, span: Span | None, mark: str, is_cut: bool = False) -> SafeString:
    """With the difference marked and the white space around it drawn. `mark` is the class and id of the mark."""
    if span is None:
        return near_and_far(data, is_cut)
    before, marked, after = data[: span.start], data[span.start : span.end], data[span.end :]
    return mark_safe(far_and_near(before) + marking(marked, mark, is_cut and not after) + near_and_far(after, is_cut))


def far_and_near(data: bytes) -> SafeString:
    border = line_border(data, len(data) - NEAR)
    return mark_safe(plain(data[:border]) + white(data[border:]))


def near_and_far(data: bytes, is_cut: bool = False) -> SafeString:
    border = line_border(data, NEAR) if len(data) > NEAR else len(data)
    return mark_safe(white(data[:border], is_cut and border == len(data)) + plain(data[border:], is_cut))


def line_border(data: bytes, near: int) -> int:
    """Just behind the first end of a line from there on; a single long line is cut at a character."""
    if near <= 0:
        return 0
    found = data.find(b"\n", near, near + NEAR)
    if found >= 0:
        return found + 1
    while near < len(data) and data[near] & 0xC0 == 0x80:
        near += 1
    return near


def white(data: bytes, is_cut: bool = False) -> SafeString:
    return drawn(text(data, is_cut), f"{UNUSUAL}|{WHITE}")


def marking(data: bytes, mark: str, is_cut: bool) -> SafeString:
    inside = white(data, is_cut) if data else "ends here"
    return format_html('<mark class="{0}{2}" id="{0}">{1}</mark>', mark, inside, "" if data else " end")


def drawn(characters: str, what: str) -> SafeString:
    pieces, at = [], 0
    for found in re.finditer(what, characters):
        pieces += [escape(characters[at : found.start()]), sign(found[0])]
        at = found.end()
    return mark_safe("".join([*pieces, escape(characters[at:])]))


def sign(white: str) -> str:
    if white == "\n":
        return '<i class="ws">⏎</i>\n'
    if white == "\t":
        return '<i class="ws">→</i>\t'
    if white[0] == " ":
        return f'<i class="ws">{"·" * len(white)}</i>'
    return f'<i class="ws odd">{"".join(map(escaped, white))}</i>'


def escaped(character: str) -> str:
    code = ord(character)
    if code == 0x0D:
        return "\\r"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"
