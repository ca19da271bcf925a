"""Problems from their page to a solver's hints, as tests/gemini/answers has Gemini answer: with mistakes to be caught.

`python -m tests.ai.workflows` prints the table of them for docs/ai.md.
"""

from dataclasses import dataclass, field

REPAIR, READ, HINTS = "proposal_repair", "extraction_repair", "hints"


@dataclass(frozen=True)
class Mistake:
    """`told`: what the model is told of it when it is asked for `task` the next time."""

    what: str
    caught_by: str
    task: str
    told: str
    turn: int = 1  # of those questions


@dataclass(frozen=True)
class Workflow:
    problem: str
    submission: str  # what the solver hands in
    mistakes: list[Mistake] = field(default_factory=list)
    readings: int = 2
    rounds: int = 2


def read(what, told, by="a sample of the page", turn=1):
    return Mistake(what, by, READ, told, turn)


def wrote(what, by, told, turn=1):
    return Mistake(what, by, REPAIR, told, turn)


def hinted(what, told="An earlier answer of yours was refused, because: it "):
    return Mistake(what, "the filter before a hint is stored", HINTS, told, turn=2)


HIDDEN = "it holds data of a test that the reader must not see"

WORKFLOWS = [
    Workflow(
        "sums",
        "wrong_answer/double.py",
        [
            read("invents a third sample", "Sample 3 doesn’t stand in the material", by="comparison with the page"),
            wrote("a validator that takes `007` and `-0`", "its own probes", "a probe that is invalid"),
            wrote("a wrong solution that is right", "no test that it fails", "by_columns.cpp passes every test."),
            hinted("a hint with code that passes"),
        ],
    ),
    Workflow(
        "mirror",
        "wrong_answer/trimmed_output.py",
        [
            read("a reference that forgets the slashes", "Right output:\n    /\\_/\\ \n"),
            wrote("a validator that strips lines", "the first sample, which it refuses", "a sample that is valid"),
            wrote("a generator of characters out of bounds", "the mended validator", "noise 7 9 1: ", turn=2),
            hinted("a hint with a right solution's own lines"),
        ],
        rounds=3,
    ),
    Workflow(
        "musicbox",
        "wrong_answer/unsigned.cpp",
        [
            read("a reference that counts all notes", "Right output:\n2 2"),
            wrote("a slow solution that is off by one", "comparison with the reference", "slow solution disagree on"),
            wrote("a generator that never ends", "its time limit", "long_intro.py was stopped after", turn=2),
            wrote("tests without an overflow", "a wrong solution that survives", "overflow.cpp passes every", turn=2),
            hinted("a hint with the solution in base64"),
        ],
        rounds=3,
    ),
    Workflow(
        "shortest-detour",
        "wrong_answer/small_infinity.js",
        [
            read("a reference that goes both ways", "Right output:\nINF"),
            wrote("a validator that takes a road to where it begins", "its own probes", "a probe that is invalid"),
            wrote("a generator of such roads", "the mended validator", "a road from a town to itself", turn=2),
            wrote("no long way", "a wrong solution that survives", "infinity_of_9999.cpp passes every", turn=2),
            hinted("a hint with a hidden test", HIDDEN),
        ],
        rounds=3,
    ),
    Workflow(
        "trolltoll",
        "wrong_answer/greedy.py",
        [
            read("a greedy reference", "Right output:\n2\n3 3"),
            read("a reference that says -1", "Right output:\nIMPOSSIBLE", turn=2),
            wrote("a validator in C++ without a declaration", "the compiler", "validate.cpp doesn’t compile"),
            wrote("a generator with dice of its own", "running it twice", "any_purse 30 3 12 1: ", turn=2),
            wrote(
                "a wrong solution that is right", "no test that it fails", "any_way_back.py passes every test.", turn=2
            ),
            hinted("a hint with the solution in four parts"),
        ],
        readings=3,
        rounds=3,
    ),
    Workflow(
        "hedgehogs",
        "wrong_answer/average.py",
        [
            read("a reference that prints two decimals", "Printed:\n2.24"),
            read("a reference that prints more digits than the samples", "Printed:\n2.236067977", turn=2),
            wrote(
                "a slow solution that takes too large steps", "comparison with the reference", "solution disagree on"
            ),
            wrote("a generator beyond the meadow", "the validator", "no nest"),
            wrote("a wrong solution that is right", "no test that it fails", "golden_section.py passes every test."),
            hinted("a hint with the solution as a quotation"),
        ],
        readings=3,
    ),
]


def table():
    rows = ["| problem | wrong on purpose | caught by |", "| --- | --- | --- |"]
    for flow in WORKFLOWS:
        rows += [f"| *{flow.problem}* | {one.what} | {one.caught_by} |" for one in flow.mistakes]
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
