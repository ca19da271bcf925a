"""An invocation's open pages: cells as they come, then the page as it is at the end."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from functools import partial
from time import monotonic

from django.conf import settings
from django.http import Http404
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from judge import events
from judge.models import InvocationCell, Job
from web.http import EventStream, Message, give_connection_back, in_thread
from web.live import ID
from web.workshop.grid import OOB, Filter
from web.workshop.invocations import Sheet, invocation_of, sheet_of
from web.workshop.live import bench_again, followed

LOOK = 3.0  # seconds until the job, its place in the queue and the reader's rights are read again
SILENCE = 15.0

type Batch = list[tuple[str | None, dict]]
type Look = Callable[[], Sheet]


@require_GET
def stream(request, slug, pk):
    look = partial(looked, request.COOKIES.get(settings.SESSION_COOKIE_NAME), slug, pk, Filter.of(request))
    first = look()
    give_connection_back()
    return EventStream(told(first, look, position(request), get_token(request)))


def position(request) -> str:
    after = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return after if ID.fullmatch(after) else "0"


def looked(session_key: str | None, slug: str, pk: int, chosen: Filter) -> Sheet:
    return sheet_of(bench_again(session_key, slug), pk, chosen)


async def told(sheet: Sheet, look: Look, after: str, token: str) -> AsyncGenerator[Message | None]:
    seen = monotonic()
    try:
        with events.listen(sheet.invocation.topic, after) as reader:
            while sheet.is_live:
                batch = await reader.heard(LOOK)
                if (None, events.AWAY) in batch:
                    break
                changed, is_over = take(sheet, batch)
                is_due = is_over or monotonic() - seen > LOOK
                if is_due:
                    sheet, seen = await in_thread(look), monotonic()
                if sheet.is_live and (changed or is_due):
                    newest = next((id for id, _ in reversed(batch) if id), None)
                    yield Message(headline(sheet, token) + news(sheet, changed), newest or "")
    except Http404:
        return
    sheet.has_events = False
    yield Message(headline(sheet, token))


def take(sheet: Sheet, batch: Batch) -> tuple[dict[int, set[int]], bool]:
    """What has changed, row by row: its cells, none of them where the whole row is to be drawn. And whether it ends."""
    changed: dict[int, set[int]] = defaultdict(set)
    for _, event in batch:
        row = event.get("row")
        if row is not None and row < len(sheet.lines):
            changed[row] |= taken(sheet, row, event)
    return changed, any(event.get("state") == "ended" for _, event in batch)


def taken(sheet: Sheet, row: int, event: dict) -> set[int]:
    """The line is replaced: what it has worked out of its columns is old."""
    line = sheet.lines[row]
    place = event.get("test", 0) - 1
    if not 0 <= place < len(line.verdicts):
        return set()
    columns: dict[str, list] = {"verdict": list(line.verdicts), "cpu_ms": list(line.cpu_ms), "bytes": list(line.bytes)}
    for name, column in columns.items():
        column[place] = event[name]
    sheet.lines[row] = line.of(line.program, columns, line.state, line.said)
    sheet.__dict__.pop("grid", None)
    return {place}


def news(sheet: Sheet, changed: dict[int, set[int]]) -> str:
    """A row that is complete is drawn as a whole: that it survives is a matter of all its cells."""
    if sheet.chosen.is_moving:
        return ""
    grid = sheet.grid
    whole = [row for row in changed if sheet.lines[row].is_complete]
    parts = [grid.row(row, OOB) for row in whole]
    return "".join(parts + [grid.drawn(row, places) for row, places in changed.items() if row not in whole])


def headline(sheet: Sheet, token: str) -> str:
    context = {"sheet": sheet, "bench": sheet.bench, "problem": sheet.bench.problem, "csrf_token": token, "oob": True}
    return render_to_string("workshop/_invoking.html", context)


# One cell that is being run to be looked at


@require_GET
def cell_stream(request, slug, pk, row, test):
    look = partial(cell_news, request.COOKIES.get(settings.SESSION_COOKIE_NAME), slug, pk, row, test)
    return followed(f"invocation:{pk}", look)


def cell_news(session_key: str | None, slug: str, pk: int, row: int, test: int) -> tuple[str, bool]:
    invocation = invocation_of(bench_again(session_key, slug), pk)
    cell = InvocationCell.objects.filter(invocation=invocation, place=row, test=test).first()
    waits = bool(cell and Job.objects.about("show_cell", cell.pk).live().exists())
    return ("" if waits else render_to_string("workshop/_cell_known.html", {"oob": True})), not waits
