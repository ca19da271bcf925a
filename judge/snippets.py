"""What somebody could copy out of a text and submit as code, however it is dressed up. Pure."""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

FENCED = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*([\w+#-]*)[^\n]*\n(.*?)(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)", re.M | re.S)
SPAN = re.compile(r"`([^`\n]{6,})`")
CODED = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
PREFIX = re.compile(r"^[ \t]*(?:\d+[ \t]*[|:.)]|>|\$|[-*•|])[ \t]?")
BEGINNING = (
    r"^\s*(?:#include|#define|import\b|from\s+\w+\s+import|using\b|def\b|class\b|public\b|static\b|for\b|while\b|if\b|"
    r"else\b|elif\b|try\b|except\b|finally\b|with\b|return\b|print\b|int\b|long\b|const\b|let\b|var\b|auto\b|struct\b|fn\b|func\b|[}\])]+;?\s*$)"
)
LIKE_CODE = re.compile(BEGINNING + r"|[;{}]\s*$|^(?: {2,}|\t)\S|\w\s*[-+*/%|&^]?=[^=]|\w\(.*\)\s*;?\s*$")
QUOTES = str.maketrans("“”‘’`´", "\"\"''''")
INVISIBLE = "Cf"  # the Unicode category of what has no shape


@dataclass(frozen=True)
class Snippet:
    code: str
    tag: str = ""  # the language that its fence names


def plain(text: str) -> str:
    """Without what makes the same characters look or be spelt otherwise."""
    shown = unicodedata.normalize("NFKC", html.unescape(text)).replace("\r\n", "\n")
    return "".join(c for c in shown if unicodedata.category(c) != INVISIBLE)


def readings(text: str) -> list[str]:
    """The text, and what is written in it in base64 or in hexadecimal digits."""
    clear = plain(text)
    return [clear, *(plain(found) for word in CODED.findall(clear) for found in decoded(word))]


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
    found: dict[str, Snippet] = {}
    parts = [list(pieces(reading)) for text in texts for reading in readings(text)]
    whole = Snippet("\n".join(piece.code for part in parts for piece in part))
    for snippet in (*(piece for part in parts for piece in part), whole):
        for code in (snippet.code, unprefixed(snippet.code)):
            if code.strip():
                found.setdefault(code.strip(), Snippet(code, snippet.tag))
    return list(found.values())


def pieces(text: str) -> Iterator[Snippet]:
    for fence in FENCED.finditer(text):
        yield Snippet(dedent(fence[3]), fence[2].lower())
    rest = FENCED.sub("\n", text)
    yield from (Snippet(span) for span in SPAN.findall(rest))
    run: list[str] = []
    for line in [*rest.split("\n"), "."]:
        if not line.strip() or LIKE_CODE.search(PREFIX.sub("", line)):
            run.append(line)
        elif run:
            yield Snippet(dedent("\n".join(run)))
            run = []


def unprefixed(code: str) -> str:
    """Without line numbers, quotation marks or bullets before each line."""
    lines = [line for line in code.split("\n") if line.strip()]
    if all(PREFIX.match(line) for line in lines):
        return "\n".join(PREFIX.sub("", line) for line in lines)
    return code
