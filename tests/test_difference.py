import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.difference import Kind, Span, first_difference
from judge.tokens import Flags, difference

DEFAULT = Flags()


def found(output, expected, flags=DEFAULT, **cut):
    difference = first_difference(output, expected, flags, **cut)
    return difference and (
        difference.kind,
        output[slice_of(difference.output)],
        expected[slice_of(difference.expected)],
    )


def slice_of(span: Span):
    return slice(span.start, span.end)


@pytest.mark.parametrize(
    ("output", "expected", "difference"),
    [
        (b"1 2 3\n", b"1  2\n3", None),
        (b"YES\n", b"yes\n", None),
        (b"1 5\n", b"1 3\n", (Kind.VALUE, b"5", b"3")),
        (b"1 2\n", b"1 2 3\n", (Kind.SHORT, b"", b"3")),
        (b" \n", b"1\n", (Kind.NOTHING, b"", b"1")),
        (b"1 2 3 4\n", b"1 2\n", (Kind.LONG, b"3", b"")),
        (b"\xff\xfe\n", b"1\n", (Kind.VALUE, b"\xff\xfe", b"1")),
    ],
)
def test_tokens_are_compared_one_by_one(output, expected, difference):
    assert found(output, expected) == difference


def test_case_matters_where_the_problem_says_so():
    assert found(b"YES", b"Yes", Flags(case_sensitive=True)) == (Kind.CASE, b"YES", b"Yes")


@pytest.mark.parametrize(
    ("output", "expected", "difference"),
    [
        (b"1  2\n", b"1 2\n", (Kind.SPACE, b"  ", b" ")),
        (b"1 2", b"1 2\n", (Kind.SPACE, b"", b"\n")),
        (b"1 2\r\n", b"1 2\n", (Kind.SPACE, b"\r\n", b"\n")),
        (b"12\n", b"1 2\n", (Kind.VALUE, b"12", b"1")),
    ],
)
def test_white_space_matters_where_the_problem_says_so(output, expected, difference):
    assert found(output, expected, Flags(space_change_sensitive=True)) == difference


def test_numbers_within_the_tolerance_are_the_same():
    flags = Flags(absolute=1e-6, relative=1e-6)

    assert found(b"0.3333333 1e9", b"0.33333333 1000000001", flags) is None
    assert found(b"0.34", b"0.33", flags) == (Kind.VALUE, b"0.34", b"0.33")


def test_what_lies_behind_the_cut_is_not_judged():
    assert found(b"1 2 3", b"1 2 34 5", output_is_cut=True) is None
    assert found(b"1 2 3", b"1 9 34 5", output_is_cut=True) == (Kind.VALUE, b"2", b"9")
    assert found(b"1 2 3 4", b"1 2 3", expected_is_cut=True) is None
    assert found(b"1 2 ", b"1 2 3", output_is_cut=True) is None
    assert found(b"1.00", b"1.01", Flags(absolute=0.1), output_is_cut=True) is None


def test_half_a_token_can_be_wrong_already():
    assert found(b"xxxx", b"3", output_is_cut=True) == (Kind.VALUE, b"xxxx", b"3")
    assert found(b"33", b"3", output_is_cut=True) == (Kind.VALUE, b"33", b"3")
    assert found(b"1 2", b"1", output_is_cut=True) == (Kind.LONG, b"2", b"")
    assert found(b"12", b"13", output_is_cut=True, expected_is_cut=True) == (Kind.VALUE, b"12", b"13")


@given(st.binary(max_size=30), st.binary(max_size=30), st.booleans(), st.booleans())
def test_it_finds_one_exactly_when_the_checker_does(output, expected, case, space):
    flags = Flags(case_sensitive=case, space_change_sensitive=space)

    assert (first_difference(output, expected, flags) is None) == (difference(expected, output, flags) is None)


@given(st.binary(max_size=20), st.binary(max_size=20), st.binary(max_size=5), st.booleans())
def test_what_is_found_before_the_cut_is_there_without_it(output, expected, rest, space):
    flags = Flags(space_change_sensitive=space)
    if first_difference(output, expected, flags, output_is_cut=True):
        assert first_difference(output + rest, expected, flags)
    if first_difference(output, expected, flags, expected_is_cut=True):
        assert first_difference(output, expected + rest, flags)
