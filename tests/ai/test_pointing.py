"""Which line of a program is meant: by its words, and by its number only between lines that are alike."""

import pytest

from judge.hints.pointing import NONE, numbered, place

SOURCE = "while True:\n    a = 1\n\tb = f(a,  2)\nwhile True:\n    a = 1\n"


@pytest.mark.parametrize(
    ("line", "words", "found"),
    [
        (3, "b = f(a, 2)", 3),
        (1, "b = f(a, 2)", 3),
        (-7, "\n  b  = f(a, 2)\n", 3),
        (10**30, "b = f(a, 2)", 3),
        (3, "f(a, 2)", 3),
        (3, "3 | b = f(a, 2)", 3),
        (3, "   3 | \tb = f(a,  2)", 3),
        (3, "`b = f(a, 2)`", 3),
        (3, "3 | `b = f(a, 2)`", 3),
        (3, "```", None),
        (3, "3 |", None),
        (2, "a = 1", 2),
        (4, "a = 1", 5),
        (99, "while True:", 4),
        (NONE, "", NONE),
        (NONE, "while True:", 1),
        (3, "", None),
        (3, "b = f(a, 3)", None),
        (3, "b", None),
        (3, "(a,", None),
        (2, "a = 1\n\tb = f(a, 2)", None),
        (2, "\0", None),
    ],
)
def test_a_line_is_found(line, words, found):
    assert place(SOURCE, line, words) == found


def test_an_answer_without_end_takes_no_time():
    """A worker that is busy with a pattern tells nobody that it lives."""
    assert place(SOURCE, 3, "`" * 100_000 + "x") is None
    assert place(SOURCE, 3, "3 | `b = f(a, 2)`") == 3


def test_numbers_stand_before_the_lines_as_the_page_counts_them():
    assert numbered("a\fb\u2028c\n\nd") == "   1 | a\fb\u2028c\n   2 | \n   3 | d"
