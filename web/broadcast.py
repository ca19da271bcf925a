"""A submission that is being judged, for all its open pages: events are heard once, what they change is drawn once."""

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import Error as DatabaseError
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from judge import events
from judge.models import Submission
from web.http import Message, in_thread
from web.result import Result
from web.shared import Shared

PARTS = {
    "result": "submissions/show.html#result",
    "headline": "submissions/_headline.html",
    "strip": "submissions/_strip.html",
    "cell": "submissions/_strip.html#cell",
}
LOOK = {"queued": 3.0, "judged": 0.5}  # seconds until the row and its place in the queue are read again, by phase
LOOK_OTHERWISE = 20.0
MOST_LOOKS = 100  # a second, for all submissions together
DRAWING = ThreadPoolExecutor(1, "drawing")  # is quick, and does not wait behind what asks the database

log = logging.getLogger(__name__)

Position = tuple[int, int]  # of an event in its topic
BEGINNING: Position = (0, 0)
LONG_AGO = -1e9


class Broadcast(Shared):
    """Its key is the submission's. `result` is replaced, never changed: a thread may be drawing it."""

    result: Result

    def __init__(self, pk: int):
        self.looked = time.monotonic()
        self.newest = BEGINNING
        self.changed: dict[int, Position] = {}  # by test: the event that its cell was last changed by
        self.begun_anew = BEGINNING  # with this event, after an earlier run
        self.drawn: dict[Position, Message] = {}  # of this edition, by what a page has seen
        super().__init__(pk)

    async def run(self):
        """Until there is a verdict, or Redis is away: then each page looks for itself."""
        self.result = await in_thread(look, self.key)
        with events.listen(self.result.submission.topic) as reader:
            while not self.result.submission.is_judged:
                batch = await reader.heard(self.seconds_until_look)
                if (None, events.AWAY) in batch:
                    return
                await self.answer_to([(events.numbers(id), event) for id, event in batch if id])

    async def answer_to(self, batch):
        """What an event tells is told at once; the row is read before only if it is needed for that."""
        heading, seen, begun_anew = self.result.heading, self.newest, self.begun_anew
        self.result = self.result.apart()
        news = [told for told in batch if self.take(*told)]
        phase = self.result.progress.phase
        if phase != heading[0]:
            self.looked = LONG_AGO
        if not batch or phase == "judged" or self.begun_anew > begun_anew:
            await self.look_again()
        if self.result.submission.is_judged or not (news or self.result.heading != heading):
            return
        self.drawn = {seen: await self.draw(seen)}
        self.tell()

    @property
    def seconds_until_look(self) -> float:
        pause = LOOK.get(self.result.progress.phase, LOOK_OTHERWISE)
        fair = len(self.on_air[self.task.get_loop()]) / MOST_LOOKS
        return max(self.looked + max(pause, fair) - time.monotonic(), 0)

    def take(self, position: Position, event: dict) -> bool:
        """Whether it changed a cell, or all of them."""
        progress = self.result.progress
        fence, self.newest = progress.fence, position
        if not progress.take(event):
            return False
        if progress.fence != fence:
            self.changed.clear()
        if begins_anew := fence not in (0, progress.fence):
            self.begun_anew = position
        if "test" in event:
            self.changed[event["test"]] = position
        return begins_anew or "test" in event

    async def look_again(self):
        """A database that is away has no news: what is known of the row is shown until it is back."""
        try:
            self.result = await in_thread(self.result.anew)
        except DatabaseError as error:
            log.warning("submission %s is not looked at, the database is away: %s", self.key, error)
        self.looked = time.monotonic()

    async def news_since(self, position: Position) -> Message:
        return self.drawn.get(position) or await self.draw(position)

    async def draw(self, since: Position) -> Message:
        newest = "-".join(map(str, self.newest)) if self.newest > BEGINNING else ""
        cells = [self.result.progress.cells[number] for number, at in sorted(self.changed.items()) if at > since]
        loop = asyncio.get_running_loop()
        html = await loop.run_in_executor(DRAWING, drawn_news, self.result, self.begun_anew > since, cells)
        return Message(html, newest)


def look(pk: int) -> Result:
    """Nobody's in particular: until there is a verdict, all who may see it see the same."""
    result = Result(get_object_or_404(Submission.objects.for_watching(), pk=pk), user=None).with_waiting()
    result.has_events = True
    return result


def drawn_news(result: Result, begins_anew: bool, cells) -> str:
    if begins_anew:
        return drawn(result, "headline") + drawn(result, "strip")
    return "\n".join([drawn(result, "headline"), *(drawn(result, "cell", cell=cell) for cell in cells)])


def drawn(result: Result, part: str, **context) -> str:
    return render_to_string(PARTS[part], {"result": result, "oob": True} | context)
