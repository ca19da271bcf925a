"""Accepts exactly the inputs that the statement promises."""

import re
import sys

INTEGER = rb"(0|-?[1-9][0-9]{0,8})"


def numbers(line, count):
    match = re.fullmatch(b" ".join([INTEGER] * count), line)
    assert match, f"expected {count} integers, got {line[:60]!r}"
    return [int(group) for group in match.groups()]


def main():
    text = sys.stdin.buffer.read()
    assert text.endswith(b"\n"), "the last line must end"
    lines = iter(text[:-1].split(b"\n"))
    n, m = numbers(next(lines), 2)
    assert 1 <= n <= 3000 and 1 <= m <= 8000
    (capital,) = numbers(next(lines), 1)
    assert 1 <= capital <= n
    for _ in range(m):
        u, v, w = numbers(next(lines), 3)
        assert 1 <= u <= n and 1 <= v <= n and u != v and 1 <= w <= 10
    assert next(lines, None) is None, "too many lines"


main()
sys.exit(42)
