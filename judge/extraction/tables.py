"""Tables that Markdown can't write, of which pandoc leaves nothing but "[TABLE]": read cell after cell instead.

Old contest sites put all of a page into one, and samples with a line break where there should be a <pre>.
"""

import re

DEEPEST = 5  # in each other, as far as they are looked at one by one
PARTS = ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"]
AS_BLOCKS = {f"<{end}{part}>": f"<{end}div>" for part in PARTS for end in ("", "/")}
CELL = re.compile(r"<(t[hd])>(.*?)</\1>", re.DOTALL)
START = re.compile(r"(?:\s|<(?:p|div)>)*+")  # what one paragraph may be wrapped in
BLOCK = re.compile(
    r"<(?:br|hr|p|div|ul|ol|dl|h[1-6]|blockquote|section|article|aside|main|details|figure|figcaption|li)>"
    r"|</(?:p|div)>(?!\s*(?:</|\Z))"
)


def readable(pieces: list[str]) -> str:
    """Of a table's HTML, tags and texts in turn; a table that stood in it is one piece by now."""
    html = "".join(pieces)
    return html if is_plain(html) else "".join(AS_BLOCKS.get(piece, piece) for piece in pieces)


def is_plain(html: str) -> bool:
    """Whether each cell is one line of text."""
    if html.count("<table>") > 1:
        return False
    return not any(BLOCK.search(START.sub("", cell[2], count=1)) for cell in CELL.finditer(html))
