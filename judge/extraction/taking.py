"""HTML with words in the places of what must stay as it is: formulas, blocks, pictures."""

import re
import secrets
from html import escape
from html.parser import HTMLParser

from judge.extraction import figures, tables
from judge.extraction.figures import Figure
from judge.extraction.formulas import LATEX_IMAGE, with_formulas

DRAWN = re.compile(r"\b(katex-html|MathJax|MathJax_\w+|mjx-\w+|sr-only)\b")  # of a formula that is there as TeX too
BLOCK = ("div", "p", "li", "tr", "br")


class Taken(HTMLParser):
    """Fed with well-formed HTML only."""

    def __init__(self, base: str, inline: dict[str, str]):
        """`base` is what addresses are relative to; `inline` are the data: URIs, by the marks in their places."""
        super().__init__(convert_charrefs=True)
        self.base, self.inline = base, inline
        self.mark = f"q{secrets.token_hex(4)}q"  # not to be guessed by a page that has some of its own
        self.out: list[str] = []
        self.kept: list[str] = []
        self.blocks: list[str] = []
        self.figures: dict[str, Figure] = {}  # by source
        self.more_figures = 0
        self.text: list[str] = []  # of the <pre> or formula that is open
        self.open = ""
        self.depth = 0  # of elements within it
        self.hidden = 0
        self.math = -1  # where in `out` the one begins that is open
        self.tables: list[int] = []  # likewise, those that lie in each other

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
            if tag == "annotation" and self.math >= 0:
                del self.out[self.math :]  # the same formula, drawn
            self.open, self.depth, self.text = ("pre" if tag == "pre" else "formula"), 1, []
        elif tag == "img":
            self.take_image(said)
        else:
            self.math = len(self.out) if tag == "math" else self.math
            self.tables += [len(self.out)] * (tag == "table")
            self.out.append(f"<{tag}>")

    def handle_endtag(self, tag):
        if self.hidden:
            self.hidden -= 1
        elif self.open:
            self.come_up(tag)
        else:
            self.math = -1 if tag == "math" else self.math
            self.out.append(f"</{tag}>")
            if tag == "table" and self.tables:
                self.end_table()

    def handle_data(self, data):
        if self.hidden:
            return
        if self.open:
            self.text.append(data)
        else:
            self.out.append(with_formulas(escape(data), lambda formula: self.word(formula)))

    def close(self):
        super().close()
        while self.tables:  # of a page that was cut off
            self.end_table()

    def end_table(self):
        start = self.tables.pop()
        if len(self.tables) < tables.DEEPEST:  # those within become blocks with the one that they are in
            self.out[start:] = [tables.readable(self.out[start:])]

    def go_deeper(self, tag):
        if tag == "br":
            self.text.append("\n")
        elif tag not in ("img", "hr"):
            self.depth += 1
            raised = {"sub": "_", "sup": "^"}.get(tag, "")
            self.text.append(f"{raised}{{" if raised and self.open == "formula" else raised)

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
        elif (source := figures.source_of(said)) and not figures.is_decoration(said):
            self.take_figure(source, said.get("alt", ""))

    def take_figure(self, source: str, alt: str):
        if source not in self.figures and len(self.figures) == figures.MOST:
            self.more_figures += 1
            return
        figure = self.figures.setdefault(source, self.figure(source))
        said = " ".join(alt.translate({91: "(", 93: ")"}).split())
        self.out.append(self.word(f"![{said[:100]}{figure.place}"))

    def figure(self, source: str) -> Figure:
        name = f"figure-{len(self.figures) + 1}"
        if source in self.inline:
            return Figure(name, "", self.inline[source])
        return Figure(name, figures.web_address(self.base, source))

    def word(self, text: str) -> str:
        self.kept.append(text)
        return f"{self.mark}{len(self.kept) - 1}q"

    def put_back(self, markdown: str) -> str:
        """A block takes its own lines; one that stands in a table follows at the end."""
        words = re.compile(rf"{self.mark}(\d+)q")
        later: list[str] = []

        def kept(found: re.Match[str]) -> str:
            text = self.kept[int(found[1])]
            line = found.string.rfind("\n", 0, found.start()) + 1
            is_alone = found.string[line : min(found.start(), line + 100)].strip(" >") == ""
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
