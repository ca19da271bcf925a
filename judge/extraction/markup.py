"""A page's HTML becomes text for a reader who needs its formulas and samples letter by letter.

nh3 makes well-formed HTML of a stranger's, of the elements that say something; what must not change is taken out and
put back as it was; pandoc, in the sandbox, writes the rest as Markdown. Extractors that guess which part of a page is its
article lose what matters here: samples stand in short blocks, as advertisements do.
"""

import re
import secrets
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

import nh3

from judge import statements
from judge.extraction.formulas import LATEX_IMAGE, with_formulas
from judge.extraction.source import ENOUGH, Figure, Source, SourceError

MOST = 400_000  # characters of HTML that say something
MOST_TEXT = 120_000  # characters that a reader is given
MOST_FIGURES = 8
READER, WRITER = "html-native_divs-native_spans", "commonmark_x-raw_html-attributes-fenced_divs-bracketed_spans-smart"
STRUCTURE = set(
    "a article aside b blockquote body br caption code dd details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i "
    "img li main math mfrac mi mn mo mover mrow mspace msqrt mroot mstyle msub msubsup msup mtable mtd mtext mtr munder "
    "munderover semantics annotation ol p pre q samp section small span strong sub summary sup table tbody td tfoot th "
    "thead tr tt u ul var mjx-container mjx-assistive-mml".split()
)
WITHOUT = set("script style noscript template svg canvas iframe object select button nav footer mjx-math title".split())
KEPT = {"class", "alt", "src", "encoding", "aria-hidden"}
DRAWN = re.compile(r"\b(katex-html|MathJax|MathJax_\w+|mjx-\w+|sr-only)\b")  # of a formula that is there as TeX too
BLOCK = "div p li tr br".split()
MATHJAX = re.compile(
    r'<script[^>]*type=["\']?math/tex(;\s*mode=display)?[^>]*>(.*?)</script>', re.DOTALL | re.IGNORECASE
)
HEAD = re.compile(
    r"<title[^>]*>(?P<title>[^<]{1,500})"
    r"|<meta[^>]{1,200}(?:name|property)=[\"']?(?:og:)?description[\"']?[^>]{0,50}content=(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)')",
    re.IGNORECASE,
)
CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([\w-]{2,30})", re.IGNORECASE)


def read(body: bytes, content_type: str, url: str) -> Source:
    """Raises SourceError for a page on which there is nothing to read."""
    text = decoded(body, content_type)
    if content_type.startswith(("text/plain", "text/markdown")):
        return enough(Source(text[:MOST_TEXT]))
    return enough(from_html(text, url))


def enough(source: Source) -> Source:
    if len(source.text) < ENOUGH:
        raise SourceError("The page shows its text only to a browser that runs its scripts.")
    return source


def decoded(body: bytes, content_type: str) -> str:
    said = re.search(r"charset=[\"']?([\w-]+)", content_type, re.IGNORECASE)
    found = CHARSET.search(body[:4096])
    name = said[1] if said else found[1].decode() if found else "utf-8"
    try:
        text = body.decode(name, "replace")
    except LookupError:
        text = body.decode(errors="replace")
    return text.removeprefix("\ufeff").replace("\0", "")


def from_html(html: str, url: str = "") -> Source:
    taken = Taken(url)
    taken.feed(cleaned(html)[:MOST])
    taken.close()
    markdown, _ = statements.pandoc(READER, WRITER, taken.html, "--wrap=none")
    text = f"{head_of(html)}{taken.put_back(markdown)}".strip()
    return Source(text[:MOST_TEXT], tuple(taken.blocks), tuple(taken.figures))


def cleaned(html: str) -> str:
    marked = MATHJAX.sub(lambda found: f"<var>{'$$' * bool(found[1])}{escape(found[2])}</var>", html)
    return nh3.clean(
        marked,
        tags=STRUCTURE,
        clean_content_tags=WITHOUT,
        attributes={"*": KEPT},
        attribute_filter=lambda element, name, value: value[:2000],
        url_schemes={"http", "https"},
        link_rel=None,
    )


def head_of(html: str) -> str:
    """What a page says of itself where a browser doesn't show it."""
    found = [next(group for group in one.groups() if group is not None) for one in HEAD.finditer(html[:200_000])]
    said = dict.fromkeys(" ".join(text.split()) for text in found[:3] if text.strip())
    return "".join(f"{nh3.clean(text, tags=set())}\n\n" for text in said)


class Taken(HTMLParser):
    """HTML with words in the places of what must stay as it is."""

    def __init__(self, url: str):
        super().__init__(convert_charrefs=True)
        self.url = url
        self.mark = f"q{secrets.token_hex(4)}q"  # not to be guessed by a page that has some of its own
        self.out: list[str] = []
        self.kept: list[str] = []
        self.blocks: list[str] = []
        self.figures: list[Figure] = []
        self.text: list[str] = []  # of the <pre> or formula that is open
        self.open = ""
        self.depth = 0  # of elements within it
        self.hidden = 0

    @property
    def html(self) -> str:
        return "".join(self.out)

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if self.hidden or is_drawn(tag, said):
            self.hidden += tag not in ("br", "img", "hr")
        elif self.open:
            self.go_deeper(tag)
        elif tag in ("pre", "var") or is_tex(tag, said):
            self.open, self.depth, self.text = ("pre" if tag == "pre" else "formula"), 1, []
        elif tag == "img":
            self.take_image(said)
        else:
            self.out.append(f"<{tag}>")

    def handle_endtag(self, tag):
        if self.hidden:
            self.hidden -= 1
        elif self.open:
            self.come_up(tag)
        else:
            self.out.append(f"</{tag}>")

    def handle_data(self, data):
        if self.hidden:
            return
        if self.open:
            self.text.append(data)
        else:
            self.out.append(with_formulas(escape(data), lambda formula: self.word(formula)))

    def go_deeper(self, tag):
        if tag == "br":
            self.text.append("\n")
        elif tag not in ("img", "hr"):
            self.depth += 1
            self.text.append({"sub": "_{", "sup": "^{"}.get(tag, "") if self.open == "formula" else "")

    def come_up(self, tag):
        self.depth -= 1
        if self.depth:
            self.text.append(
                ("}" if tag in ("sub", "sup") else "") if self.open == "formula" else "\n" * (tag in BLOCK)
            )
        else:
            self.take("".join(self.text), self.open)
            self.open = ""

    def take(self, text: str, kind: str):
        if kind == "pre":
            block = text.strip("\n").replace("\xa0", " ")
            self.blocks.append(block)
            self.out.append(f"<p>{self.word(fenced(block))}</p>")
        elif text.strip():
            self.out.append(self.word(text.strip() if text.startswith("$") else f"${text.strip()}$"))

    def take_image(self, said: dict[str, str]):
        if said.get("alt") and LATEX_IMAGE.search(f"{said.get('class', '')} {said.get('src', '')}"):
            self.out.append(self.word(f"${said['alt'].strip('$')}$"))
        elif said.get("src", "").startswith(("http", "/", ".")) or re.match(r"[\w-]+[./]", said.get("src", "")):
            self.take_figure(said["src"], said.get("alt", ""))

    def take_figure(self, source: str, alt: str):
        if len(self.figures) < MOST_FIGURES:
            figure = Figure(f"figure-{len(self.figures) + 1}", urljoin(self.url, source))
            self.figures.append(figure)
            self.out.append(self.word(f"![{' '.join(alt.split())[:100]}]({figure.name})"))

    def word(self, text: str) -> str:
        self.kept.append(text)
        return f"{self.mark}{len(self.kept) - 1}q"

    def put_back(self, markdown: str) -> str:
        """A block takes its own lines; one that stands in a table follows at the end."""
        words = re.compile(rf"{self.mark}(\d+)q")
        later: list[str] = []

        def kept(found: re.Match[str]) -> str:
            text = self.kept[int(found[1])]
            is_alone = found.string[: found.start()].rpartition("\n")[2].strip(" >") == ""
            if not text.startswith("```") or is_alone:
                return text
            later.append(text)
            return f"[block {len(later)}]"

        text = words.sub(kept, markdown)
        return text + "".join(f"\n\n[block {number}]\n\n{block}" for number, block in enumerate(later, 1))


def is_drawn(tag: str, said: dict[str, str]) -> bool:
    return tag not in ("mjx-container", "mjx-assistive-mml") and bool(DRAWN.search(said.get("class", "")))


def is_tex(tag: str, said: dict[str, str]) -> bool:
    return tag == "annotation" and "tex" in said.get("encoding", "")


def fenced(block: str) -> str:
    """However many backticks are in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", block)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{block}\n{fence}"
