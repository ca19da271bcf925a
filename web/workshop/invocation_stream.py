"""An invocation's open pages: cells as they come, then the page as it is at the end."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.http import Http404
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from judge import events
from judge.models import InvocationCell, Job
from web.broadcast import DRAWING
from web.http import EventStream, Message, give_connection_back
from web.live import ID
from web.shared import editions
from web.workshop.grid import Filter
from web.workshop.live import bench_again, followed
from web.workshop.running import Running, Watch
from web.workshop.sheet import Sheet, invocation_of, sheet_of


@require_GET
def stream(request, slug, pk):
    watch = Watch(request.COOKIES.get(settings.SESSION_COOKIE_NAME), slug)
    sheet = sheet_of(bench_again(watch.session_key, slug), pk, Filter.of(request))
    give_connection_back()
    return EventStream(told(sheet, watch, position(request), get_token(request)))


def position(request) -> str:
    after = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return after if ID.fullmatch(after) else "0"


async def told(sheet: Sheet, watch: Watch, after: str, token: str) -> AsyncGenerator[Message | None]:
    seen = events.numbers(after)
    try:
        async with Running.of(sheet.invocation.pk) as running, aclosing(editions(running, watch)) as all_of_them:
            async for is_news in all_of_them:
                sheet, before, seen = replace(sheet, course=running.course), seen, running.course.newest
                if is_news and sheet.is_live:
                    cells = await running.once((before, watch.slug, sheet.chosen), partial(news, sheet, before))
                    yield Message(await drawn(sheet, token) + cells, sheet.course.after)
                elif not is_news:
                    yield None
            yield Message(await drawn(replace(sheet, course=running.course, has_events=False), token))
    except Http404:
        return


async def drawn(sheet: Sheet, token: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(DRAWING, headline, sheet, token)


def news(sheet: Sheet, since: tuple[int, int]) -> str:
    if sheet.chosen.is_moving:
        return ""
    grid, changed = sheet.grid, sheet.course.cells_since(since)
    shown = [row for row in changed if row in grid.rows]
    return "".join(grid.drawn(row, changed[row]) for row in shown)


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
