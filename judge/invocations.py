"""Every solution on every test: begun with what was found under the same conditions, cleared to be run again."""

import hashlib
import json
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from judge import freezing, matrix
from judge.generation import Impossible
from judge.matrix import Line
from judge.models import Invocation, InvocationCell, InvocationRow, Problem, ProblemVersion, Revision, User
from judge.verdict import Verdict

MOST_CELLS = 50_000
KEPT = 10  # invocations of a problem
EARLIER = 3  # of them, in which results are looked for
State = InvocationRow.State


def solutions(document: dict) -> list[dict]:
    return [program for program in document["programs"] if program["role"] == "solution"]


def refuse_hopeless(draft: Revision) -> None:
    rows, count = len(solutions(draft.document)), draft.tests.count
    if not rows:
        raise Impossible("There is no solution to run. Add one first.")
    if not count:
        raise Impossible("There are no tests to run them on. Make some first.")
    if lacking := draft.tests.columns["answer"].count(None):
        raise Impossible(f"{lacking} of {count} tests have no answer yet. Generate outputs first.")
    if rows * count > MOST_CELLS:
        raise Impossible(f"{rows} solutions on {count:,} tests are {rows * count:,} runs; at most {MOST_CELLS:,} are.")


def begun(problem: Problem, draft: Revision, user: User | None) -> Invocation:
    """With all that is known already. Raises Impossible. In the caller's transaction."""
    refuse_hopeless(draft)
    invocation = Invocation.objects.create(
        problem=problem,
        columns=draft.columns,
        number=draft.number,
        document=judged_by(draft.document),
        requested_by=user,
    )
    version = freezing.frozen(problem, invocation.state)
    keys = {place: key_of(version, program) for place, program in enumerate(solutions(draft.document))}
    known = known_results(invocation, keys.values())
    rows = [a_row(invocation, place, key, known.get(key, {})) for place, key in keys.items()]
    InvocationRow.objects.bulk_create(rows)
    forget_old(problem)
    return invocation


def done(problem: Problem, draft: Revision) -> Invocation | None:
    """The newest, if it is of this very state, and has run all of it. One statement."""
    waiting = InvocationRow.objects.filter(invocation=OuterRef("pk"), state=State.WAITING)
    rows = Invocation.objects.filter(problem=problem).annotate(is_waiting=Exists(waiting)).order_by("-pk")
    newest = rows.only("columns", "document", "extremes").first()
    if newest is None or newest.is_waiting or newest.columns != draft.columns:
        return None
    return newest if newest.document == judged_by(draft.document) else None


def judged_by(document: dict) -> dict:
    """What of a draft decides over its solutions, in its own form; what programs are asked apart is left out."""
    needed = [program for program in document["programs"] if program["role"] in ("solution", "checker")]
    return {
        "statements": {},
        "images": {},
        "details": {"credits": {}},
        "limits": document["limits"],
        "checker": {name: said for name, said in document["checker"].items() if name != "tests"},
        "programs": [program | {"tests": []} for program in needed],
    }


def key_of(version: ProblemVersion, program: dict) -> str:
    checkers = [one["files"] for one in version.programs if one["path"] == version.checker.get("path")]
    said = [
        [program["language"], program["entry"], program["files"]],
        [version.time_limit_for(program["language"]), version.memory_limit, version.output_limit],
        [version.allows_files, version.checker, checkers],
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


type Cell = tuple[str, int, int]  # verdict, ms, bytes
type Cells = dict[tuple[str, str], Cell]  # by input and answer


def known_results(invocation: Invocation, keys: Iterable[str]) -> dict[str, Cells]:
    """By key, what the last few invocations have found."""
    earlier = Invocation.objects.filter(problem=invocation.problem_id).exclude(pk=invocation.pk)
    recent = list(earlier.order_by("-pk").values_list("pk", flat=True)[:EARLIER])
    rows = InvocationRow.objects.filter(invocation__in=recent, key__in=set(keys)).exclude(state=State.ABSENT)
    found: dict[str, Cells] = {}
    for row in rows.select_related("invocation").order_by("pk"):
        found.setdefault(row.key, {}).update(cells_of(row))
    return found


def cells_of(row: InvocationRow) -> Cells:
    columns, results = row.invocation.tests.columns, row.results
    tests = zip(columns["input"], columns["answer"], strict=True)
    cells = zip(results["verdict"], results["cpu_ms"], results["bytes"], strict=True)
    known = zip(tests, cells, strict=True)
    return {test: cell for test, cell in known if cell[0] not in ("", Verdict.JUDGE_ERROR)}


def a_row(invocation: Invocation, place: int, key: str, known: Cells) -> InvocationRow:
    columns, results = invocation.tests.columns, matrix.empty(invocation.tests.count)
    for number, test in enumerate(zip(columns["input"], columns["answer"], strict=True)):
        if cell := known.get(test):
            put(results, number, cell)
    state = State.DONE if all(results["verdict"]) else State.WAITING
    return InvocationRow(invocation=invocation, place=place, key=key, results=results, state=state)


def put(results: dict, place: int, cell: Cell) -> None:
    results["verdict"][place], results["cpu_ms"][place], results["bytes"][place] = cell


def forget_old(problem: Problem) -> None:
    kept = Invocation.objects.filter(problem=problem).order_by("-pk").values_list("pk", flat=True)[:KEPT]
    Invocation.objects.filter(problem=problem).exclude(pk__in=list(kept)).delete()


def lines(invocation: Invocation, rows: Iterable[InvocationRow]) -> list[Line]:
    found = solutions(invocation.document)
    return [Line.of(found[row.place], row.results, row.state, row.said) for row in rows]


# What is found


def save(row: InvocationRow, cells: list[InvocationCell]) -> None:
    fields = ["results", "state", "said"]
    InvocationRow.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in fields})
    save_cells(cells)


def save_cells(cells: Iterable[InvocationCell]) -> None:
    InvocationCell.objects.bulk_create(
        cells,
        update_conflicts=True,
        unique_fields=["invocation", "place", "test"],
        update_fields=["output_bytes", "output", "stderr", "message"],
    )


# And again


@transaction.atomic
def clear(invocation: Invocation, place: int | None = None, test: int | None = None, failed: bool = False) -> int:
    """Forget what is to be run again: a cell, a row, or all that breaks what is expected. How many they are."""
    rows = list(invocation.rows.select_for_update().order_by("place"))
    count = 0
    for row, line in zip(rows, lines(invocation, rows), strict=True):
        if place not in (None, row.place):
            continue
        places = line.broken if failed else range(len(line.verdicts)) if test is None else [test - 1]
        if failed and not places and not line.cannot_run:
            continue
        for number in places:
            put(row.results, number, ("", 0, 0))
        count += len(places)
        save_waiting(row, [number + 1 for number in places])
    return count


def save_waiting(row: InvocationRow, tests: list[int]) -> None:
    row.state, row.said = State.WAITING, ""
    save(row, [])
    InvocationCell.objects.filter(invocation=row.invocation_id, place=row.place, test__in=tests).delete()
