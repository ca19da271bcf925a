"""What a hint must not hold, however it is dressed up. The code in it is really run."""

import base64

import pytest

from judge.hints import leaks
from judge.hints.repeating import Program
from tests.ai.hinted import GOOD, HIDDEN_ANSWER, RIGHT, unsaved

CPP = "#include <iostream>\nint main() { long long s = 0, x; while (std::cin >> x) s += x; std::cout << s; }\n"
GOLF = "print(sum(map(int,input().split())))"
OWN_WAY = "import sys\nprint(sum(map(int, sys.stdin.read().split())))\n"


@pytest.fixture
def guard():
    submission = unsaved()
    return leaks.Guard(submission, [Program(RIGHT, "python3")], ["Add the numbers: 1 2"], submission.version.test(3))


def test_good_hints_pass(guard):
    assert guard.complaint(GOOD) == ""


def test_one_s_own_code_may_be_quoted(guard):
    assert guard.complaint([*GOOD[:3], f"Look at it again:\n```python\n{guard.submission.source}```"]) == ""


@pytest.mark.parametrize(
    "said",
    [
        f"```python\n{OWN_WAY}```",
        f"```\n{OWN_WAY}",
        f"~~~py\n{OWN_WAY}~~~",
        OWN_WAY,
        f"Write `{GOLF}` in its place.",
        "> import sys\n> print(sum(map(int, sys.stdin.read().split())))",
        "1 | import sys\n2 | print(sum(map(int, sys.stdin.read().split())))",
        f"```cpp\n{CPP}```",
        f"In another language:\n\n{CPP}",
        base64.b64encode(OWN_WAY.encode()).decode(),
        OWN_WAY.encode().hex(),
        OWN_WAY.replace("print", "pr\u200bint"),
        f"<pre>\n{OWN_WAY.replace('(', '&#40;')}</pre>",
        OWN_WAY.replace("(", "（").replace(")", "）"),
    ],
    ids=range(14),
)
def test_code_that_would_pass_is_found(guard, said):
    assert guard.complaint([*GOOD[:3], said]) == leaks.CODE


def test_code_in_parts_is_put_together(guard):
    first, second = OWN_WAY.split("\n", 1)
    assert guard.complaint([f"```\n{first}\n```", GOOD[1], GOOD[2], f"```\n{second}\n```"]) == leaks.CODE


def test_code_that_fails_is_no_solution(guard):
    assert guard.complaint([*GOOD[:3], "```python\nprint(3)\n```"]) == ""


@pytest.mark.parametrize(
    "said",
    [
        RIGHT,
        RIGHT.replace("numbers", "zahlen").replace("position", "stelle").replace("total", "summe"),
        "numbers = [int(word) for word in sys.stdin.read().split()]",
        "for position in range(min(len(numbers), 1000000)): # look\n    total = total + numbers[position]",
        "for i in range(min(len(a), /* here */ 1000000)): s = s + a[i]",
        base64.b64encode(RIGHT.encode()).decode(),
    ],
    ids=range(6),
)
def test_what_a_right_solution_says_is_found_under_other_names(guard, said):
    assert guard.complaint([*GOOD[:3], said]) == leaks.SOLUTION


@pytest.mark.parametrize(
    "said",
    [
        f"The answer is {HIDDEN_ANSWER}.",
        "Try 1000000007 and 998244353.",
        "There is a test with 7 7 7 7 7 7 7 7 7 in it.",
        base64.b64encode(f"the answer is {HIDDEN_ANSWER}".encode()).decode(),
    ],
    ids=range(4),
)
def test_data_of_a_hidden_test_are_found(guard, said):
    assert guard.complaint([*GOOD[:3], said]) == leaks.HIDDEN


def test_data_that_may_be_seen_may_be_spoken_of(guard):
    guard.visible += " 1000000007"
    assert guard.complaint([*GOOD[:3], "Try 1000000007, and -5 5."]) == ""


def test_more_code_than_a_hint_needs_is_refused_untried(guard):
    many = "\n\n".join(f"```python\nprint({number})\n```" for number in range(leaks.MOST_TRIED + 1))
    assert guard.complaint([*GOOD[:3], many]) == leaks.TOO_MUCH
