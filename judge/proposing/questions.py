"""What the model is asked next, and what it is told of the problem."""

from pydantic import BaseModel

from judge import blobs, testsets
from judge.models import Problem, Revision
from judge.models.text import storable
from judge.proposing import constraints, schemas
from judge.proposing.report import Report
from judge.proposing.suite import Piece, Suite

FIRST: dict[str, type[BaseModel]] = {
    "proposal_validator": schemas.Validator,
    "proposal_solutions": schemas.Solutions,
    "proposal_generators": schemas.Generators,
}
REPAIR = "proposal_repair"
SCHEMAS = FIRST | {REPAIR: schemas.Repair}
MOST_STATEMENT, MOST_SOURCE, MOST_SAMPLE, MOST_SAMPLES = 40_000, 20_000, 2000, 5  # characters; samples


def left(round: int, answered: list[str]) -> list[str]:
    """The tasks of a round that have no answer yet."""
    return [task for task in (FIRST if round == 1 else [REPAIR]) if task not in answered]


def fields(task: str, problem: Problem, suite: Suite, report: Report | None) -> dict[str, object]:
    """A slow solution that has seen the reference would make the same mistakes, so that isn't shown before it."""
    draft = problem.draft
    assert draft is not None
    found = about(draft)
    if task in ("proposal_generators", REPAIR):
        found["reference"] = reference(draft)
    if task == "proposal_generators":
        found["wrong"] = "\n\n".join(map(sourced, suite.wrong))
    if task == REPAIR:
        assert report is not None
        written = "\n\n".join(map(sourced, suite.pieces))
        found |= {"round": report.round + 1, "suite": written, "report": told(report)}
    return found


def about(draft: Revision) -> dict[str, object]:
    bounds = constraints.told(draft.document)
    return {"statement": statement(draft), "bounds": bounds, "samples": samples(draft)} | limits(draft)


def statement(draft: Revision) -> str:
    written = draft.document["statements"]
    said = written.get("en") or next(iter(written.values()))
    return storable(f"{said['title']}\n\n{said['text']}")[:MOST_STATEMENT]


def limits(draft: Revision) -> dict[str, object]:
    said = draft.document["limits"]
    return {"seconds": f"{said['time']:g}", "mebibytes": said["memory"] // 2**20}


def samples(draft: Revision) -> str:
    rows = [row for row in testsets.rows(draft.columns) if row.sample and row.answer]
    return "\n".join(
        f"Input {n}:\n{text(row.input)}\nOutput {n}:\n{text(row.answer or '')}"
        for n, row in enumerate(rows[:MOST_SAMPLES], 1)
    )


def text(sha: str) -> str:
    return storable(blobs.read(sha, MOST_SAMPLE).decode(errors="replace"))


def reference(draft: Revision) -> str:
    assert draft.reference is not None
    files = draft.reference["files"]
    sources = (blobs.read(sha, MOST_SOURCE).decode(errors="replace") for sha in files.values())
    return storable("\n".join(sources))[:MOST_SOURCE]


def sourced(piece: Piece) -> str:
    role = f"{piece.kind} {piece.role}" if piece.kind else piece.role
    lines = "".join(f"\n{'found' if line in piece.found else 'line'}: {line}" for line in piece.lines)
    return f"### {role} {piece.word} ({piece.language}){lines}\n{piece.source}"


def told(report: Report) -> str:
    """The first few failures, and the wrong solutions that no test catches."""
    faults = [f"{n}. {fault.words}" for n, fault in enumerate(report.first_faults, 1)]
    more = len(report.faults) - len(faults)
    survivors = [f"{kill.name} passes every test." for kill in report.survivors]
    if survivors and report.tried:
        survivors.append(f"The generators with {report.tried} other sets of words made no test that catches them.")
    return "\n".join(
        [
            "What went wrong:" if faults else "Nothing went wrong.",
            *faults,
            *([f"(and {more} more)"] if more > 0 else []),
            f"Tests made: {report.tests}. Wrong solutions caught: {report.killed} of {len(report.kills)}.",
            *survivors,
        ]
    )
