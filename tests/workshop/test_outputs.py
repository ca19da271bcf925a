"""Answers by the reference, and whether the others say the same."""

import pytest

from judge import blobs, outputs
from judge.generation import Impossible
from judge.outputs import Answering
from tests.workshop.programs import ADD, program, solution
from tests.workshop.rows import by_hand, fresh, rows_of, shown

SLOPPY = b"a, b = map(int, input().split())\nprint(a + b if a < 10 else 0)\n"
ACCEPTS_ALL = b"import sys\nsys.exit(42)\n"


def answer(problem):
    work = Answering(problem)
    found = work.run()
    if not work.failures.found:
        outputs.put_in_place(problem, None, found)
    return work.failures.found


@pytest.fixture
def ready(write):
    write(solution("add.py", reference=True))
    return write


def two():
    return [by_hand(b"1 2\n", name="a"), by_hand(b"30 4\n", name="b")]


def test_all_tests_are_answered(ready, sums):
    assert answer(ready(tests=two())) == []

    assert shown(sums) == [("a", b"1 2\n", b"3\n"), ("b", b"30 4\n", b"34\n")]
    assert all(row.answered for row in rows_of(sums))
    assert fresh(sums).draft.note == "Outputs generated"


def test_what_is_answered_is_not_answered_again(ready, sums, runs):
    answer(ready(tests=two()))
    runs.clear()

    assert answer(fresh(sums)) == []
    assert runs == []


def test_where_a_right_solution_disagrees_no_answer_counts(ready, sums):
    problem = ready(solution("sloppy.py", SLOPPY), tests=two())

    [failure] = answer(problem)

    assert failure.test == "b" and failure.message.startswith("sloppy.py doesn't agree with add.py.")
    assert (blobs.read(failure.ours), blobs.read(failure.theirs)) == (b"34\n", b"0\n")
    assert [row.answer for row in rows_of(sums)] == [None, None]


def test_solutions_that_ought_to_be_wrong_are_not_asked(ready, sums):
    assert answer(ready(solution("sloppy.py", SLOPPY, expected=["WA"]), tests=two())) == []


def test_the_problems_own_checker_decides_whether_they_agree(ready, sums, alice):
    checker = program("checker", "all.py", ACCEPTS_ALL)
    problem = ready(checker, solution("sloppy.py", SLOPPY), tests=two())
    problem.draft.document["checker"] = {"kind": "program", "path": "all.py", "args": []}
    problem.draft.save()

    assert answer(fresh(sums)) == []


def test_when_another_solution_comes_only_that_one_is_asked(ready, sums, runs):
    answer(ready(tests=two()))
    runs.clear()

    assert answer(ready(solution("again.py", ADD + b"\n"))) == []
    assert runs == ["answer"] * 2


def test_an_answer_by_hand_stands_and_is_compared(ready, sums):
    given = [by_hand(b"1 2\n", b"3\n", name="right"), by_hand(b"30 4\n", b"35\n", name="wrong")]

    [failure] = answer(ready(tests=given))

    assert failure.test == "wrong" and "doesn't agree with the answer that was given" in failure.message
    assert answer(ready(tests=given[:1])) == []
    assert [row.is_given for row in rows_of(sums)] == [True]


def test_a_reference_that_crashes_is_named_with_its_test(ready, sums):
    source = ADD + b"assert a != 37\n"
    tests = [by_hand(b"%d 0\n" % n, name=str(n)) for n in range(1, 51)]

    [failure] = answer(ready(solution("add.py", source, reference=True), tests=tests))

    assert failure.test == "37" and "add.py ended with exit code 1." in failure.message


def test_without_a_reference_or_tests_it_does_not_begin(write, sums):
    with pytest.raises(Impossible, match="no reference"):
        answer(write(tests=two()))
    with pytest.raises(Impossible, match="no tests"):
        answer(write(solution("add.py", reference=True), tests=[]))
