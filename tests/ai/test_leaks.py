"""What a hint must not hold, however it is dressed up. The code in it is really run."""

import base64

import pytest

from judge.hints import leaks
from judge.hints.repeating import Program, repeats
from tests.ai import honest
from tests.ai.hinted import GOOD, HIDDEN_ANSWER, RIGHT, stored, unsaved

CPP = "#include <iostream>\nint main() { long long s = 0, x; while (std::cin >> x) s += x; std::cout << s; }\n"
GOLF = "print(sum(map(int,input().split())))"
ONE_LINE = "import sys; print(sum(map(int, sys.stdin.read().split())))"
ACCEPTED = """#include <bits/stdc++.h>
using namespace std;
// reads all of them one after the other and adds each to what was there before it came
int main() {
    auto sum = 0LL;
    int64_t value;
    vector<long long> seen;
    while (cin >> value) { seen.push_back(value); sum += seen.back() * (value != 0 ? 1 : 0); }
    string words = "not a word of this is code but it is long enough to be one";
    cout << accumulate(seen.begin(), seen.end(), 0LL) - sum + sum << '\\n';
}
"""
LINE = "seen.push_back(value); sum += seen.back() * (value != 0 ? 1 : 0);"
SPACED = "seen . push_back ( value ) ; sum += seen . back ( ) * ( value"
OWN_WAY = "import sys\nprint(sum(map(int, sys.stdin.read().split())))\n"


@pytest.fixture
def guard():
    submission = unsaved()
    programs = [Program(RIGHT, "python3"), Program(ACCEPTED, "cpp")]
    return leaks.Guard(submission, programs, ["Add the numbers: 1 2"], submission.version.test(3))


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


@pytest.mark.parametrize(
    "said",
    [
        f"Set `x` first, then write `{GOLF}` there.",
        f"Write {GOLF} there.",
        f"The program is: {GOLF}",
        f"The program is: {ONE_LINE}",
        f"The program is: {OWN_WAY}",
        f'You need "{ONE_LINE}" here. And f(x) is wrong.',
        f"{GOLF}을 쓰세요.",
        f"다음과 같이 쓰면 됩니다: {GOLF} 그러면 됩니다 (아마도).",
        f"```{GOLF}\n```",
        f"```python {GOLF}\n```",
        f"```python {GOLF}```\nis right.",
        f"Look: ```python {ONE_LINE}``` is right.",
        "Line 1: import sys\nLine 2: print(sum(map(int, sys.stdin.read().split())))",
        "Do `t=0`, then `for x in input().split():t+=int(x)`, then `print(t)`.",
        "Let `a` and `b` be. `import sys` and `print(sum(map(int, sys.stdin.read().split())))` do it.",
        f"```diff\n-print(a + b)\n+{GOLF}\n```",
        OWN_WAY.replace("\n", "\\n"),
        base64.encodebytes(f"{OWN_WAY}# {'x' * 60}".encode()).decode(),
    ],
    ids=range(18),
)
def test_code_is_found_in_the_middle_of_a_sentence_and_behind_a_fence(guard, said):
    assert guard.complaint([*GOOD[:3], said]) == leaks.CODE


def test_code_in_parts_is_put_together(guard):
    first, second = OWN_WAY.split("\n", 1)
    assert guard.complaint([f"```\n{first}\n```", GOOD[1], GOOD[2], f"```\n{second}\n```"]) == leaks.CODE


@pytest.mark.parametrize("levels", [honest.ENGLISH, honest.KOREAN], ids=["English", "Korean"])
def test_hints_that_quote_much_of_one_s_own_code_are_no_more_than_is_needed(guard, levels):
    """In PyPy, where what prints is tried twice."""
    guard.submission.source, guard.submission.language = honest.SOURCE, "pypy3"
    assert guard.complaint(levels) == ""


def test_a_word_beside_a_quotation_of_one_s_own_makes_no_leak_of_it():
    own = Program("c = [[0] * i + [1] for i in range(n + 1)]", "python3")
    right = Program("rows = [[0] * k + [1] for k in range(m + 1)]\nrest = 3", "python3")
    assert not repeats(["Look: `c = [[0] * i + [1] for i in range(n + 1)]` isn't wide enough."], own, [right])
    assert repeats(["rows = [[0] * k + [1] for k in range(m + 1)]; rest = 3"], Program("c = 1", "python3"), [right])


def test_prose_that_speaks_of_printing_is_no_code(guard):
    guard.submission.source, guard.submission.language = "int main() { int s = 0; }", "cpp"
    assert guard.complaint(honest.PROSE) == ""


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
    "levels",
    [
        [*GOOD[:3], f"Write `{LINE}` there."],
        [*GOOD[:3], LINE.replace("seen", "list_of_all").replace("sum", "s").replace("value", "x")],
        [*GOOD[:3], LINE.replace(" ", "\n\t").replace("(", " ( ")],
        [*GOOD[:3], LINE.replace("* (", "* /* so */ (").replace("; ", "; // then\n")],
        [*GOOD[:3], f'You know what to do: "{LINE}"'],
        [GOOD[0], f"Go on as in {LINE} and it is done.", *GOOD[2:]],
        [GOOD[0], f"{LINE[:34]}", f"{LINE[34:]}", GOOD[3]],
        [f"Begin: {LINE[:34]}", f"{LINE[34:]} And that is all.", *GOOD[2:]],
        [f"Begin with `{LINE[:34]}` and", f"go on with `{LINE[34:]}`, yes.", *GOOD[2:]],
        [f"Begin:\n```\n{LINE[:34]}\n```\nand", f"go on:\n```cpp\n{LINE[34:]}\n```\nyes.", *GOOD[2:]],
        [
            *GOOD[:3],
            "`seen.push_back(value);`를 쓰고 `t +=` 다음 `seen.back()`와 `*` 그리고 `(value != 0 ? 1 : 0);`입니다.",
        ],
        [*GOOD[:3], " then ".join(f"`{word}`" for word in SPACED.split())],
        [*GOOD[:3], " then ".join(f"“{word}”" for word in SPACED.split())],
        [*GOOD[:3], base64.b64encode(LINE.encode()).decode()],
        [*GOOD[:3], "cout << accumulate(a.begin(), a.end(), 0LL) - b + b << “\\n”"],
    ],
    ids=[
        "as it stands",
        "renamed variables",
        "reformatted",
        "with comments",
        "quoted",
        "in another level's prose",
        "split across levels, bare",
        "split across levels, in prose",
        "split across levels, in line",
        "split across levels, fenced",
        "in short pieces, in Korean",
        "word by word",
        "word by word, quoted",
        "encoded",
        "with other quotation marks",
    ],
)
def test_what_anybody_was_accepted_with_is_found_in_another_language_than_the_solver_s(guard, levels):
    assert guard.complaint(levels) == leaks.SOLUTION


@pytest.mark.parametrize(
    "said",
    [
        "reads all of them one after the other and adds each to what was there before it came",
        "Here not a word of this is code but it is long enough to be one, isn't it?",
        "Think of it one step after the other and say what it does to each of them in their turn (not at once).",
        "You read it with `int n; cin >> n; vector<int> a(n); for (int i = 0; i < n; i++) { cin >> a[i]; }` as usual.",
        "```python\nn, m = map(int, input().split())\na = list(map(int, input().split()))\n```\nis fine.",
    ],
    ids=["a comment's words", "a string's words", "prose", "how C++ reads", "how Python reads"],
)
def test_neither_prose_nor_what_all_programs_do_is_a_repetition(guard, said):
    reading = "int n; cin >> n; vector<int> a(n); for (int i = 0; i < n; i++) { cin >> a[i]; }"
    guard.programs += [
        Program("n, m = map(int, input().split())\na = list(map(int, input().split()))\n", "python3"),
        Program(f"int main() {{ {reading} }}", "cpp"),
    ]
    assert guard.complaint([*GOOD[:3], said]) == ""


def test_one_s_own_lines_may_be_quoted_though_an_accepted_program_has_them_too(guard):
    guard.submission.source = ACCEPTED.replace("+ sum", "- sum")
    assert guard.complaint([*GOOD[:3], f"Line 7, `{LINE}`, is right."]) == ""


@pytest.mark.parametrize(
    "said",
    [
        f"The answer is {HIDDEN_ANSWER}.",
        "Try 1000000007 and 998244353.",
        "There is a test with 7 7 7 7 7 7 7 7 7 in it.",
        base64.b64encode(f"the answer is {HIDDEN_ANSWER}".encode()).decode(),
        f"답은 {HIDDEN_ANSWER}입니다.",
        "7 7 7 7 7 7 7 7을 넣어 보세요.",
        "Try 1,000,000,007.",
        "Try 1 000 000 007 or 1_000_000_007.",
        "Try n=1000000007.",
        "Try **1000000007**",
        "Try -1000000007",
        "It goes 1000000007→3.",
        "With 998244353×2 it fails.",
        "1000000007/2",
    ],
    ids=range(14),
)
def test_data_of_a_hidden_test_are_found(guard, said):
    assert guard.complaint([*GOOD[:3], said]) == leaks.HIDDEN


def test_data_that_may_be_seen_may_be_spoken_of(guard):
    guard.visible += " 1,000,000,007"
    assert guard.complaint([*GOOD[:3], "Try n=1000000007, 1000000007을, and -5 5."]) == ""


def test_the_limits_of_a_type_may_be_spoken_of(guard):
    guard.submission.version.tests["answer"][-1] = stored(b"2147483647\n-2147483648\n9223372036854775807\n")
    said = "An int goes from -2147483648 to 2147483647, or 2,147,483,647. A long 9223372036854775807까지."
    assert guard.complaint([*GOOD[:3], said]) == ""


def test_more_code_than_a_hint_needs_is_refused_untried(guard):
    many = "\n\n".join(f"```python\nprint({number})\n```" for number in range(leaks.MOST_TRIED + 1))
    assert guard.complaint([*GOOD[:3], many]) == leaks.TOO_MUCH
