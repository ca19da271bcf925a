"""The numbers of an answer, whichever way they are written."""

import pytest

from judge.extraction.reading import language_of, number


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("200000", "200000"),
        ("2e5", "200000"),
        ("$-10^9$", "-1000000000"),
        ("2 \\cdot 10^{5}", "200000"),
        ("1,000,000", "1000000"),
        ("200{,}000", "200000"),
        ("1_000", "1000"),
        ("1e-3", "0.001"),
    ],
)
def test_a_number_is_written_as_digits(said, digits):
    assert number(said) == digits


@pytest.mark.parametrize(
    "said", ["10^100", "10^{1000}", "0,5", "0,001", "3,14159", "N", "A_i", "10^9+7", "2^{31}-1", ""]
)
def test_what_digits_can_not_say_stays_as_it_is(said):
    assert number(said) == said


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("ko", "ko"),
        (" EN ", "en"),
        ("pt_BR", "pt-br"),
        ("zh-Hant-TW", "zh-hant"),
        ("es-419", "es"),
        ("Korean", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_written_as_a_statement_s(said, language):
    assert language_of(said) == language
