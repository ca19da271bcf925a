"""What can be said from a draft's document alone."""

from collections.abc import Iterator

from judge import script
from judge.languages import LANGUAGES, installed
from judge.models import ProblemVersion, Revision
from judge.readiness.item import NAMED, Item, State, listed, name_of, page_of

SPOKEN = {"en": "English", "ko": "Korean"}
LEAST = {"memory": 8 * 2**20, "output": 2**20}  # bytes
MIB = 2**20


def items(draft: Revision) -> Iterator[Item]:
    yield from statement(draft)
    yield from limits(draft.document["limits"])
    yield from checker(draft)
    yield from languages(draft.document["programs"])


def statement(draft: Revision) -> Iterator[Item]:
    written = draft.document["statements"]
    whole = [code for code, said in written.items() if said["title"].strip() and said["text"].strip()]
    if not whole:
        yield Item("The statement has no text in any language.", "statement", State.OPEN)
    else:
        yield Item(f"The statement is written in {listed(SPOKEN.get(code, code) for code in whole)}.", "statement")
    for code in [*SPOKEN, *(code for code in written if code not in SPOKEN)]:
        if whole and code not in whole:
            words = f"The statement in {SPOKEN.get(code, code)} {'is empty' if code in written else 'is missing'}."
            yield Item(words, "statement", State.OPEN, is_blocking=False)


def limits(said: dict) -> Iterator[Item]:
    wrong = []
    if not 0 < said["time"] <= ProblemVersion.LONGEST:
        wrong.append(f"the time limit is {said['time']:g} s; it must be above 0 and at most {ProblemVersion.LONGEST} s")
    for name, least in LEAST.items():
        if said[name] < least:
            wrong.append(f"the {name} limit is {said[name] / MIB:g} MiB, and must be at least {least // MIB} MiB")
    words = f"{said['time']:g} s, {said['memory'] / MIB:g} MiB of memory, {said['output'] / MIB:g} MiB of output."
    yield Item(f"Limits: {'; '.join(wrong)}.", "details", State.OPEN) if wrong else Item(words, "details")


def checker(draft: Revision) -> Iterator[Item]:
    said = draft.document["checker"]
    if said["kind"] == "program" and not draft.program(said["path"]):
        yield Item(f"The checker {said['path']} is not there any more: choose another one.", "checker", State.OPEN)


def languages(programs: list[dict]) -> Iterator[Item]:
    missing: dict[str, list[dict]] = {}
    for program in programs:
        if program["language"] not in installed():
            missing.setdefault(program["language"], []).append(program)
    for key, some in missing.items():
        spoken = LANGUAGES[key].name if key in LANGUAGES else key
        words = f"{spoken} isn’t installed here, so {listed(map(name_of, some))} can’t be run."
        yield Item(words, page_of(some[0]), State.OPEN, path=some[0]["path"])


def advice(draft: Revision) -> Iterator[Item]:
    yield from about(draft)
    yield from programs(draft)
    yield from unused(draft)


def about(draft: Revision) -> Iterator[Item]:
    if not draft.document["details"]["tags"]:
        yield Item("It has no tags, by which solvers find it.", "details", State.OPEN, is_blocking=False)


def programs(draft: Revision) -> Iterator[Item]:
    solutions = draft.programs("solution")
    right = [program for program in solutions if program["expected"] == ["AC"]]
    if len(right) == 1:
        words = "Only one solution is right: a second one, written independently, would confirm its answers."
        yield Item(words, "solutions", State.OPEN, is_blocking=False)
    if not any(program["expected"] and "AC" not in program["expected"] for program in solutions):
        words = "There is no wrong or slow solution: nothing shows that the tests catch mistakes."
        yield Item(words, "solutions", State.OPEN, is_blocking=False)


def unused(draft: Revision) -> Iterator[Item]:
    generators = [program["path"] for program in draft.programs("generator")]
    faults, idle = script.check(script.parse(draft.document["script"]), generators)
    if faults:
        words = f"Line {faults[0].line} of the script: {faults[0].message}"
        yield Item(words, "tests", State.OPEN, is_blocking=False)
    for fault in idle[:NAMED]:
        yield Item(fault.message, "tests", State.OPEN, is_blocking=False)
