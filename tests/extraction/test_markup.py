"""What a reader is given of a page: all that says something, formulas and samples letter by letter."""

from contextlib import suppress

import pytest

from judge.extraction import markup, source
from judge.extraction.source import Source, SourceError
from judge.statements import StatementError
from tests.extraction.conftest import HERE

LONG = "<p>Read this statement, which is long enough to be one, and then write a program for it, as one does.</p>"


def text_of(html):
    return markup.read((LONG + html).encode(), "text/html; charset=utf-8", "https://example.com/tasks/7").text


@pytest.mark.parametrize(
    ("html", "tex"),
    [
        ("<p>$1 \\le n_i &lt; 10^5$</p>", "$1 \\le n_i < 10^5$"),
        ("<p>$$$n \\times m$$$</p>", "$n \\times m$"),
        ("<p>$$$$$$\\sum_i a_i$$$$$$</p>", "$$\\sum_i a_i$$"),
        ("<p>\\(a_1\\) and \\[b^2\\]</p>", "$a_1$ and $$b^2$$"),
        ("<p><var>A_{i, j}</var></p>", "$A_{i, j}$"),
        ("<p><var>N<sub>i</sub><sup>2</sup></var></p>", "$N_{i}^{2}$"),
        ('<p><script type="math/tex">x \\lt 3</script></p>', "$x \\lt 3$"),
        ('<p><script type="math/tex; mode=display">y</script></p>', "$$y$$"),
        ('<img class="tex-formula" alt="$z^3$" src="/formula.png">', "$z^3$"),
        (
            '<p><span class="katex"><span class="katex-mathml"><math><semantics><mi>n</mi><annotation '
            'encoding="application/x-tex">n \\leq 10</annotation></semantics></math></span>'
            '<span class="katex-html">n≤10</span></span></p>',
            "$n \\leq 10$",
        ),
        ("<p><math><msub><mi>k</mi><mn>1</mn></msub></math></p>", "$k_{1}$"),
        ("<p>It costs $5 and then $6.</p>", "$5 and then $6"),
    ],
)
def test_a_formula_is_tex_however_the_page_writes_it(html, tex):
    assert tex in text_of(html).replace("\\$", "$")


@pytest.mark.parametrize(
    ("html", "block"),
    [
        ("<pre>1  2\n  3\n</pre>", "1  2\n  3"),
        ("<pre>\n1<br>2<br></pre>", "1\n2"),
        ("<pre>N ≤ 10<sup>4</sup>, A<sub>1</sub></pre>", "N ≤ 10^4, A_1"),
        ("<pre><div>3</div><div> 4 </div></pre>", "3\n 4 "),
        ("<pre><var>N</var> <var>A_1</var>\n</pre>", "N A_1"),
        ("<pre>$x$ &lt;b&gt; * _ \\ #\n</pre>", "$x$ <b> * _ \\ #"),
        ("<table><tr><td><pre>5 6\n7</pre></td><td><pre>8</pre></td></tr></table>", "5 6\n7"),
        ("<blockquote><pre>9</pre></blockquote>", "9"),
        ("<pre>a ``` b</pre>", "a ``` b"),
        ("<ul><li>Like <pre>10\n11</pre></li></ul>", "10\n11"),
    ],
)
def test_a_block_stays_as_it_is(html, block):
    source = markup.read((LONG + html).encode(), "text/html", "")
    assert source.blocks[0] == block
    assert all(line in source.text for line in block.split("\n"))


def test_headings_lists_and_tables_are_there_and_menus_are_not():
    text = text_of(
        "<nav>Menu</nav><h2>Input</h2><ul><li>one</li></ul><table><tr><th>Limit</th><td>2 s</td></tr></table>"
    )
    assert "## Input" in text and "- one" in text and "2 s" in text and "Menu" not in text


def test_what_a_page_says_of_itself_is_there_too():
    html = '<html><head><title>Two Sum - LeetCode</title><meta name="description" content="Given an array &amp; a sum">'
    text = text_of(html)
    assert "Two Sum - LeetCode" in text and "Given an array" in text


@pytest.mark.parametrize(
    ("content_type", "head", "encoding"),
    [
        ("text/html; charset=EUC-KR", "", "euc-kr"),
        ("text/html", '<meta charset="euc-kr">', "euc-kr"),
        ("text/html", "", "utf-8"),
        ("text/html; charset=nonsense", "", "utf-8"),
    ],
)
def test_a_page_is_read_in_its_own_letters(content_type, head, encoding):
    body = f"<html><head>{head}</head><p>{'문제를 읽는다. ' * 20}</p></html>".encode(encoding)
    assert "문제를 읽는다" in markup.read(body, content_type, "").text


@pytest.mark.parametrize(
    ("said", "encoding", "letters"),
    [
        ("euc-kr", "cp949", "똠방각하 뷁 햏"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("windows-949", "cp949", "똠방각하"),
        ("shift_jis", "cp932", "① 髙橋"),
        ("x-sjis", "cp932", "① 髙橋"),
        ("gb2312", "gb18030", "漢字 镕"),
        ("windows-1251", "cp1251", "Найдите сумму"),
        ("iso-8859-1", "cp1252", "“quoted” – 5 €"),
    ],
)
def test_an_encoding_is_what_browsers_take_it_for(said, encoding, letters):
    body = f"{LONG}<p>{letters}</p>".encode(encoding)
    assert letters in markup.read(body, f"text/html; charset={said}", "").text


def test_a_page_that_says_of_itself_in_ascii_that_it_is_utf_16_is_not():
    page = f'<meta charset="utf-16"><p>{LONG}</p>'
    assert "Read this statement" in markup.read(page.encode(), "text/html", "").text


def test_tables_within_tables_are_looked_at_no_deeper_than_anybody_lays_them():
    page = LONG + "<table><tr><td><br>a" * 300 + "word " * 20_000
    assert "word word" in markup.read(page.encode(), "text/html; charset=utf-8", "").text


@pytest.mark.parametrize("said", ["idna", "undefined", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"])
def test_what_is_no_encoding_of_a_page_is_read_as_utf_8(said):
    text = markup.read(f"{LONG}<p>\\ud800 문제</p>".encode(), f"text/html; charset={said}", "").text
    assert "ud800 문제" in text


@pytest.mark.parametrize("encoding", ["euc-kr", "shift_jis", "windows-1251"])
def test_letters_that_can_not_be_read_are_nobody_s_to_guess(encoding):
    words = {"euc-kr": "문제를 읽는다. ", "shift_jis": "問題を読む。", "windows-1251": "Прочитайте задачу. "}[encoding]
    with pytest.raises(SourceError, match="encoding"):
        markup.read(f"<p>{words * 20}</p>{LONG * 20}".encode(encoding), "text/html", "")


def test_a_sample_is_found_as_it_stands_there():
    source = markup.read((HERE / "lanterns.html").read_bytes(), "text/html", "")
    assert source.verbatim("5 \n1 3 2 2 5") == "5\n1 3 2 2 5\n"
    assert source.verbatim("5\n1 3 2 2 6") is None
    assert Source("The input 3 4 gives 7.").verbatim("3 4\n") == "3 4\n"
    assert Source("The input 13 4 gives 7.").verbatim("3 4\n") is None


@pytest.mark.parametrize(
    ("html", "sample"),
    [
        ("<div>Input:<br>3 3<br>#.*<br>_.[<br></div>", "3 3\n#.*\n_.[\n"),
        ("<table><tr><th>Input</th></tr><tr><td>2<br>a*b &lt; c<br>-1</td></tr></table>", "2\na*b < c\n-1\n"),
        ("<p><code>2 2<br>##<br>.#</code></p>", "2 2\n##\n.#\n"),
        ("<table><tr><td>a|b\\c</td><td>$ 5</td></tr></table>", "a|b\\c\n"),
    ],
)
def test_a_sample_outside_of_a_block_is_found_too(html, sample):
    source = markup.read((LONG + html).encode(), "text/html", "")
    assert source.verbatim(sample) == sample and source.verbatim(f"{sample}x") is None


@pytest.mark.parametrize("nothing", ["", "\n"])
def test_a_program_that_reads_nothing_has_an_empty_sample(nothing):
    assert markup.pasted("Print Hello!\n\nSample input\n\nSample output\nHello!").verbatim(nothing) == ""


@pytest.mark.parametrize("body", [b"", b"<div id=app></div><script>draw()</script>", b"<p>Loading</p>"])
def test_a_page_with_nothing_to_read_says_so(body):
    with pytest.raises(SourceError):
        markup.read(body, "text/html", "")


@pytest.mark.parametrize(
    "piece", ["<div>", "<pre>", "<a><b>", "<p", '<script type="math/tex">', "<meta name=description "]
)
def test_a_page_made_to_take_long_does_not(piece):
    """Without bounds, some of them would take hours."""
    body = (LONG + piece * (2_000_000 // len(piece))).encode()
    with suppress(SourceError, StatementError):
        assert len(markup.read(body, "text/html", "").text) <= source.MOST_TEXT
    with suppress(SourceError, StatementError):
        markup.pasted((LONG + piece * 10_000)[:200_000])


def test_a_picture_leaves_a_place_and_its_address():
    source = markup.read(
        f"{LONG}<img src='../a.png' alt='a  tree'>".encode(), "text/html", "https://example.com/tasks/7"
    )
    assert "![a tree](figure-1)" in source.text and source.figures[0].url == "https://example.com/a.png"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<table><tr><td><h1>Two sums</h1><p>Add them.</p><p>Twice.</p></td></tr></table>", ["Two sums", "Twice."]),
        (
            "<table><tr><th>In</th><th>Out</th></tr><tr><td>1 2<br>3</td><td>4</td></tr></table>",
            ["In", "1 2", "3", "4"],
        ),
        ("<table><tr><td>A<ul><li>one</li><li>two</li></ul></td></tr></table>", ["A", "one", "two"]),
        ("<table><tr><td>A<table><tr><td>n</td><td>up to 5</td></tr></table></td></tr></table>", ["A", "n", "up to 5"]),
        ("<table><tr><td><b>Sample</b><pre>5 6\n7</pre></td></tr></table>", ["Sample", "```\n5 6\n7\n```"]),
    ],
)
def test_no_table_hides_what_stands_in_it(html, words):
    text = text_of(html)
    places = [text.find(word, len(LONG) - 10) for word in words]
    assert -1 not in places and places == sorted(places) and "[TABLE]" not in text


def test_a_table_of_short_cells_stays_one():
    html = "<table><tr><th>n</th><th>points</th></tr><tr><td><p>5</p></td><td>$x|y$</td></tr></table>"
    assert "| 5 " in " ".join(text_of(html).split())
