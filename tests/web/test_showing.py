import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.difference import Span
from web import showing


def unmarked(html):
    """What a reader sees."""
    text = re.sub(r"<[^>]+>", "", html)
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
    )


def test_ordinary_text_is_left_as_it_is():
    assert showing.plain("1 2\t<b>\n가\n".encode()) == "1 2\t&lt;b&gt;\n가\n"


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"a\r\n", "a\\r\n"),
        (b"\xff\x80", "\\xff\\x80"),
        (b"\x00\x1b", "\\x00\\x1b"),
        ("\u200b\u00a0\ufeff".encode(), "\\u200b\\u00a0\\ufeff"),
        (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),
        ("\u2066\u202e\u2069\u2003\u00ad".encode(), "\\u2066\\u202e\\u2069\\u2003\\u00ad"),
        ("\u3000\u3164\x9b\U000e0041".encode(), "\\u3000\\u3164\\u009b\\U000e0041"),
    ],
)
def test_what_cannot_be_seen_is_written_out(data, seen):
    assert unmarked(showing.plain(data)) == seen


def test_a_flood_of_them_is_one_mark():
    assert showing.plain(bytes(65536)).count("<i") == 1


def test_a_character_that_was_cut_in_two_is_left_out():
    assert showing.plain("가나".encode()[:4], is_cut=True) == "가"
    assert unmarked(showing.plain("가나".encode()[:4])) == "가\\xeb"


def test_white_space_is_drawn_around_the_difference_only():
    data = b"1 2\n" * 5000
    html = showing.compared(data, Span(10_000, 10_001), "wrong")

    assert '<mark class="wrong" id="wrong">1</mark>' in html
    assert 1500 < html.count("·") < 2500


def test_a_difference_where_the_output_ends_is_marked_there():
    html = showing.compared(b"1 2", Span(3, 3), "wrong")

    assert unmarked(html) == "1·2ends here"


@given(st.binary(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_no_byte_is_lost_and_nothing_is_markup(data, start, end):
    start, end = sorted((min(start, len(data)), min(end, len(data))))
    html = showing.compared(data, Span(start, end), "wrong")

    assert (
        re.sub(r'<i class="ws( odd)?">|</i>|<mark class="wrong( end)?" id="wrong">|</mark>', "", html).count("<") == 0
    )
    assert html.count("⏎") == data.count(b"\n") + data.decode(errors="replace").count("⏎")
