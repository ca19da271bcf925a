"""What a draft needs before Gemini is asked about it, so that nobody pays for what can't come to anything."""

from judge import blobs, freezing, testsets
from judge.checking import CheckerError
from judge.known import others_of
from judge.languages import installed
from judge.models import Problem, Revision
from judge.testsets import Row
from judge.tools import Broken, Crashed, Tools, compiled

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
    """Raises NotYet, also where what all tests are judged by can't be used, or is wrong about the draft's own samples:
    nothing that Gemini writes would mend that."""
    draft = problem.draft
    assert draft is not None
    if lacking := lacks(draft):
        raise NotYet(lacking[0])
    samples = [row for row in testsets.rows(draft.columns) if row.sample and row.answer]
    right = [draft.reference or {}, *others_of(draft)]
    with Tools(freezing.frozen(problem, draft)) as tools:
        refuse_broken(tools, right)
        for row in samples[:MOST_SAMPLES]:
            refuse_refused(tools, row)
            for solution in right:
                refuse_wrong(tools, solution, row)


def refuse_broken(tools: Tools, solutions: list[dict]) -> None:
    """A draft without samples would find that out only when the tests are made."""
    try:
        for program in [*solutions, *tools.programs("validator")]:
            compiled(program)
        _ = tools.checker
    except (Broken, CheckerError) as error:
        raise NotYet(str(error)) from error


def refuse_refused(tools: Tools, row: Row) -> None:
    if complaint := tools.complaint(blobs.path(row.input), row.name):
        raise NotYet(f"The sample {row.name} isn’t valid: {complaint}")


def refuse_wrong(tools: Tools, solution: dict, row: Row) -> None:
    assert row.answer
    try:
        output = tools.answer(solution, blobs.path(row.input))
        checked = tools.checker.compare(blobs.path(row.input), blobs.path(row.answer), output)
    except (Crashed, Broken, CheckerError) as error:
        raise NotYet(f"On the sample {row.name}: {error}") from error
    if checked.verdict.is_failure:
        words = checked.message.decode(errors="replace").replace("\0", "")[:300]
        whose = "The reference’s answer" if solution["reference"] else f"What {solution['path']} answers"
        raise NotYet(f"{whose} to the sample {row.name} isn’t the sample’s own. {words}".strip())
