"""What a draft's tests are, as tests look at them."""

from judge import blobs, keys, testsets
from judge.models import Problem
from judge.testsets import Row


def fresh(problem):
    return Problem.objects.with_draft().get(pk=problem.pk)


def rows_of(problem):
    return testsets.rows(fresh(problem).draft.tests.columns)


def shown(problem):
    return [(row.name, blobs.read(row.input), row.answer and blobs.read(row.answer)) for row in rows_of(problem)]


def by_hand(data, answer=None, **fields):
    hashes = blobs.put_all([data, *([answer] if answer else [])])
    sizes = {"input_bytes": len(data), "answer_bytes": len(answer or b"")}
    return Row(**{"name": "hand", "input": hashes[0], "answer": hashes[1] if answer else None} | sizes | fields)


def answered(problem, data, answer, **fields):
    """As the reference and all who are right have answered it."""
    draft = fresh(problem).draft
    others = [p for p in draft.programs("solution") if p["expected"] == ["AC"] and not p["reference"]]
    by = keys.agreed(draft.reference, draft.document["limits"], others, draft.document["checker"])
    valid = keys.valid(draft.programs("validator"))
    return by_hand(data, answer, answered=by, valid=valid, **fields)
