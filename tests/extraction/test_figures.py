"""Which of a page's images are pictures of its statement, and from where."""

import time

import pytest

from judge.extraction import figures, markup
from tests.extraction import drawn

HERE = "https://example.com/tasks/1"
LONG = "<p>Read this statement, which is long enough to be one, and then write a program for it, as one does.</p>"


def figures_of(html):
    return markup.read((LONG + html).encode(), "text/html", HERE).figures


@pytest.mark.parametrize(
    ("picture", "url"),
    [
        ('<img src="https://example.com/a.png">', "https://example.com/a.png"),
        ('<img src="a.png?x=1&amp;y=2">', "https://example.com/tasks/a.png?x=1&y=2"),
        ('<img src="../up/a.png">', "https://example.com/up/a.png"),
        ('<img src="//example.com/a.png">', "https://example.com/a.png"),
        ('<img src="http://example.com/a.png">', "http://example.com/a.png"),
        ('<img src="blank.gif" data-src="https://example.com/late.png">', "https://example.com/late.png"),
        (
            '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" data-original="https://example.com/late.png">',
            "https://example.com/late.png",
        ),
        ('<img data-lazy-src="https://example.com/late.png">', "https://example.com/late.png"),
        (
            '<img src="https://example.com/s.png" srcset="https://example.com/s.png 320w, /m.png 1200w, /l.png 4000w">',
            "https://example.com/m.png",
        ),
        (
            '<img src="https://example.com/s.png" srcset="https://example.com/s.png, /fine.png 2x">',
            "https://example.com/fine.png",
        ),
        (
            '<picture><source srcset="https://example.com/a.avif"><img src="https://example.com/a.png"></picture>',
            "https://example.com/a.png",
        ),
        (
            '<figure><img src="https://example.com/a.png"><figcaption>A pier</figcaption></figure>',
            "https://example.com/a.png",
        ),
    ],
)
def test_a_picture_is_where_a_browser_would_look(picture, url):
    assert [figure.url for figure in figures_of(picture)] == [url]


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/pixel.gif" width="1" height="1">',
        '<img src="/x.png" width="16" height="16">',
        '<img src="/site-logo.png">',
        '<img class="user-avatar" src="/x.png">',
        '<img src="/x.png" aria-hidden="true">',
        '<nav><img src="/x.png"></nav><footer><img src="/x.png"></footer>',
        '<noscript><img src="/x.png"></noscript>',
        '<img class="tex-formula" alt="$z^3$" src="/x.png">',
        '<img src="https://latex.codecogs.com/x.png" alt="z^3">',
        '<span class="MathJax"><img src="/x.png"></span>',
        "<img alt='nothing'>",
    ],
)
def test_decoration_and_formulas_are_none(picture):
    assert figures_of(picture) == ()


@pytest.mark.parametrize("name", ["technologic.png", "iconoclast.png", "catalogo.png", "figure.png"])
def test_a_name_that_has_such_a_word_in_it_is_no_decoration(name):
    assert figures_of(f"<img src={name}>")


@pytest.mark.parametrize(
    "uri",
    [
        f"data:image/gif;base64,{drawn.base64(drawn.GIF)}",
        f"data:image/gif;charset=x;base64,{drawn.base64(drawn.GIF).replace('+', '%2B')}",
        "data:image/gif," + "".join(f"%{byte:02x}" for byte in drawn.GIF),
    ],
)
def test_one_that_stands_in_the_page_is_read_from_there(uri):
    (figure,) = figures_of(f'<img src="{uri}">')
    assert figure.url == "" and figures.inline_data(figure.inline) == drawn.GIF


@pytest.mark.parametrize("uri", ["data:image/svg+xml,<svg/>", "data:text/html,x", "data:image/png;base64,A", "data:,"])
def test_what_stands_there_and_is_no_picture_is_nothing(uri):
    assert figures.inline_data(uri) == b""


def test_a_description_can_not_break_out_of_its_place():
    source = markup.read(f'{LONG}<img src=a.png alt="x](http://evil.example/)![y">'.encode(), "text/html", HERE)
    assert "![x)(http://evil.example/)!(y](figure-1)" in source.text


def test_a_page_of_endless_choices_takes_no_longer_than_another():
    choices = ("a" * 60 + " 1w ," * 300)[:1990]
    began = time.monotonic()
    figures_of(f'<img srcset="{choices}">' * 2000)
    assert time.monotonic() - began < 60  # and not hours
