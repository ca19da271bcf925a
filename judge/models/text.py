"""Words of machines, made fit for a row."""

MOST_REASON = 2000  # characters
MOST_LOG = 64 * 1024  # bytes
CUT = "… the beginning is cut off\n"


def storable(words: str) -> str:
    """What any database takes: no NUL, no lone surrogate."""
    return words.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def clean(reason: str) -> str:
    """Not a novel either."""
    return storable(reason)[:MOST_REASON]


def tail(log: str) -> str:
    """The end of a log that has grown too long, from the start of a line on; with room to go on."""
    data = log.encode()
    if len(data) <= MOST_LOG:
        return log
    kept = data[-MOST_LOG * 3 // 4 :]
    _, newline, lines = kept.partition(b"\n")
    return CUT + (lines if newline and lines else kept).decode(errors="ignore")
