"""Words of machines, made fit for a row."""

import unicodedata

MOST_REASON = 2000  # characters
MOST_LOG = 64 * 1024  # bytes
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")  # Unicode's categories of what has no shape
CUT = "… the beginning is cut off\n"


def storable(words: str) -> str:
    """What any database takes: no NUL, no lone surrogate."""
    return words.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def has_unseen(text: str) -> bool:
    """Beside what ordinary texts have."""
    return any(c not in "\t\n\r" and unicodedata.category(c) in UNSEEN for c in text)


def seen(words: str) -> str:
    """Its lines, without what can't be seen and could turn them around, or tell a terminal something."""
    return "".join(c for c in storable(words) if c in "\n\t" or unicodedata.category(c) not in UNSEEN)


def readable(words: str) -> str:
    """As one line."""
    return seen(" ".join(words.split()))


def clean(reason: str) -> str:
    """Not a novel either."""
    return seen(reason)[:MOST_REASON]


def tail(log: str) -> str:
    """The end of a log that has grown too long, from the start of a line on; with room to go on."""
    data = log.encode()
    if len(data) <= MOST_LOG:
        return log
    kept = data[-MOST_LOG * 3 // 4 :]
    _, newline, lines = kept.partition(b"\n")
    return CUT + (lines if newline and lines else kept).decode(errors="ignore")
