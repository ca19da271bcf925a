"""The matrix of solutions and tests as HTML. In Python: thousands of cells, each a few attributes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from judge.matrix import ABSENT, UNCOMPILED, Line
from judge.verdict import Verdict
from web.http import asked
from web.templatetags.algoitny import size, tone

LABELS = {verdict.value: verdict.label for verdict in Verdict}
TONES = {verdict.value: tone(verdict.value) for verdict in Verdict}
SHOWS = ("time", "memory", "verdict")
OOB = ' hx-swap-oob="true"'


@dataclass(frozen=True)
class Filter:
    """What of the matrix is shown, and of each cell."""

    only: str = ""  # "broken"
    verdict: str = ""
    group: str = ""
    show: str = "time"

    @classmethod
    def of(cls, request: HttpRequest) -> "Filter":
        show, verdict = asked(request, "show"), asked(request, "verdict")
        return cls(
            only="broken" if asked(request, "only") == "broken" else "",
            verdict=verdict if verdict in LABELS else "",
            group=asked(request, "group"),
            show=show if show in SHOWS else "time",
        )

    @property
    def is_moving(self) -> bool:
        """What it shows changes with what is found."""
        return bool(self.only or self.verdict)


class Grid:
    """`columns` are those of the tests; `address` is what an address of a cell begins with."""

    def __init__(self, lines: Sequence[Line], columns: dict, address: str, chosen: Filter, may_rerun: bool = False):
        self.lines, self.address, self.chosen, self.may_rerun = lines, address, chosen, may_rerun
        self.names = columns["name"]
        groups = columns["group"]
        places = [p for p in range(len(self.names)) if not chosen.group or groups[p] == chosen.group]
        wanted = {row: set(self.wanted(line, places)) for row, line in enumerate(lines)}
        if chosen.is_moving:
            found = set().union(*wanted.values())
            self.rows = [row for row, cells in wanted.items() if cells]
            self.places = [place for place in places if place in found]
        else:
            self.rows, self.places = list(wanted), places
        self.there = set(self.places)

    def wanted(self, line: Line, places: Iterable[int]) -> Iterable[int]:
        if self.chosen.only:
            places = [place for place in places if place in line.broken]
        if self.chosen.verdict:
            places = [place for place in places if line.verdicts[place] == self.chosen.verdict]
        return places

    @property
    def html(self) -> SafeString:
        names = "".join(f'<th scope="col" title="{escape(self.names[p])}">{p + 1}</th>' for p in self.places)
        head = f'<thead><tr><td></td>{names}<th scope="col" class="end">slowest</th></tr></thead>'
        return mark_safe(f"{head}<tbody>{''.join(map(self.row, self.rows))}</tbody>")

    def row(self, row: int, attributes: str = "") -> str:
        line = self.lines[row]
        cells = "".join([self.cell(row, place) for place in self.places])
        return f'<tr id="r{row}"{attributes}><th scope="row">{head(line)}</th>{cells}{self.end(row)}</tr>'

    def cell(self, row: int, place: int, attributes: str = "") -> str:
        line = self.lines[row]
        code, name = line.verdicts[place], f"c{row}-{place + 1}"
        if not code:
            return f'<td id="{name}"{attributes}></td>'
        kind = TONES[code] + (" broken" if place in line.broken else "") + (" top" if place == line.slowest else "")
        seconds, memory = line.cpu_ms[place] / 1000, size(line.bytes[place])
        title = f"{LABELS[code]}, {seconds:.3f} s, {memory}"
        link = f'<a href="{self.address}{row}/{place + 1}" title="{title}">{self.text(code, seconds, memory)}</a>'
        return f'<td id="{name}" class="{kind}"{attributes}>{link}</td>'

    def text(self, code: str, seconds: float, memory: str) -> str:
        if self.chosen.show == "memory":
            return memory
        return f"{seconds:.2f}" if code == Verdict.ACCEPTED and self.chosen.show == "time" else code

    def end(self, row: int, attributes: str = "") -> str:
        again = (
            f'<button class="quiet" form="again" name="row" value="{row}" title="Run this row again">↻'
            f'<span class="unseen">Run {escape(self.lines[row].path)} again</span></button>'
            if self.may_rerun
            else ""
        )
        return f'<td id="e{row}" class="end"{attributes}>{summary(self.lines[row])} {again}</td>'

    # While it is being run

    def drawn(self, row: int, places: Iterable[int]) -> str:
        """Of a row that goes on: the cells that changed, and its summary. One that is complete is drawn as a whole,
        because that it survives is a matter of all its cells. Outside a table, a browser takes cells from a template.
        """
        if self.lines[row].is_complete:
            return f"<template>{self.row(row, OOB)}</template>"
        shown = sorted(place for place in places if place in self.there)
        cells = [*(self.cell(row, place, OOB) for place in shown), self.end(row, OOB)]
        return f"<template>{''.join(cells)}</template>"


def head(line: Line) -> str:
    expected = " or ".join(line.expected) or "any"
    name, got = escape(line.path.rpartition("/")[2]), ""
    if line.agrees is False and line.verdict:
        got = f' <span class="verdict {TONES[line.verdict]}">{line.verdict.value}</span>'
    reference = " ★" if line.program.get("reference") else ""
    title = f'title="{escape(line.path)}{", the reference" if reference else ""}"'
    return f"<span {title}>{name}{reference}</span> · {expected}{got}"


def summary(line: Line) -> str:
    if line.state == UNCOMPILED:
        return '<b class="rte">doesn’t compile</b>'
    if line.state == ABSENT:
        return "not installed here"
    if line.survives:
        return "<b>survives</b>"
    if line.slowest_ms is None:
        return ""
    more = "&gt; " if line.slowest is not None and line.verdicts[line.slowest] == Verdict.TIME_LIMIT else ""
    return f"{more}{line.slowest_ms / 1000:.2f} s"
