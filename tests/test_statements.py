"""Statements are a stranger's text: they come out as plain HTML with MathML, or not at all."""

import re
import struct
import zlib

import pytest

from judge import pictures, statements
from judge.statements import LIMITS, StatementError

TEX = r"""
\problemname{Sums}
\illustration{.3}{cat}{A \href{https://example.org/cat}{cat}}
\noindent Add $a_1 \leq 10^{9}$ and ``$b$'', which is \emph{not} {\tt zero}~-- $a \not= b$.
\begin{figure}[h]\includegraphics[width=0.5\textwidth]{dog.png}\caption{A dog}\end{figure}
\section*{Input}
\begin{tabular}{|l|r|} \hline a & b \\ \hline \end{tabular}
\begin{itemize} \item one \end{itemize}
\verb|x_y| \begin{verbatim}
1 < 2
\end{verbatim}
\[ \sum_{i=1}^{n} \frac{1}{i} \]
\nextsample
\section*{Output} done
"""


def tex(text, images=()):
    return statements.render("tex", text, images).html


def markdown(text, images=()):
    return statements.render("markdown", text, images).html


def test_tex_becomes_html_with_mathml():
    html = tex(TEX, {"cat.jpg", "dog.png"})

    assert "Sums" not in html and "nextsample" not in html
    assert '<h2 id="statement-input">Input</h2>' in html
    assert "<msup><mn>10</mn><mn>9</mn></msup>" in html and "<mfrac>" in html and 'display="block"' in html
    assert "≠" in html and "“" in html and "–" in html
    assert "<em>not</em>" in html and "<code>zero</code>" in html and "<code>x_y</code>" in html
    assert "<pre><code>1 &lt; 2" in html
    assert "<table>" in html and "<li>" in html
    assert '<div class="illustrated">' in html and 'src="images/cat.jpg"' in html and 'width="192"' in html
    assert 'src="images/dog.png"' in html and 'width="320"' in html
    assert '<a href="https://example.org/cat" rel="noopener nofollow">cat</a>' in html
    assert "style=" not in html


def test_markdown_becomes_html_with_mathml():
    html = markdown(
        "# Input\n\n*Add* $x^2$ to `y`[^1].\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n![cat](cat.png)\n\n$$\\pi$$\n\n"
        "```cpp\nint x;\n```\n\n{{nextsample}}\n\n[^1]: A note.\n",
        {"cat.png"},
    )
    assert '<h2 id="statement-input">Input</h2>' in html
    assert "<em>Add</em>" in html and "<msup>" in html and "<mi>π</mi>" in html
    assert '<td align="right">2</td>' in html
    assert '<img src="images/cat.png" alt="cat">' in html
    assert 'href="#statement-fn1"' in html and 'id="statement-fn1"' in html
    assert "nextsample" not in html and "style=" not in html


def test_an_image_that_is_not_there_is_its_description():
    """Its caption says the same, where it has one."""
    html = markdown("Look: ![a & b](cat.png) ![](dog.png)\n\n![A pier](pier)\n")
    assert html == "<p>Look: [a &amp; b] </p>\n<p>[A pier]</p>\n"
    figure = "\\begin{figure}\\includegraphics{cat}\\caption{A cat.}\\end{figure}"
    assert tex(figure).count("A cat.") == 1


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Given $a$, $b$ and ($c$).", ["a,", "(c)."]),
        ("정수 $n$이다.", ["n이다."]),
        ("$a$,$b$,", ["a,", "b,"]),
        ("*so* $a$", []),
        ("$a$-thousand-two-hundred", []),
        ("$a$,thousand-two-hundred", ["a,"]),
        ("$$a$$, and", []),
    ],
)
def test_no_line_is_broken_between_a_formula_and_what_stands_against_it(text, whole):
    found = re.findall(r'<span class="whole">(.*?)</span>', markdown(text))

    assert [re.sub("<[^>]+>", "", part) for part in found] == whole


def test_korean_stays_korean():
    assert "두 수를 더하세요" in tex("두 수를 더하세요. $a$") and "두 수를" in markdown("두 수를 더하세요.")


def test_only_images_of_the_problem_are_shown():
    html = markdown(
        "![one](https://evil.example/x.png) ![two](../../etc/passwd.png) <img src=x.svg> ![three](a.png)", {"a.png"}
    )
    assert re.findall(r'src="([^"]*)"', html) == ["images/a.png"]
    assert "<img" not in tex(r"\includegraphics{/etc/passwd}", {"a.png"})


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,alert(1))",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
        "<math href='javascript:alert(1)'><mi xlink:href='javascript:alert(1)'>x</mi></math>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=alert(1)&gt;'>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<form action='javascript:alert(1)'><button>alert(1)</button></form>",
        "<p style='background:url(javascript:alert(1))' onclick='alert(1)'>x</p>",
        "<base href='https://evil.example/alert(1)'><link rel=stylesheet href='//evil.example/alert(1)'>",
        "`alert(1)`{=html}",
        "::: {onclick='alert(1)'}\nx\n:::",
    ],
)
def test_nothing_that_runs_gets_through(hostile):
    html = markdown(hostile)
    assert not re.search(r"<(script|svg|iframe|form|base|link|style|object|embed|mglyph|annotation)", html)
    assert not re.search(r"<[^>]*(javascript:|\bon\w+=|style=|data:)", html)
    assert not re.search(r"<[^>]*alert", html)


def test_a_statement_cannot_take_the_pages_names():
    html = markdown('<p id="submit" class="primary">x</p> <a name="csrf" href="/logout">y</a>')
    assert 'id="submit"' not in html and "class" not in html and "logout" not in html


@pytest.mark.parametrize(
    "command",
    [r"\input{/etc/passwd}", r"\include{/etc/passwd}", r"\verbatiminput{/etc/passwd}", r"\lstinputlisting{/etc/passwd}"]
    + [r"\openin5=/etc/passwd \read5 to \x \x", r"\write18{cat /etc/passwd}", r"\usepackage{/etc/passwd}"],
)
def test_tex_reads_no_file(command):
    assert "root:" not in tex(command)


def test_a_statement_that_never_ends_is_refused(monkeypatch):
    monkeypatch.setattr(statements, "LIMITS", LIMITS.__class__(cpu=1, wall=5, memory=256 * 2**20, output=2**20))
    bomb = r"\newcommand{\a}{xxxxxxxxxx}" + "".join(
        rf"\newcommand{{\{new}}}{{{rf'\{old}' * 10}}}" for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    with pytest.raises(StatementError):
        tex(bomb + r"\k")
    with pytest.raises(StatementError):
        tex(r"\def\x{\x\x}\x")


def test_a_mistake_is_found_where_its_author_made_it():
    with pytest.raises(StatementError, match=r"\(line 3, column"):  # where the text ends
        tex("Fine.\n\\begin{itemize}\\end{enumerate}\n")


def test_formulas_that_cannot_be_converted_are_named():
    rendered = statements.render("tex", r"$\frac{1}$ and $x$")
    assert len(rendered.warnings) == 1 and "frac" in rendered.warnings[0]
    assert "<mi>x</mi>" in rendered.html


def test_a_title_loses_its_tex():
    assert statements.plain(r"Lundstr{\"o}m \& the $x^2$ \emph{thing}") == "Lundström & the x² thing"
    assert statements.plain("Sums & <b>more</b>") == "Sums & <b>more</b>"


# Figures

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 40 20]/Contents 4 0 R>>endobj
4 0 obj<</Length 24>>stream
1 0 0 rg 0 0 20 20 re f
endstream endobj
trailer<</Root 1 0 R>>
"""


def test_a_figure_in_pdf_is_drawn_and_shown():
    drawn = pictures.png(PDF)
    width, height = struct.unpack(">II", drawn[16:24])
    rows = zlib.decompress(drawn[drawn.index(b"IDAT") + 4 : drawn.index(b"IEND") - 8])
    assert (width, height) == (160, 80)
    assert rows[1:4] == b"\xff\0\0" and rows[3 * width - 2 : 3 * width + 1] == b"\xff\xff\xff"
    assert 'src="images/tree.pdf.png"' in tex(r"\includegraphics{tree}", {"tree.pdf.png"})


def test_a_figure_that_is_no_pdf_is_named():
    with pytest.raises(pictures.PictureError, match="Failed to load"):
        pictures.png(b"GIF89a")
