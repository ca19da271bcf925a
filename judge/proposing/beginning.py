"""What a draft needs before Gemini is asked about it, so that nobody pays for what can't come to anything."""

from judge import blobs, freezing, testsets
from judge.checking import CheckerError
from judge.languages import installed
from judge.models import Problem, Revision
from judge.testsets import Row
from judge.tools import Broken, Crashed, Tools

MOST_SAMPLES = 20


class NotYet(Exception):
    """The message is for the author."""


def lacks(draft: Revision) -> list[str]:
    """From the document alone: it is on a page."""
    found = []
    if not any(said["text"].strip() for said in draft.document["statements"].values()):
        found.append("There is no statement yet, from which the constraints could be read.")
    if not draft.reference:
        found.append("There is no reference solution yet, so no test could be answered.")
    elif draft.reference["language"] not in installed():
        found.append("The reference’s language isn’t installed here, so it can’t be run.")
    return found


def refuse_unready(problem: Problem) -> None:
    """Raises NotYet, also where the reference fails one of the draft's own samples."""
    draft = problem.draft
    assert draft is not None
    if lacking := lacks(draft):
        raise NotYet(lacking[0])
    samples = [row for row in testsets.rows(draft.columns) if row.sample and row.answer]
    with Tools(freezing.frozen(problem, draft)) as tools:
        for row in samples[:MOST_SAMPLES]:
            refuse_wrong(tools, draft.reference or {}, row)


def refuse_wrong(tools: Tools, reference: dict, row: Row) -> None:
    assert row.answer
    try:
        output = tools.answer(reference, blobs.path(row.input))
        checked = tools.checker.compare(blobs.path(row.input), blobs.path(row.answer), output)
    except (Crashed, Broken, CheckerError) as error:
        raise NotYet(f"On the sample {row.name}: {error}") from error
    if checked.verdict.is_failure:
        words = checked.message.decode(errors="replace").replace("\0", "")[:300]
        raise NotYet(f"The reference’s answer to the sample {row.name} isn’t the sample’s own. {words}".strip())
