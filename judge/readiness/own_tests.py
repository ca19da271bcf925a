"""Of the answers that a draft's programs gave when they were compiled and asked their own tests."""

from collections.abc import Iterator

from judge import program_checks
from judge.languages import installed
from judge.models import ProgramCheck
from judge.readiness.item import Item, State, count, listed, name_of, page_of


def items(document: dict, checks: dict[str, ProgramCheck]) -> Iterator[Item]:
    """Whether each program compiles, and answers its own tests as it should."""
    unknown, fine = [], 0
    for program in [*document["programs"], *program_checks.standard(document)]:
        if program and program["language"] not in installed():
            continue
        name = name_of(program) if program else "The standard comparison"
        page, path = (page_of(program), program["path"]) if program else ("checker", "")
        compiled = checks.get(program_checks.digest(program)) if program else None
        if compiled and compiled.answer == ProgramCheck.Answer.FAILS:
            if program and "CE" not in program["expected"]:
                yield Item(f"{name} doesn’t compile.", page, State.OPEN, path=path)
            continue
        asked = [(test, checks.get(test.key)) for test in program_checks.tests_of(document, program)]
        wrong = sum(check is not None and not test.agrees(check) for test, check in asked)
        if wrong:
            yield Item(f"{name} fails {wrong} of its own {count(len(asked), 'test')}.", page, State.OPEN, path=path)
        elif (program and compiled is None) or any(check is None for _, check in asked):
            unknown.append(name)
        else:
            fine += 1
    if unknown:
        words = f"Not known yet: whether {listed(unknown)} can be compiled, and pass their own tests."
        yield Item(words, "solutions", State.UNKNOWN, job="check")
    elif fine:
        yield Item(f"All programs ({fine}) can be compiled, and pass their own tests.", "solutions")
