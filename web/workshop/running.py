"""An invocation that is at work, for all its open pages: events are heard once, and rows are read once."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from judge import events
from judge.models import Invocation
from web.broadcast import DRAWING
from web.http import in_thread
from web.shared import Shared
from web.workshop.course import Course, is_end
from web.workshop.live import bench_again

LOOK = 3.0  # seconds until the job and its place in the queue are read again


@dataclass(frozen=True)
class Watch:
    """Somebody's open page of a problem's workshop, by their session: sessions end, and rights change."""

    session_key: str | None
    slug: str

    def is_allowed(self) -> bool:
        try:
            return bool(bench_again(self.session_key, self.slug))
        except Http404:
            return False


class Running(Shared):
    """Its key is the invocation's."""

    course: Course

    def __init__(self, pk: int):
        self.drawn: dict[Any, Any] = {}  # of this edition, by what a page has seen and shows
        super().__init__(pk)

    async def run(self):
        """Until it is over, or Redis is away: then each page looks for itself."""
        self.course, looked = await in_thread(look, self.key), time.monotonic()
        self.tell()
        with events.listen(self.course.invocation.topic, self.course.after) as reader:
            while self.course.is_live:
                batch = await reader.heard(max(looked + LOOK - time.monotonic(), 0.01))
                if (None, events.AWAY) in batch:
                    return
                self.course = self.course.with_told(batch)
                if not batch or any(is_end(event) for _, event in batch) or time.monotonic() - looked > LOOK:
                    self.course, looked = await in_thread(self.course.with_job), time.monotonic()
                self.tell()

    def tell(self):
        self.drawn = {}
        super().tell()

    async def once[T](self, what: Any, draw: Callable[[], T]) -> T:
        """Drawn for the first of the pages that show the same."""
        if what not in self.drawn:
            self.drawn[what] = await asyncio.get_running_loop().run_in_executor(DRAWING, draw)
        return self.drawn[what]


def look(pk: int) -> Course:
    return Course.of(get_object_or_404(Invocation, pk=pk))
