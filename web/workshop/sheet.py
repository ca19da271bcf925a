"""An invocation as its page shows it: how far it is, through whose eyes, and what of it."""

from dataclasses import asdict, dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from judge import invocations, recommending
from judge.matrix import Line
from judge.models import Invocation, InvocationRow, Job
from web.workshop.bench import Bench
from web.workshop.course import Course
from web.workshop.grid import Filter, Grid


@dataclass
class Sheet:
    bench: Bench
    course: Course
    chosen: Filter
    has_events: bool = True

    @property
    def invocation(self) -> Invocation:
        return self.course.invocation

    @property
    def lines(self) -> list[Line]:
        return self.course.lines

    @property
    def rows(self) -> list[InvocationRow]:
        return self.course.rows

    @property
    def job(self) -> Job | None:
        return self.course.job

    @property
    def place(self) -> int | None:
        return self.course.place

    @property
    def is_live(self) -> bool:
        return self.course.is_live

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def goal(self) -> int:
        return len(self.lines) * self.invocation.tests.count

    @property
    def is_complete(self) -> bool:
        return self.done == self.goal

    @property
    def broken(self) -> list[Line]:
        return [line for line in self.lines if line.agrees is False]

    @property
    def survivors(self) -> list[Line]:
        return [line for line in self.lines if line.survives]

    @property
    def uncompiled(self) -> list[Line]:
        return [line for line in self.broken if line.said]

    @property
    def groups(self) -> list[str]:
        return sorted(set(filter(None, self.invocation.tests.columns["group"])))

    @property
    def verdicts(self) -> list[str]:
        return sorted({code for line in self.lines for code in line.verdicts if code})

    @property
    def are_tests_old(self) -> bool:
        now, then = self.bench.draft.tests, self.invocation.tests
        same = ("name", "input", "answer")
        return any(now.columns[name] != then.columns[name] for name in same)

    @property
    def are_programs_old(self) -> bool:
        return invocations.judged_by(self.bench.draft.document) != self.invocation.document

    @property
    def limit(self) -> float:
        return self.invocation.document["limits"]["time"]

    @cached_property
    def grid(self) -> Grid:
        may_rerun = self.bench.may_write and not self.is_live
        address = f"{self.address('invocation')}/cells/"
        return Grid(self.lines, self.invocation.tests.columns, address, self.chosen, may_rerun)

    @cached_property
    def advice(self) -> recommending.Advice:
        return recommending.advice(self.lines)

    @property
    def query(self) -> str:
        """What its address ends with, filtered as it is."""
        chosen = {name: value for name, value in asdict(self.chosen).items() if value}
        return f"?{urlencode(chosen)}"

    @property
    def stream(self) -> str:
        return f"{self.address('invocation-stream')}{self.query}&after={self.course.after}"

    def address(self, name: str) -> str:
        return reverse(f"workshop-{name}", args=[self.bench.problem.slug, self.invocation.pk])


def sheet_of(bench: Bench, pk: int, chosen: Filter) -> Sheet:
    course = Course.of(invocation_of(bench, pk))
    return Sheet(bench, course, chosen, course.has_events)


def invocation_of(bench: Bench, pk: int) -> Invocation:
    found = Invocation.objects.filter(problem=bench.problem, pk=pk).first()
    if not found:
        raise Http404
    return found
