"""Accepts exactly the inputs that the statement promises."""

import re
import sys

INTEGER = rb"(0|-?[1-9][0-9]{0,5})"


def numbers(line, count):
    match = re.fullmatch(b" ".join([INTEGER] * count), line)
    assert match, f"expected {count} integers, got {line[:60]!r}"
    return [int(group) for group in match.groups()]


def main():
    text = sys.stdin.buffer.read()
    assert text.endswith(b"\n"), "the last line must end"
    lines = text[:-1].split(b"\n")
    (n,) = numbers(lines[0], 1)
    assert 1 <= n <= 1000
    assert len(lines) == n + 1, f"{n} nests promised, {len(lines) - 1} given"
    for line in lines[1:]:
        assert all(-10000 <= coordinate <= 10000 for coordinate in numbers(line, 2))


main()
sys.exit(42)
