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
        ('<img src="my files/a b.png?c d">', "https://example.com/tasks/my%20files/a%20b.png?c%20d"),
        ('<img data-src=" https://example.com/a\n  b.png\t">', "https://example.com/a%20%20b.png"),
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


@pytest.mark.parametrize("size", ["20%", "10em", "1.5", "2vw", "auto", "24pxx", "25", "300px"])
def test_one_that_is_not_said_to_be_tiny_in_pixels_is_none(size):
    for sides in (f'width="{size}"', f'width="{size}" height="1"', f'width="16" height="{size}"'):
        assert figures_of(f'<img src="/x.png" {sides}>'), sides


@pytest.mark.parametrize("sides", ['width="24"', 'height="24px"', 'width="20 px" height=" 8 "'])
def test_one_that_is_tiny_in_pixels_is(sides):
    assert figures_of(f'<img src="/x.png" {sides}>') == ()


PLATFORMS = {
    "Baekjoon": (
        "https://www.acmicpc.net/problem/77001",
        """<div class="header"><img src="https://d2gd6pc034wcta.cloudfront.net/images/logo@2x.png" class="navbar-brand">
        <img src="https://static.acmicpc.net/ac/ic-24.png" width="24" height="24"></div>
        <div id="problem_description" class="problem-text"><p style="text-align: center;"><img alt=""
        src="https://u.acmicpc.net/5d-1/three.png" style="width: 300px; height: 160px;"></p>
        <p><img alt="" src="/upload/201008/4.gif" /></p></div>""",
        ["https://u.acmicpc.net/5d-1/three.png", "https://www.acmicpc.net/upload/201008/4.gif"],
    ),
    "Codeforces": (
        "https://codeforces.com/contest/1/problem/A",
        """<div id="header"><a href="/"><img src="//codeforces.org/s/1/images/sponsored.png"></a>
        <img src="//codeforces.org/s/1/images/flags/24/gb.png" width="24" height="24"></div>
        <div class="problem-statement"><p>As in <img align="middle" class="tex-formula" alt="$n^2$"
        src="https://espresso.codeforces.com/a.png">:</p><center> <img class="tex-graphics"
        src="https://espresso.codeforces.com/4ea.png" style="max-width: 100.0%;"> </center></div>""",
        ["https://codeforces.org/s/1/images/sponsored.png", "https://espresso.codeforces.com/4ea.png"],
    ),
    "AtCoder": (
        "https://atcoder.jp/contests/abc001/tasks/abc001_1",
        """<nav><img src="//img.atcoder.jp/assets/logo.png"></nav><div id="task-statement"><span class="lang"><span
        class="lang-en"><section><h3>Sample</h3><p><img alt="" src="https://img.atcoder.jp/abc001/8e5.png"
        srcset="https://img.atcoder.jp/abc001/8e5.png 1x,https://img.atcoder.jp/abc001/8e5@2x.png 2x"></p></section>
        </span></span></div>""",
        ["https://img.atcoder.jp/abc001/8e5@2x.png"],
    ),
    "Kattis": (
        "https://open.kattis.com/problems/lanterns",
        """<header><img src="/images/site-logo" alt="Kattis"></header><div class="problembody"><div class="illustration"
        style="width:42%"><img src="/problems/lanterns/file/statement/en/img-0001.jpg" alt="/problems/lanterns/file"
        class="problem-illustration"><div class="description">A pier</div></div></div>""",
        ["https://open.kattis.com/problems/lanterns/file/statement/en/img-0001.jpg"],
    ),
    "LeetCode": (
        "https://leetcode.com/problems/lanterns/",
        """<div class="elfjS" data-track-load="description_content"><p><strong class="example">Example 1:</strong></p>
        <img alt="" src="https://assets.leetcode.com/uploads/2021/01/18/l1.jpg" style="width: 422px;"></div>
        <img alt="Avatar" class="user-avatar" src="https://assets.leetcode.com/users/a/avatar_1.png">""",
        ["https://assets.leetcode.com/uploads/2021/01/18/l1.jpg"],
    ),
    "a page that loads late": (
        "https://blog.example.com/2024/lanterns/",
        """<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C/svg%3E" class="lazyload"
        data-src="img/pier-800.webp" data-srcset="img/pier-400.webp 400w, img/pier-1600.webp 1600w"><noscript><img
        src="img/pier-800.webp"></noscript><img src="https://stats.example.com/b?x=1" width="1" height="1">""",
        ["https://blog.example.com/2024/lanterns/img/pier-800.webp"],
    ),
}


@pytest.mark.parametrize(("url", "html", "found"), PLATFORMS.values(), ids=list(PLATFORMS))
def test_pages_built_like_those_of_platforms(url, html, found):
    source = markup.read((LONG + html).encode(), "text/html", url)
    assert [figure.url for figure in source.figures] == found


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


@pytest.mark.parametrize("attribute", ["src", "data-src", "srcset"])
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:x", "\x01javascript:x", "ftp://a.com/b", " data:99"]
)
def test_what_is_no_address_of_the_web_becomes_none_of_ours(address, attribute):
    said = f"{address.strip()} 2x" if attribute == "srcset" else address
    assert not any(figure.url for figure in figures_of(f'<img {attribute}="{said}">'))


@pytest.mark.parametrize("picture", ['<img src="/a.png">', '<img src="a.png">', '<img srcset="a.png 2x">'])
def test_of_a_page_that_is_from_nowhere_a_relative_address_is_none(picture):
    (figure,) = markup.pasted(f"{LONG}{LONG}{picture}").figures
    assert (figure.url, figure.inline) == ("", "")


def test_a_page_can_not_name_a_picture_that_stands_in_it():
    uri = f"data:image/gif;base64,{drawn.base64(drawn.GIF)}"
    own = f'<img src="{uri}"><img src=" {uri}">'
    pictures = f'{own}<img src=" data:0"><img data-src=" data:0"><img srcset=", data:0 2x">'
    assert [figure.inline for figure in figures_of(pictures)] == [uri, uri, "data:0", ""]


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
