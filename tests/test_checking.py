"""The default comparison equals that of the package format; a problem's own checker runs in the sandbox."""

import pytest

from judge import blobs, checking
from judge.checking import Checked, CheckerError
from judge.tokens import FlagError, Flags, difference
from judge.verdict import Verdict
from tests.factories import make_version


def is_right(answer, output, flags=""):
    return difference(answer.encode(), output.encode("latin-1"), Flags.parsed(flags.split())) is None


@pytest.mark.parametrize(
    ("answer", "output", "flags", "right"),
    [
        ("1 2\n", "1 2\n", "", True),
        ("1 2\n", " 1\t\n\n2", "", True),
        ("1 2", "1 3", "", False),
        ("1 2", "1", "", False),
        ("1", "1 2", "", False),
        ("", "", "", True),
        ("", " \n", "", True),
        ("", "x", "", False),
        ("x", "", "", False),
        ("Yes", "YES", "", True),
        ("Yes", "YES", "case_sensitive", False),
        ("é", "É", "", False),
        ("1 2", "1  2", "space_change_sensitive", False),
        ("1 2", "1\t2", "space_change_sensitive", False),
        ("1 2\n", "1 2", "space_change_sensitive", False),
        ("1 2", "1 2\n", "space_change_sensitive", False),
        (" a B", " A b", "space_change_sensitive", True),
        ("1.0", "1", "", False),
        ("1.0", "1", "float_tolerance 1e-6", True),
        ("1.0", "1.0000001", "float_tolerance 1e-6", True),
        ("1.0", "1.00001", "float_tolerance 1e-6", False),
        ("1000", "1000.5", "float_relative_tolerance 1e-3", True),
        ("1000", "1000.5", "float_absolute_tolerance 1e-3", False),
        ("0", "0.0005", "float_relative_tolerance 1e-3", False),
        ("0", "0.0005", "float_absolute_tolerance 1e-3 float_relative_tolerance 0", True),
        ("0.0314", "3.14000000e-2", "float_tolerance 0", True),
        ("1", "1x", "float_tolerance 1", False),
        ("abc", "ABC", "float_tolerance 1", True),
        ("x", "1", "float_tolerance 1", False),
        ("16", "0x10", "float_tolerance 0", True),
        ("1", "1_0", "float_tolerance 100", False),
        ("1_0", "1_0", "float_tolerance 0", True),
        ("inf", "INF", "float_tolerance 1", True),
        ("inf", "1e999", "float_tolerance 1", False),
        ("nan", "0", "float_tolerance 1", False),
        ("1", "nan", "float_tolerance 1e9", False),
        ("1e", "1", "float_tolerance 0", True),
        ("1 1 1", "1 1.05 1", "float_tolerance 0.1", True),
        ("1.0 yes", "1.0001 YES", "float_tolerance 0.1 case_sensitive", False),
    ],
)
def test_outputs_are_compared_as_the_format_says(answer, output, flags, right):
    assert is_right(answer, output, flags) is right


@pytest.mark.parametrize("flags", ["fuzzy", "float_tolerance", "float_tolerance x", "float_tolerance nan"])
def test_flags_that_do_not_exist_are_refused(flags):
    with pytest.raises(FlagError):
        Flags.parsed(flags.split())


def test_a_nul_byte_hides_nothing():
    assert difference(b"hello", b"hello\0junk", Flags()) is not None


def test_large_outputs_are_compared_across_their_parts():
    """Tokens and white space lie across the parts in which the bytes are split."""
    answer = b"abcdefg hijk\n" * 300_000
    for flags in (Flags(), Flags(space_change_sensitive=True)):
        assert difference(answer, answer.upper(), flags) is None
        assert difference(answer, answer + b"x", flags).startswith("line 300001 of the output")
        changed = answer[:2_000_000] + answer[2_000_000:].replace(b"hijk", b"hijx", 1)
        assert 'expected "hijk", found "hijx"' in difference(answer, changed, flags)
    assert difference(answer, answer.replace(b" ", b"  "), Flags()) is None
    assert difference(answer, answer.replace(b"\n", b"\r\n", 1), Flags(space_change_sensitive=True)) is not None


@pytest.mark.parametrize(
    ("answer", "output", "flags", "words"),
    [
        (b"1\n2\n3", b"1\n2\n4", "", 'line 3 of the output, line 3 of the answer: expected "3", found "4"'),
        (b"a\nb", b"a", "", 'line 1 of the output, line 2 of the answer: the output ends where "b" is expected'),
        (b"a", b"a\n\nb", "", 'line 3 of the output, line 1 of the answer: "b" follows the right output'),
        (b"2", b"3", "float_tolerance 0.1", "(error: absolute 1, relative 0.5)"),
        (b"2", b"x", "float_tolerance 0.1", "which is no number"),
        (b"a b", b"a  b", "space_change_sensitive", "expected white space ' ', found white space '  '"),
        (b"x", b"y" * 99, "", f'found "{"y" * 30}…"'),
    ],
)
def test_the_first_difference_is_named(answer, output, flags, words):
    assert words in difference(answer, output, Flags.parsed(flags.split()))


# A problem's own checker

CHECK = """
import sys
input, answer, feedback = sys.argv[1:4]
given, right = sys.stdin.read().split(), open(answer).read().split()
print("arguments", sys.argv[4:], file=open(feedback + "judgemessage.txt", "w"))
sys.exit(42 if given == right else 43)
"""


@pytest.fixture
def compare(sums, tmp_path):
    """Ask a checker of this source about an output."""
    for name, text in (("in", "1 2\n"), ("ans", "3\n")):
        (tmp_path / name).write_text(text)

    def ask(source, *outputs, language="python3", args=()):
        program = {"role": "checker", "path": "check", "language": language, "entry": None, "expected": [], "args": []}
        program["files"] = {"check.cc" if language == "cpp" else "check.py": blobs.put(source.encode())}
        checker = {"kind": "program", "path": "check", "args": list(args)}
        version = make_version(sums, [(b"1 2\n", b"3\n")], checker=checker, programs=[program])
        with checking.open_checker(version) as checker:
            found = [checker.compare(tmp_path / "in", tmp_path / "ans", output) for output in outputs]
        return found if len(found) > 1 else found[0]

    return ask


def test_a_checker_accepts_and_rejects_in_its_own_words(compare):
    right, wrong = compare(CHECK, b"3", b"4", args=["exact", "1e-6"])
    words = b"arguments ['exact', '1e-6']"
    assert right == Checked(Verdict.ACCEPTED, words)
    assert wrong == Checked(Verdict.WRONG_ANSWER, words)


def test_a_checker_in_cpp_sees_input_answer_and_output(compare):
    source = """#include <fstream>
    #include <iostream>
    int main(int, char** argv) {
        std::ifstream input(argv[1]), answer(argv[2]);
        int a, b, right, given;
        if (!(input >> a >> b) || !(answer >> right)) return 1;
        return std::cin >> given && given == a + b && given == right ? 42 : 43;
    }"""
    assert [found.verdict for found in compare(source, b"3", b"5", b"", language="cpp")] == ["AC", "WA", "WA"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise SystemExit(0)", "exited with 0"),
        ("raise SystemExit(1)", "exited with 1"),
        ("raise ValueError('oh no')", "oh no"),
        ("import os\nos.abort()", "killed by signal 6"),
        ("while True: print('x' * 2**20)", "output limit"),
        ("x = [0]\nwhile True: x += x", "memory limit"),
    ],
)
def test_a_broken_checker_is_the_judges_error(compare, source, reason):
    with pytest.raises(CheckerError, match=reason):
        compare(source, b"3")


def test_a_checker_that_does_not_compile_is_the_judges_error(compare):
    with pytest.raises(CheckerError, match="doesn't compile"):
        compare("int main( {", b"3", language="cpp")


def test_a_checker_reads_nothing_of_ours_and_keeps_nothing_for_the_next_test(compare):
    source = """
import os, pathlib, sys
seen = pathlib.Path("seen").exists()
pathlib.Path("seen").write_text("")
print(seen, sorted(os.environ), os.listdir("."), file=open(sys.argv[3] + "judgemessage.txt", "w"))
sys.exit(42)
"""
    first, second = compare(source, b"3", b"3")
    assert first == second
    assert first.message.startswith(b"False ")
    assert b"SECRET" not in first.message and b"DATABASE" not in first.message
