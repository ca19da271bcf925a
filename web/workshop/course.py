"""How far an invocation is: what its rows have, and what its events tell beyond that. Never changed, but replaced."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from judge import events, invocations
from judge.matrix import Line
from judge.models import Invocation, InvocationRow, Job

type Position = tuple[int, int]  # of an event in its topic
type Told = tuple[str | None, dict]  # an event and its id
BEGINNING: Position = (0, 0)


@dataclass(frozen=True)
class Course:
    invocation: Invocation
    job: Job | None
    rows: list[InvocationRow]
    lines: list[Line]
    place: int | None = None  # in the queue: 1 is next
    has_events: bool = True
    newest: Position = BEGINNING  # the event that was taken last
    changed: dict[tuple[int, int], Position] = field(default_factory=dict)  # by row and place: when a cell came

    @classmethod
    def of(cls, invocation: Invocation) -> "Course":
        """Three statements, with the invocation's own; a fourth for the place in the queue."""
        job = job_of(invocation)
        told = events.so_far(invocation.topic) if job and job.is_live else []  # before the rows: those may know more
        rows = list(invocation.rows.order_by("place"))
        lines = invocations.lines(invocation, rows)
        course = cls(invocation, job, rows, lines, place_of(job), has_events=told is not None)
        return course.with_told(since_the_last_end(told or []))

    def with_job(self) -> "Course":
        """Looked at again. What its work finds is told."""
        job = job_of(self.invocation)
        return replace(self, job=job, place=place_of(job))

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def after(self) -> str:
        """The id of the newest event that is drawn."""
        return "-".join(map(str, self.newest)) if self.newest > BEGINNING else "0"

    def with_told(self, told: Iterable[Told]) -> "Course":
        """A row that is told of again and again is built once."""
        lines, changed, newest = list(self.lines), dict(self.changed), self.newest
        found: dict[int, list[dict]] = {}
        for id, event in told:
            newest = events.numbers(id) if id else newest
            row, place = event.get("row", len(lines)), event.get("test", 0) - 1
            if not id or row >= len(lines) or place >= len(lines[row].verdicts):
                continue
            found.setdefault(row, []).append(event)
            if place >= 0:
                changed[row, place] = newest
        for row, some in found.items():
            lines[row] = gone_on(lines[row], some)
        return replace(self, lines=lines, changed=changed, newest=newest)

    def cells_since(self, position: Position) -> dict[int, set[int]]:
        """Row by row."""
        found: dict[int, set[int]] = {}
        for (row, place), when in self.changed.items():
            if when > position:
                found.setdefault(row, set()).add(place)
        return found


def job_of(invocation: Invocation) -> Job | None:
    return Job.objects.about("invoke", invocation.pk).defer("log", "checkpoint").order_by("-pk").first()


def place_of(job: Job | None) -> int | None:
    return job.position() + 1 if job and job.is_due else None


def gone_on(line: Line, told: list[dict]) -> Line:
    columns: dict[str, list] = {"verdict": list(line.verdicts), "cpu_ms": list(line.cpu_ms), "bytes": list(line.bytes)}
    state = line.state
    for event in told:
        state = event["state"] if event.get("state") in InvocationRow.State.values else state
        for name, column in columns.items():
            if "test" in event:
                column[event["test"] - 1] = event[name]
    return line.of(line.program, columns, state, line.said)


def is_end(event: dict) -> bool:
    return event.get("state") == "ended"


def since_the_last_end(told: list[tuple[str, dict]]) -> list[Told]:
    """Of the job that is at work, and of the newest of its attempts."""
    start = max((place for place, (_, event) in enumerate(told) if is_end(event)), default=-1) + 1
    fence = max((event.get("fence") or 0 for _, event in told[start:]), default=0)
    return [(id, event) for id, event in told[start:] if (event.get("fence") or fence) == fence]
