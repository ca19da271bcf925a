"""Accepts exactly the inputs that the statement promises."""

import re
import sys


def main():
    text = sys.stdin.buffer.read()
    assert text.endswith(b"\n"), "the last line must end"
    first, *picture = text[:-1].split(b"\n")
    match = re.fullmatch(rb"([1-9][0-9]?) ([1-9][0-9]?)", first)
    assert match, "the first line must have two integers"
    height, width = map(int, match.groups())
    assert height <= 50 and width <= 50
    assert len(picture) == height, f"{height} lines promised, {len(picture)} given"
    for line in picture:
        assert len(line) == width and re.fullmatch(rb"[ -~]*", line), f"a bad line: {line!r}"


main()
sys.exit(42)
