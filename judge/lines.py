"""Which lines of a text became which: the shortest account of it, in bounded time whatever is compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

MOST = 10_000  # lines on either side, without what is equal at both ends, of which the shortest account is looked for
CONTEXT = 3  # lines that are shown around one that changed
SHOWN = 300  # lines of one text's difference
LONGEST = 2000  # characters of a line that are shown
WORDS = 1000  # of two lines that are compared word by word


@dataclass(frozen=True, slots=True)
class Line:
    sign: str  # " ", "-", "+"
    number: int  # from 1; of an added line in the new text, otherwise in the old one
    text: str
    marks: tuple[tuple[bool, str], ...] = ()  # the text in parts, and whether each of them changed; none: not compared

    @property
    def parts(self) -> tuple[tuple[bool, str], ...]:
        return self.marks or ((False, shortened(self.text)),)


@dataclass(frozen=True)
class Difference:
    hunks: tuple[tuple[Line, ...], ...]
    added: int
    removed: int
    hidden: int  # lines of it that are not in the hunks

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def difference(old: str, new: str, most: int = SHOWN) -> Difference:
    lines = list(compared(*(text.split("\n") if text else [] for text in (old, new))))
    near = shown(lines)
    kept = with_words(near[:most])
    hunks = tuple(tuple(line for _, line in hunk) for _, hunk in groupby(numbered(kept), key=lambda pair: pair[0]))
    signs = [line.sign for line in lines]
    return Difference(hunks, signs.count("+"), signs.count("-"), len(near) - len(kept))


def compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Every line of both, in order; what was removed stands before what was added in its place."""
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    inner = matches(old[start : len(old) - end], new[start : len(new) - end])
    same = [(n, n) for n in range(start)] + [(start + i, start + j) for i, j in inner]
    same += [(len(old) - n, len(new) - n) for n in range(end, 0, -1)]
    i = j = 0
    for next_i, next_j in [*same, (len(old), len(new))]:
        yield from (Line("-", n + 1, old[n]) for n in range(i, next_i))
        yield from (Line("+", n + 1, new[n]) for n in range(j, next_j))
        if next_i < len(old):
            yield Line(" ", next_i + 1, old[next_i])
        i, j = next_i + 1, next_j + 1


def common(old: Sequence[str], new: Sequence[str]) -> int:
    """With how many equal ones both begin."""
    pairs = zip(old, new, strict=False)
    return next((n for n, (ours, theirs) in enumerate(pairs) if ours != theirs), min(len(old), len(new)))


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence, none where that would be too much to look for.

    Bit-parallel, after Hyyrö: of a row's bits those are 0 at which the subsequence of the lines so far grows. That is
    exact, and 10,000 × 10,000 lines take 40 ms and 13 MB; difflib misses most of what is common to long texts.
    """
    if max(len(old), len(new)) > MOST:
        return []
    where: dict[str, int] = {}
    for j, line in enumerate(new):
        where[line] = where.get(line, 0) | 1 << j
    row = every = (1 << len(new)) - 1
    rows = []
    for line in old:
        hits = row & where.get(line, 0)
        row = ((row + hits) | (row - hits)) & every
        rows.append(row)
    return traced(old, new, rows)


def traced(old: Sequence[str], new: Sequence[str], rows: list[int]) -> list[tuple[int, int]]:
    found = []
    i, j = len(old), len(new)
    while i and j:
        if old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif rows[i - 1] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
    return found[::-1]


# What of it is shown


def shown(lines: list[Line]) -> list[tuple[int, Line]]:
    """The changed lines and those near them, each with its place among all."""
    near: set[int] = set()
    for place, line in enumerate(lines):
        if line.sign != " ":
            near.update(range(max(0, place - CONTEXT), min(len(lines), place + CONTEXT + 1)))
    return [(place, lines[place]) for place in sorted(near)]


def numbered(placed: list[tuple[int, Line]]) -> Iterator[tuple[int, Line]]:
    """Each with a number that is the same for lines that stand in a row."""
    for count, (place, line) in enumerate(placed):
        yield place - count, line


def with_words(placed: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Where as many lines were removed as added, they are pairs, and in each the words that changed are marked."""
    lines = [line for _, line in placed]
    marked: list[Line] = []
    for _, run in groupby(lines, key=lambda line: line.sign == " "):
        marked += pairs_marked(list(run))
    return [(place, line) for (place, _), line in zip(placed, marked, strict=True)]


def pairs_marked(run: list[Line]) -> list[Line]:
    removed, added = ([line for line in run if line.sign == sign] for sign in "-+")
    if not removed or len(removed) != len(added):
        return run
    pairs = [words_marked(old, new) for old, new in zip(removed, added, strict=True)]
    return [old for old, _ in pairs] + [new for _, new in pairs]


def words_marked(old: Line, new: Line) -> tuple[Line, Line]:
    ours, theirs = words(old.text), words(new.text)
    if max(len(old.text), len(new.text)) > LONGEST or max(len(ours), len(theirs)) > WORDS:
        return old, new
    same = matches(ours, theirs)
    if not same or 2 * sum(len(ours[i].strip()) for i, _ in same) < min(len(old.text.strip()), len(new.text.strip())):
        return old, new  # another line altogether
    return marked(old, ours, {i for i, _ in same}), marked(new, theirs, {j for _, j in same})


def words(text: str) -> list[str]:
    """With the white space between them, so that they make up the text."""
    pieces = groupby(text, key=lambda letter: "word" if letter.isalnum() else "space" if letter.isspace() else letter)
    return ["".join(letters) for _, letters in pieces]


def marked(line: Line, pieces: list[str], same: set[int]) -> Line:
    parts = groupby(enumerate(pieces), key=lambda pair: pair[0] not in same)
    marks = tuple((changed, "".join(piece for _, piece in some)) for changed, some in parts)
    return Line(line.sign, line.number, line.text, marks)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … {len(text) - LONGEST:,} more characters"
