"""A submission's page as it changes: events folded, and only what they changed drawn anew."""

import re
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from django.http import Http404
from django.template.loader import render_to_string

from judge import events
from web.http import Message, batches, in_thread
from web.result import Result

PARTS = {
    "result": "submissions/show.html#result",
    "headline": "submissions/_headline.html",
    "strip": "submissions/_strip.html",
    "cell": "submissions/_strip.html#cell",
}
GATHER = 0.05  # seconds: events that come together travel together
LOOK = {"queued": 3.0, "judged": 0.5}  # seconds until row, place in the queue and rights are read again, by phase
LOOK_OTHERWISE = 20.0
ID = re.compile(r"\d{1,15}(-\d{1,15})?")  # of an event, as the page names it


class Reader:
    """One open page. `look` reads the result anew; it raises Http404 when this person may no longer see it."""

    def __init__(self, result: Result, look: Callable[[], Result], after: str):
        self.result, self.look = result, look
        self.result.has_events = True
        self.after = events.numbers(after) if ID.fullmatch(after) else (0, 0)
        self.progress = result.progress
        self.looked = time.monotonic()

    async def messages(self) -> AsyncGenerator[Message | None]:
        try:
            async with aclosing(self.until_judged()) as news:
                async for message in news:
                    yield message
        except Http404:  # the page would count its seconds for ever
            yield Message(render_to_string("submissions/_unfollowed.html"))
            return
        self.result.has_events = False
        yield Message(await in_thread(self.drawn, "result"))

    async def until_judged(self) -> AsyncGenerator[Message | None]:
        """Or until Redis is away: then the page looks by itself."""
        if self.result.submission.is_judged:
            return
        async with aclosing(batches(events.listen(self.result.submission.topic), wait=1, gather=GATHER)) as told:
            async for batch in told:
                if (None, events.AWAY) in batch:
                    return
                message = await self.answer_to([event for event in batch if event and event[0]])
                if self.result.submission.is_judged:
                    return
                yield message

    async def answer_to(self, batch) -> Message | None:
        before, phase = self.heading, self.progress.phase
        cells, begins_anew = self.take(batch)
        if begins_anew or phase != self.progress.phase or self.is_time_to_look:
            await self.look_again()
        is_heading_new = self.heading != before
        if self.result.submission.is_judged or not (cells or begins_anew or is_heading_new):
            return None
        html = await in_thread(self.news, cells, begins_anew)  # hundreds of cells take a while
        return Message(html, batch[-1][0] if batch else "")

    @property
    def heading(self):
        return self.progress.phase, self.progress.current, self.result.waiting.place

    @property
    def is_time_to_look(self) -> bool:
        return time.monotonic() - self.looked > LOOK.get(self.progress.phase, LOOK_OTHERWISE)

    def take(self, batch) -> tuple[set[int], bool]:
        """The tests whose cells changed, and whether a new run began. What the page was drawn from is only folded."""
        cells: set[int] = set()
        begins_anew = False
        for id, event in batch:
            fence = self.progress.fence
            if self.progress.take(event) and events.numbers(id) > self.after:
                begins_anew |= fence not in (0, self.progress.fence)
                cells |= {event["test"]} if "test" in event else set()
        return cells, begins_anew

    async def look_again(self):
        self.result = await in_thread(self.look)
        self.result.progress, self.result.has_events = self.progress, True
        self.progress.remember(self.result.submission.results)
        self.looked = time.monotonic()

    def news(self, cells: set[int], begins_anew: bool) -> str:
        if begins_anew:
            return self.drawn("headline") + self.drawn("strip")
        drawn = [self.drawn("cell", cell=self.progress.cells[number]) for number in sorted(cells)]
        return "\n".join([self.drawn("headline"), *drawn])

    def drawn(self, part: str, **context) -> str:
        return render_to_string(PARTS[part], {"result": self.result, "oob": True, **context})
