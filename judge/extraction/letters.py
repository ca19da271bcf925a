"""Which bytes are which letters: as the site says it, else as the page does, and as browsers understand that."""

import codecs
import re

from judge.extraction.source import SourceError

CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([\w-]{2,30})", re.IGNORECASE)
# Python has others, which are no letters (idna, unicode_escape …): they raise, or make what can't be written down.
OF_PAGES = re.compile(
    r"utf-8(-sig)?|utf-16(-[bl]e)?|ascii|cp(125\d|866|874|932|949)|mac-roman|iso8859-\d+|koi8-\w|tis-620|big5\w*|gb\w+|euc_\w+|shift_jis\w*|iso2022_jp"
)
WIDER = {  # what is said, and what is there
    "euc_kr": "cp949", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874",
}  # fmt: skip
SOME = 20  # letters that nobody can read; a page may have a few


def decoded(body: bytes, content_type: str) -> str:
    """Raises SourceError where that comes to nothing: whoever reads it would be paid for guessing."""
    said = re.search(r"charset=[\"']?([\w-]+)", content_type, re.IGNORECASE)
    found = CHARSET.search(body[:4096])
    name = encoding(said[1] if said else found[1].decode() if found else "utf-8")
    if not said and name.startswith("utf-16"):  # the page says so in ASCII
        name = "utf-8"
    text = body.decode(name, "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if lost > SOME and lost * 200 > len(text):
        raise SourceError("The page doesn’t say rightly in which encoding its letters are.")
    return text.removeprefix("\ufeff").replace("\0", "")


def encoding(said: str) -> str:
    """Its name in Python; UTF-8 for what is none."""
    said = said.lower().removeprefix("x-").replace("windows-949", "cp949").replace("windows-874", "cp874")
    try:
        name = codecs.lookup(said).name
    except LookupError:
        return "utf-8"
    return WIDER.get(name, name) if OF_PAGES.fullmatch(name) else "utf-8"
