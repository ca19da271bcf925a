"""What somebody could copy out of a text and submit as code, however it is dressed up. Pure."""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

from judge.hints.sentences import broken, sentences

MARKED = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)\n(?P<block>.*?)(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|`{3}(?P<flat>[^`\n]+)`{3}|`(?P<span>[^`\n]+)`",  # as the page draws it
    re.M | re.S,
)
CODED = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
CODED_LINES = re.compile(r"(?:[A-Za-z0-9+/_-]{24,}\n)+[A-Za-z0-9+/_-]+={0,2}")  # as base64 is often broken
PREFIX = re.compile(r"^[ \t]*(?:(?:\w+ )?\d+[ \t]*[|:.)]|>|\$|[-+*•|])[ \t]?")
BEGINNING = (
    r"^\s*(?:#include|#define|import\b|from\s+\w+\s+import|using\b|def\b|class\b|public\b|static\b|for\b|while\b|if\b|"
    r"else\b|elif\b|try\b|except\b|finally\b|with\b|return\b|print\b|int\b|long\b|const\b|let\b|var\b|auto\b|struct\b|fn\b|func\b|[}\])]+;?\s*$)"
)
LIKE_CODE = re.compile(BEGINNING + r"|[;{}]\s*$|^(?: {2,}|\t)\S|\w\s*[-+*/%|&^]?=[^=]|\w\(.*\)\s*;?\s*$")
TAG = re.compile(r"[\w+#-]*")  # a language, behind a fence
SHORTEST = 6  # characters in a line that are code whatever they look like
TICKED, QUOTED = re.compile(r"`([^`\n]+)`"), re.compile(r"\"([^\"\n]+)\"")
QUOTES = str.maketrans("“”„«»‘’", '"""""\'\'')
INVISIBLE = "Cf"  # the Unicode category of what has no shape


@dataclass(frozen=True)
class Snippet:
    code: str
    tag: str = ""  # the language that its fence names


def plain(text: str) -> str:
    """Without what makes the same characters look or be spelt otherwise."""
    shown = unicodedata.normalize("NFKC", "\n".join(html.unescape(text).splitlines()))
    return "".join(c for c in shown if unicodedata.category(c) != INVISIBLE).translate(QUOTES)


def readings(text: str) -> list[str]:
    """The text, and what is written in it in base64 or in hexadecimal digits; its lines, too, where all are one."""
    clear = plain(text)
    spelt = [clear.replace(r"\n", "\n").replace(r"\t", "\t")] if r"\n" in clear and "\n" not in clear else []
    coded = [*CODED.findall(clear), *(lines.replace("\n", "") for lines in CODED_LINES.findall(clear))]
    return [clear, *spelt, *(plain(found) for word in coded for found in decoded(word))]


def decoded(word: str) -> Iterator[str]:
    for decode in (bytes.fromhex, base64_of):
        try:
            found = decode(word).decode()
        except (ValueError, binascii.Error):
            continue
        if found.isascii() or found.isprintable():
            yield found


def base64_of(word: str) -> bytes:
    return base64.b64decode(word.rstrip("=") + "=" * (-len(word.rstrip("=")) % 4), altchars=b"-_")


def snippets(texts: Sequence[str]) -> list[Snippet]:
    """Of each text, and of all of them put together: code may come in parts."""
    clear = [reading for text in texts for reading in readings(text)]
    parts = [list(marked(text)) for text in clear], [list(unmarked(text)) for text in clear]
    both = [[*first, *second] for first, second in zip(*parts, strict=True)]
    alone = [piece for text in clear for piece in within_sentences(text)]
    found: dict[str, Snippet] = {}
    for snippet in (*sum(both, []), *map(joined, (*parts, both)), *alone):
        for code in (dedent(snippet.code), dedent(unprefixed(snippet.code)), added(snippet.code)):
            if code.strip():
                found.setdefault(code.strip(), Snippet(code, snippet.tag))
    return list(found.values())


def joined(parts: Sequence[Sequence[Snippet]]) -> Snippet:
    return Snippet("\n".join(piece.code for part in parts for piece in part))


def marked(text: str) -> Iterator[Snippet]:
    """As code: between fences, or within a line, where a single name is none."""
    for found in MARKED.finditer(text):
        if (span := found["span"]) is None:
            yield from fenced(found["flat"] or found["info"], found["block"] or "")
        elif len(span) >= SHORTEST or LIKE_CODE.search(span):
            yield Snippet(span)


def fenced(info: str, block: str) -> Iterator[Snippet]:
    """What stands behind the fence names a language, or is code already."""
    tag, _, rest = info.strip().partition(" ")
    yield Snippet(block, tag.lower())
    if rest or not TAG.fullmatch(tag):
        yield Snippet(f"{info}\n{block}")
        yield Snippet(f"{rest}\n{block}", tag.lower())


def quotations(texts: Sequence[str]) -> list[str]:
    """All that stands in backticks, and all in quotation marks: each put together, single names and signs too."""
    clear = "\n".join(map(plain, texts))
    return ["\n".join(kind.findall(clear)) for kind in (TICKED, QUOTED)]


def within_sentences(text: str) -> Iterator[Snippet]:
    prose = MARKED.sub(within, text)
    yield from map(Snippet, sentences(prose))
    if (lines := broken(prose)) != prose:
        yield from unmarked(lines)


def unmarked(text: str) -> Iterator[Snippet]:
    """Lines in a row that look like code."""
    run: list[str] = []
    for line in [*MARKED.sub(within, text).split("\n"), "."]:
        if not line.strip() or LIKE_CODE.search(PREFIX.sub("", line)):
            run.append(line)
        elif run:
            yield Snippet("\n".join(run))
            run = []


def within(found: re.Match) -> str:
    """Of a line, whatever is in it stays; a block is told of already."""
    return found[0] if found["span"] else "\n"


def unprefixed(code: str) -> str:
    """Without line numbers, quotation marks or bullets before each line."""
    lines = [line for line in code.split("\n") if line.strip()]
    if all(PREFIX.match(line) for line in lines):
        return "\n".join(PREFIX.sub("", line) for line in lines)
    return code


def added(code: str) -> str:
    """What a difference makes of it."""
    lines = code.split("\n")
    if {"+", "-"} <= {line[:1] for line in lines}:
        return "\n".join(line[1:] if line[:1] in ("+", " ") else line for line in lines if line[:1] != "-")
    return ""
