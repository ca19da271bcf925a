"""Which of a page's images are pictures of what it states, and where they are to be had."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes, urljoin

MOST = 12  # of a page
WIDEST = 1600  # pixels: there is no use for more
TINY = 24  # pixels, at which nothing is shown that a statement is about
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy")  # where the real one stands until somebody scrolls
SETS = ("data-srcset", "srcset")
ATTRIBUTES = {"src", "alt", "width", "height", *LAZY, *SETS}
DECORATION = re.compile(
    r"(?<![a-z])(logo|favicon|icons?|avatar|emoji|spacer|pixel|tracker|spinner)s?(?![a-z])", re.IGNORECASE
)
AROUND = "".join(map(chr, range(0x21)))  # an address, and not of it
BETWEEN = re.compile(r",\s+|(?<=\d[wx]),")  # the candidates of a srcset
PLACE = re.compile(r"!\[[^\]\n]{0,300}\]\((figure-\d{1,3})\)")  # of one, in a text
INLINE = re.compile(r"data:image/(?:png|jpe?g|gif|webp)((?:;[\w=-]{1,40}){0,3}),", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A picture that the page shows."""

    name: str  # by which the text refers to it
    url: str  # of the web, or ""
    inline: str = field(default="", repr=False)  # of one that stands in the page itself

    @property
    def place(self) -> str:
        """In the text, behind its description."""
        return f"]({self.name})"


def is_decoration(said: dict[str, str]) -> bool:
    if is_tiny(said):
        return True
    file = source_of(said).partition("?")[0].rpartition("/")[2]
    return said.get("aria-hidden") == "true" or bool(DECORATION.search(f"{said.get('class', '')} {file}"))


def is_tiny(said: dict[str, str]) -> bool:
    """By what is said in pixels. A side that is relative to something else may be of any length."""
    sides = [re.fullmatch(r"(\d{1,5})\s*(?:px)?", said[side]) for side in ("width", "height") if said.get(side)]
    return bool(sides) and all(side and int(side[1]) <= TINY for side in sides)


def source_of(said: dict[str, str]) -> str:
    """The best that is offered; of a page that loads its pictures late the src is a place holder."""
    lazy = next((said[name] for name in LAZY if said.get(name)), "")
    best = next((found for name in SETS if (found := best_of(said.get(name, "")))), "")
    return (lazy or best or said.get("src", "")).strip()


def best_of(choices: str) -> str:
    """Of a srcset: the widest that is of use, else the least."""
    found = [(words[0], width_of(words[1:])) for one in BETWEEN.split(choices) if (words := one.strip(" ,").split())]
    fit = [each for each in found if each[1] <= WIDEST]
    if not found:
        return ""
    return max(fit, key=lambda each: each[1])[0] if fit else min(found, key=lambda each: each[1])[0]


def width_of(words: list[str]) -> float:
    """Pixels. Of two that are only said to be for finer screens, the finer one is the wider."""
    if not words or not re.fullmatch(r"\d{1,6}(\.\d{1,3})?[wx]", words[0]):
        return 1.0
    return float(words[0][:-1]) * (1 if words[0].endswith("w") else 800)


def joined(base: str, source: str) -> str:
    """As a browser reads it: without what is around it, on one line. Something that isn't fetched, when it is none."""
    source = re.sub(r"[\t\r\n]", "", source).strip(AROUND).replace(" ", "%20")
    try:
        return urljoin(base, source)
    except ValueError:
        return source


def web_address(base: str, source: str) -> str:
    """One that may become a link in a page of ours; "" of everything else, such as a script."""
    address = joined(base, source)
    return address if address.lower().startswith(("http://", "https://")) else ""


def inline_data(uri: str) -> bytes:
    """Of a data: URI; nothing when it holds no picture."""
    if not (found := INLINE.match(uri)):
        return b""
    body = uri[found.end() :]
    if not found[1].lower().endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(unquote_to_bytes(body))
    except binascii.Error:
        return b""
