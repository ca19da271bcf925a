"""A page's HTML becomes text for a reader who needs its formulas and samples letter by letter.

nh3 makes well-formed HTML of a stranger's, of the elements that say something; what must not change is taken out and
put back as it was; pandoc, in the sandbox, writes the rest as Markdown. Extractors that guess which part of a page is
its article lose what matters here: samples stand in short blocks, as advertisements do.
"""

import re
import secrets
from html import escape, unescape

import nh3

from judge import statements
from judge.extraction import figures
from judge.extraction.letters import decoded
from judge.extraction.source import ENOUGH, Source, SourceError
from judge.extraction.taking import Taken

MOST = 400_000  # characters of HTML that say something
READER, WRITER = "html-native_divs-native_spans", "commonmark_x-raw_html-attributes-fenced_divs-bracketed_spans-smart"
TEXT = (
    "a article aside b blockquote body br caption code dd details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr "
    "i img li main ol p pre q samp section small span strong sub summary sup table tbody td tfoot th thead tr tt u ul "
    "var"
)
MATH = (
    "math mfrac mi mn mo mover mrow mspace msqrt mroot mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "semantics annotation mjx-container mjx-assistive-mml"
)
WITHOUT = "script style noscript template svg canvas iframe object select button nav footer mjx-math title"
DEEPEST = 1000
TAG = re.compile(  # of those whose end must be written
    r"<(/?)(?!(?:p|li|td|tr|th|dd|dt|tbody|thead|tfoot|option|br|hr|img|input|meta|link|wbr|col|source|area)\b)[a-z]",
    re.IGNORECASE,
)
KEPT = {"class", "encoding", "aria-hidden"}
BASE = re.compile(r"<base\b[^<>]{0,300}?\bhref\s{0,9}=\s{0,9}[\"']?([^\"'\s<>]{1,2000})", re.IGNORECASE)
MATHJAX = re.compile(
    r'<script\b[^<>]{0,200}?type=["\']?math/tex(;\s*mode=display)?[^<>]{0,100}>(.{0,2000}?)</script>',
    re.DOTALL | re.IGNORECASE,
)
HEAD = re.compile(
    r"<title[^>]*>(?P<title>[^<]{1,500})"
    r"|<meta[^>]{1,200}(?:name|property)=[\"']?(?:og:)?description[\"']?[^>]{0,50}content=(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)')",
    re.IGNORECASE,
)


def read(body: bytes, content_type: str, url: str) -> Source:
    """Raises SourceError for a page on which there is nothing to read."""
    text = decoded(body, content_type)
    if content_type.startswith(("text/plain", "text/markdown")):
        return enough(Source.of(text))
    return enough(from_html(text, url))


def pasted(text: str, url: str = "") -> Source:
    """What somebody copied: a page's source, or what it shows."""
    text = text.replace("\0", "").replace("\r\n", "\n")
    is_html = len(re.findall(r"</?(?:p|div|pre|h\d|html|body|table|span)\b[^<>]{0,500}>", text, re.IGNORECASE)) > 2
    return from_html(text, url) if is_html else Source.of(text.strip())


def enough(source: Source) -> Source:
    if len(source.text) < ENOUGH:
        raise SourceError("The page shows its text only to a browser that runs its scripts.")
    return source


def from_html(html: str, url: str = "") -> Source:
    clean, inline = cleaned(html)
    taken = Taken(base_of(html, url), inline)
    taken.feed(clean[:MOST])
    taken.close()
    try:
        markdown, _ = statements.pandoc(READER, WRITER, taken.html, "--wrap=none")
    except statements.StatementError as error:
        raise SourceError(f"The page’s HTML can’t be read: {error}.") from error
    text = f"{head_of(html)}{taken.put_back(markdown)}".strip()
    is_cut = len(clean) > MOST
    return Source.of(text, tuple(taken.blocks), tuple(taken.figures.values()), taken.more_figures, is_cut=is_cut)


def base_of(html: str, url: str) -> str:
    """What a page's relative addresses are relative to."""
    found = BASE.search(html[:200_000])
    return figures.joined(url, unescape(found[1])) if found else url


def refuse_depth(html: str) -> None:
    """A parser of HTML looks through all that is open again and again: a page of nothing but <div> would take hours."""
    depth = 0
    for tag in TAG.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            raise SourceError("The page’s HTML can’t be read: its elements lie too deep in each other.")


def cleaned(html: str) -> tuple[str, dict[str, str]]:
    """And the data: URIs of its pictures, which are long, by the marks that stand in their places."""
    refuse_depth(html)
    marked = MATHJAX.sub(lambda found: "<var>{0}{1}{0}</var>".format("$$" if found[1] else "$", escape(found[2])), html)
    secret = f"q{secrets.token_hex(8)}q"  # not to be guessed by a page that has marks of its own
    inline: dict[str, str] = {}

    def kept(element: str, name: str, value: str) -> str | None:
        value = value.strip()
        if not value.startswith("data:"):
            return value[:2000]
        if name != "src":
            return None
        mark = f"{secret}{len(inline)}"
        inline[mark] = value
        return mark

    clean = nh3.clean(
        marked,
        tags={*TEXT.split(), *MATH.split()},
        clean_content_tags=set(WITHOUT.split()),
        attributes={"*": KEPT, "img": figures.ATTRIBUTES},
        attribute_filter=kept,
        url_schemes={"http", "https", "data"},
        link_rel=None,
    )
    return clean, inline


def head_of(html: str) -> str:
    """What a page says of itself where a browser doesn't show it."""
    found = [next(group for group in one.groups() if group is not None) for one in HEAD.finditer(html[:200_000])]
    said = dict.fromkeys(" ".join(text.split()) for text in found[:3] if text.strip())
    return "".join(f"{nh3.clean(text, tags=set())}\n\n" for text in said)
