"""What an author does to tests by hand. A test is known by its mark: nobody changes another one than they saw."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace

from judge import blobs, drafting, script, testsets
from judge.models import Problem, Revision, User
from judge.testsets import Row

MOST_TYPED = 256 * 1024  # bytes of an input or an answer


class Changed(Exception):
    """The test isn't what it was when it was looked at."""


class Refused(Exception):
    """Tests that aren't taken, a reason each."""

    def __init__(self, *reasons: str):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def mark(row: Row) -> str:
    return drafting.mark(asdict(row))


def edit(problem: Problem, author: User, edit: Callable[[list[Row]], Iterable[Row]]) -> Revision:
    """Samples stay first."""

    def tests(draft: Revision) -> dict:
        return testsets.columns(testsets.samples_first(edit(testsets.rows(draft.tests.columns))))

    return drafting.change(problem, author, lambda draft: draft.document, tests=tests)


def place(rows: Sequence[Row], wanted: str) -> int:
    for index, row in enumerate(rows):
        if mark(row) == wanted:
            return index
    raise Changed


def add(problem: Problem, author: User, new: Sequence[Row]) -> Revision:
    """Behind the author's others. A name that is taken, or that isn't given, becomes the next that is free."""

    def added(rows: list[Row]) -> list[Row]:
        refuse_too_many(len(rows) + len(new))
        refuse_twins([*rows, *new], since=len(rows))
        kept, scripted = split(rows)
        for row in new:
            kept.append(replace(row, name=testsets.free_name([*kept, *scripted], row.name)))
        return kept + scripted

    return edit(problem, author, added)


def split(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    rows = list(rows)
    return [row for row in rows if not row.is_by_script], [row for row in rows if row.is_by_script]


def refuse_too_many(count: int) -> None:
    if count > testsets.MOST:
        raise Refused(f"That would be {count:,} tests; at most {testsets.MOST:,} are taken.")


def refuse_twins(rows: Sequence[Row], since: int = 0) -> None:
    """Of those from there on, each whose input another one has already."""
    first: dict[str, Row] = {}
    reasons = []
    for index, row in enumerate(rows):
        twin = first.setdefault(row.input, row)
        if twin is not row and index >= since:
            reasons.append(f"{row.name or 'It'} has the same input as the test {twin.name}.")
    if reasons:
        raise Refused(*reasons)


def delete(problem: Problem, author: User, wanted: str) -> Revision:
    def without(rows: list[Row]) -> list[Row]:
        del rows[place(rows, wanted)]
        return rows

    return edit(problem, author, without)


def move(problem: Problem, author: User, wanted: str, number: int) -> Revision:
    """To that place, counted from 1, as far as samples and the script's tests let it."""

    def moved(rows: list[Row]) -> list[Row]:
        row = rows.pop(place(rows, wanted))
        rows.insert(min(max(number, 1), len(rows) + 1) - 1, row)
        kept, scripted = split(rows)
        return kept + scripted

    return edit(problem, author, moved)


def replace_test(problem: Problem, author: User, wanted: str, news: Callable[[Row], Row]) -> Revision:
    def replaced(rows: list[Row]) -> list[Row]:
        at = place(rows, wanted)
        others = rows[:at] + rows[at + 1 :]
        row = news(rows[at])
        if row.name in {other.name for other in others}:
            raise Refused(f"There is another test of the name {row.name}.")
        if row.input != rows[at].input:
            refuse_twins([*others, row], since=len(others))
        return rows[:at] + [row] + rows[at + 1 :]

    return edit(problem, author, replaced)


# Words and bytes


def checked_name(name: str) -> str:
    """As packages have them too: with the path of its group before it. Raises LineError."""
    group, _, own = name.strip().rpartition("/")
    script.refuse_group(group)
    own = script.checked_name(own)
    return f"{group}/{own}" if group and own else own


def checked_group(name: str) -> str:
    script.refuse_group(name.strip())
    return name.strip()


def typed(text: str) -> bytes:
    """A browser's line ends become a file's, and the last line has one too."""
    text = text.replace("\r\n", "\n")
    return (text if not text or text.endswith("\n") else f"{text}\n").encode()


def with_input(row: Row, data: bytes) -> Row:
    """Nobody has validated it yet, and what a program answered was to another question."""
    sha = blobs.put(data)
    if sha == row.input:
        return row
    row = replace(row, input=sha, input_bytes=len(data), made="", valid="")
    if not row.is_by_script:
        row = replace(row, origin="hand", line="")  # whatever it came from, these bytes were typed
    return replace(row, answered="") if row.is_given else without_answer(row)


def with_answer(row: Row, data: bytes) -> Row:
    """By hand; nothing at all leaves it to the reference."""
    if not data:
        return without_answer(row)
    sha = blobs.put(data)
    return row if sha == row.answer else replace(row, answer=sha, answer_bytes=len(data), answered="")


def without_answer(row: Row) -> Row:
    return replace(row, answer=None, answer_bytes=0, answered="")
