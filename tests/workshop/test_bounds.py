"""What a statement says of its variables, as far as a program can read it without guessing."""

import pytest

from judge.bounds import Bound, bounds, of_statements
from judge.first_line import first_line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"$1 \le n, m \le 2 \cdot 10^5$", [("n", 1, 200000), ("m", 1, 200000)]),
        (r"($1\leq N\leq 100\,000$)", [("N", 1, 100000)]),
        ("1 ≤ N ≤ 100,000 and 0 <= x < 5", [("N", 1, 100000), ("x", 0, 4)]),
        (r"$-10^9 \leqslant a_{i,j} \leqslant 10^{9} + 7$", [("a_i,j", -(10**9), 10**9 + 7)]),
        (r"$1 \leq |S| < 2^{31} - 1$", [("|S|", 1, 2**31 - 2)]),
        (r"- $\lvert x _ i \rvert \le 50$", [("|x_i|", None, 50)]),
        (r"$1 \le a \le b \le 9$", [("a", 1, 9), ("b", 1, 9)]),
        (r"\newcommand{\maxn}{1000} $0\leq n\leq \maxn$", [("n", 0, 1000)]),
        ("- $1 \\le n \\le 5$\n- $2 \\le k \\le 3$", [("n", 1, 5), ("k", 2, 3)]),
        ("## Input\n$1 \\le n \\le 5$\n## Output\n$1 \\le z \\le 3$", [("n", 1, 5)]),
        ("$1 \\le n \\le 100$ in 30 %, $1 \\le n \\le 1000$ in all", [("n", 1, 1000)]),
    ],
)
def test_bounds_between_constants_are_read(text, found):
    assert bounds(text) == [Bound(*one) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        r"$1 \le i \le n$",  # depends on another
        r"$x \le 5$",  # a condition, maybe
        r"$1 \le \sum n \le 10$",
        r"$1 \le nm \le 10$",
        r"$0.5 \le p \le 1$",
        r"$1 \le n \le 1.5$",
        r"$1 \le n \le 10^{2000000}$",
        r"$5 \le n \le 2$",
        "Prices from $1 to $5.",
        "",
    ],
)
def test_what_is_not_understood_is_left_out(text):
    assert bounds(text) == []


def test_a_statement_that_means_harm_is_read_in_no_time():
    for part in ("1 \\le ", "a_{", "|a", "$1 \\le n, ", "10^{1", "\\newcommand{\\a}{\\a\\a}", "# Input\n"):
        assert bounds(part * 20_000) == []


def test_one_language_is_enough():
    said = [{"text": r"$1 \le n \le 5$"}, {"text": r"$1 \le n \le 5$, $0 \le k \le 3$"}]
    assert of_statements(said) == [Bound("n", 1, 5), Bound("k", 0, 3)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The first line contains a single integer $n$ ($1 \\le n \\le 5$).", ("n",)),
        ("The first line has two integers $n$ and $m$.", ("n", "m")),
        ("The first line contains the number of test cases $t$.", ("t",)),
        ("## Input\n~~~\n$N$ $M$\n$a_1$ ... $a_N$\n~~~", ("N", "M")),
        ("## 입력\n```\nN K\n```", ("N", "K")),
    ],
)
def test_the_names_of_the_first_line(text, names):
    assert first_line(text if "#" in text else f"## Input\n{text}") == names


@pytest.mark.parametrize(
    "text",
    [
        "The first line contains $n$ integers $a_1, \\dots, a_n$.",
        "The first line contains a string of length $n$.",
        "The first line contains a number of $n$ digits.",
        "The first line contains two integers $n$.",
        "The first line of each test case contains an integer $n$.",
        "The first line contains the integer.",
        "~~~\n$S$ = ...\n~~~",
    ],
)
def test_a_first_line_that_could_be_meant_otherwise_has_no_names(text):
    assert first_line(f"## Input\n{text}") == ()
