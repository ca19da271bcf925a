"""What differs between two states of a draft: part by part, and no more of it than a person reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from judge import blobs
from judge.drafting import DETAILS
from judge.lines import Difference, difference
from judge.models import Revision, TestSet

MOST_FILE = 256 * 1024  # bytes of a file that is compared line by line
MOST_NAMES = 50  # that are listed of tests
LINES = 200  # of one text's difference
ALL_LINES = 1000  # of all programs' files; each takes 20 of them at least, so that no more than 50 files are read
MIB = 2**20
NOTHING: dict[str, Any] = {
    "statements": {},
    "images": {},
    "limits": {},
    "details": DETAILS,
    "checker": {},
    "programs": [],
    "script": "",
}
LIMITS = {"time": "Time", "memory": "Memory", "output": "Output", "files": "May write files"}
SETTINGS = ("role", "language", "entry", "expected", "reference", "bounds_time", "args")


@dataclass(frozen=True)
class Field:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Text:
    name: str
    lines: Difference | None
    note: str = ""  # why there are no lines


@dataclass(frozen=True)
class Section:
    title: str
    fields: tuple[Field, ...] = ()
    texts: tuple[Text, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.texts)


def compared(old: Revision | None, new: Revision) -> list[Section]:
    """Of a first state all is new."""
    before, after = old.document if old else NOTHING, new.document
    sections = [
        *statements(before["statements"], after["statements"]),
        Section("Images", tuple(named(before["images"], after["images"]))),
        Section("Limits", tuple(changed(before["limits"], after["limits"], LIMITS, limit))),
        details(before["details"], after["details"]),
        Section("Checker", tuple(changed({"": before["checker"]}, {"": after["checker"]}, {"": "Checker"}, checker))),
        *programs(before["programs"], after["programs"]),
        Section("Script", texts=tuple(text("", before["script"], after["script"]))),
        Section("Tests", tuple(tests(old.tests if old else None, new.tests))),
    ]
    return [section for section in sections if section]


def changed(before: dict, after: dict, names: dict[str, str], words: Callable[[str, Any], str]) -> Iterator[Field]:
    for key, name in names.items():
        if before.get(key) != after.get(key):
            yield Field(name, words(key, before.get(key)), words(key, after.get(key)))


def plain(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def text(name: str, before: str, after: str, most: int = LINES) -> Iterator[Text]:
    if before != after:
        yield Text(name, difference(before, after, most))


def union(before: dict, after: dict) -> list[str]:
    return list(dict.fromkeys([*before, *after]))


# Part by part


def statements(before: dict, after: dict) -> Iterator[Section]:
    blank = {"title": "", "format": "", "text": ""}
    for language in union(before, after):
        old, new = before.get(language, blank), after.get(language, blank)
        fields = changed(old, new, {"title": "Title", "format": "Format"}, plain)
        yield Section(f"Statement: {language}", tuple(fields), tuple(text("", old["text"], new["text"])))


def named(before: dict, after: dict) -> Iterator[Field]:
    """By name: what was added, removed or became something else. At most so many names of each."""
    added = [name for name in after if name not in before]
    removed = [name for name in before if name not in after]
    other = [name for name in after if name in before and before[name] != after[name]]
    if added:
        yield Field(f"{len(added)} added", "", listed(added))
    if removed:
        yield Field(f"{len(removed)} removed", listed(removed), "")
    if other:
        yield Field(f"{len(other)} changed", "", listed(other))


def listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def limit(key: str, value: Any) -> str:
    if value is None or key == "files":
        return plain(key, value)
    return f"{value:g} s" if key == "time" else f"{value / MIB:g} MiB"


def details(before: dict, after: dict) -> Section:
    names = {key: key.replace("_", " ").capitalize() for key in DETAILS if key != "credits"}
    credits = {key: key.replace("_", " ").capitalize() for key in union(before["credits"], after["credits"])}
    own = changed(before, after, names, plain)
    return Section("Details", (*own, *changed(before["credits"], after["credits"], credits, plain)))


def checker(key: str, value: dict) -> str:
    if not value or value["kind"] == "program":
        return value["path"] if value else ""
    flags = [name if flag is True else f"{name} {flag}" for name, flag in value.get("flags", {}).items() if flag]
    return " ".join([value["kind"], *flags])


@dataclass
class Lines:
    """How many more may be shown."""

    count: int

    def take(self, text: Text) -> None:
        self.count -= max(sum(map(len, text.lines.hunks)) if text.lines else 0, 20)


def programs(before: list[dict], after: list[dict]) -> Iterator[Section]:
    old, new = ({program["path"]: program for program in side} for side in (before, after))
    left = Lines(ALL_LINES)
    for path in union(old, new):
        yield program(path, old.get(path, {}), new.get(path, {}), left)


def program(path: str, before: dict, after: dict, left: Lines) -> Section:
    names = {key: key.replace("_", " ").capitalize() for key in SETTINGS}
    fields = list(changed(before, after, names, plain))
    if before.get("tests", []) != after.get("tests", []):
        fields.append(Field("Its own tests", *(str(len(side.get("tests", []))) for side in (before, after))))
    said = "removed" if not after else "new" if not before else ""
    title = f"Program: {path}{f' ({said})' if said else ''}"
    return Section(title, tuple(fields), tuple(files(before.get("files", {}), after.get("files", {}), left)))


def files(before: dict, after: dict, left: Lines) -> Iterator[Text]:
    for name in union(before, after):
        if before.get(name) == after.get(name):
            continue
        if left.count <= 0:
            yield Text(name, None, "changed; too much differs to show all of it")
            continue
        for found in file(name, before.get(name), after.get(name), min(LINES, left.count)):
            left.take(found)
            yield found


def file(name: str, before: str | None, after: str | None, most: int) -> Iterator[Text]:
    try:
        yield from text(name, written(before), written(after), most)
    except Unreadable as error:
        yield Text(name, None, f"changed; {error}")


class Unreadable(Exception):
    """A file that can't be shown line by line, and why."""


def written(sha: str | None) -> str:
    if sha is None:
        return ""
    try:
        data = blobs.read(sha, MOST_FILE + 1)
    except blobs.BlobError as error:
        raise Unreadable("its bytes are missing") from error
    if len(data) > MOST_FILE:
        raise Unreadable(f"it has more than {MOST_FILE // 1024} KiB")
    if b"\0" in data:
        raise Unreadable("it is no text")
    return data.decode(errors="replace")


def tests(before: TestSet | None, after: TestSet) -> Iterator[Field]:
    if before == after:
        return
    old, new = by_name(before.columns if before else TestSet.nothing()), by_name(after.columns)
    yield from named(old, new)
    if set(old) == set(new) and list(old) != list(new):
        yield Field("Order", "", "changed")


def by_name(columns: dict) -> dict[str, tuple]:
    """What a test is; not where it comes from."""
    parts = (columns[name] for name in ("input", "answer", "sample", "group"))
    return dict(zip(columns["name"], zip(*parts, strict=True), strict=True))
