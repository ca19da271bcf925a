"""Runs what an invocation lacks, row by row, with the judge that submissions have."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from judge import beyond, blobs, extremes, freezing, judging, matrix, programs
from judge.compiling import CompileError, Executable
from judge.invocations import State, lines, put, solutions
from judge.languages import installed
from judge.models import Invocation, InvocationCell, InvocationRow
from judge.models.text import storable
from judge.outcome import Run
from judge.verdict import Verdict

MOST_SAID = 64 * 1024
STRETCH = 10.0  # seconds between two checkpoints
EVIDENCE = 20  # cells of a row whose output is kept without being asked for


@dataclass
class Work:
    """`keep` is called with what a stretch has changed, inside a checkpoint; `tell` with each thing as it happens."""

    invocation: Invocation
    keep: Callable[[InvocationRow, list[InvocationCell]], None] = lambda row, cells: None
    report: Callable[[int, int], None] = lambda done, goal: None
    tell: Callable[..., None] = lambda **said: None
    cells: list[InvocationCell] = field(default_factory=list)

    def run(self) -> None:
        rows = list(self.invocation.rows.order_by("place"))
        self.version = freezing.frozen(self.invocation.problem, self.invocation.state)
        self.goal = len(rows) * self.invocation.tests.count
        self.done = sum(line.done for line in lines(self.invocation, rows))
        for row in rows:
            if row.state == State.WAITING:
                self.run_row(row, solutions(self.invocation.document)[row.place])
                self.tell(row=row.place, state=row.state)
        self.look_at_extremes()

    def look_at_extremes(self) -> None:
        """Of what the draft says now."""
        draft = self.invocation.problem.draft
        if draft and not extremes.is_of(draft, self.invocation.extremes):
            self.invocation.extremes = extremes.measured(draft, self.invocation.tests)

    def run_row(self, row: InvocationRow, program: dict) -> None:
        self.tell(row=row.place, state="running")
        if program["language"] not in installed():
            self.end(row, State.ABSENT)
            return
        try:
            executable = programs.compiled(program)
        except CompileError as error:
            self.end(row, State.UNCOMPILED, storable(str(error))[:MOST_SAID])
            return
        missing = [test for test in self.version.all_tests() if not row.results["verdict"][test.number - 1]]
        began = time.monotonic()
        for run in judging.runs(executable, self.version, missing):
            self.take(row, program, run)
            if time.monotonic() - began > STRETCH:
                self.store(row)
                began = time.monotonic()
        if beyond.should_be_slow(program):
            self.go_beyond(row, executable)
        self.end(row, State.DONE)

    def go_beyond(self, row: InvocationRow, executable: Executable) -> None:
        """Some of what was stopped is run for longer: too slow it stays, whatever it prints then."""
        for run in beyond.runs(executable, self.version, row.results):
            put(row.results, run.number - 1, (Verdict.TIME_LIMIT.value, round(run.cpu * 1000), run.memory))
            self.store(row)

    def take(self, row: InvocationRow, program: dict, run: Run) -> None:
        put(row.results, run.number - 1, (run.verdict.value, round(run.cpu * 1000), run.memory))
        if run.verdict.is_failure and matrix.breaks(run.verdict, program["expected"]) and self.has_room(row):
            self.cells.append(cell_of(row, run))
        self.done += 1
        self.report(self.done, self.goal)
        self.tell(row=row.place, **judging.event(run))

    def has_room(self, row: InvocationRow) -> bool:
        return sum(cell.place == row.place for cell in self.cells) < EVIDENCE

    def end(self, row: InvocationRow, state: State, said: str = "") -> None:
        if state != State.DONE:
            self.done += row.results["verdict"].count("")
            self.report(self.done, self.goal)
        row.state, row.said = state, said
        self.store(row)

    def store(self, row: InvocationRow) -> None:
        self.keep(row, self.cells)
        self.cells = []


def cell_of(row: InvocationRow, run: Run) -> InvocationCell:
    cell = InvocationCell(invocation_id=row.invocation_id, place=row.place, test=run.number)
    return filled(cell, run)


def filled(cell: InvocationCell, run: Run) -> InvocationCell:
    """Its bytes stored, its row not yet."""
    cell.output_id, cell.stderr_id, cell.message_id = blobs.put_all([run.output, run.stderr, run.message])
    cell.output_bytes = run.output_bytes
    return cell


# One cell, to be looked at


def run_cell(cell: InvocationCell) -> Run | None:
    """None for a solution that can't be run here."""
    invocation = cell.invocation
    program = solutions(invocation.document)[cell.place]
    version = freezing.frozen(invocation.problem, invocation.state)
    try:
        executable = programs.compiled(program)
    except CompileError:
        return None
    return next(iter(judging.runs(executable, version, [version.test(cell.test)])))
