"""The lines of a draft's script, each with the program that grants it."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from judge import keys, script
from judge.models import Revision
from judge.script import Wish
from judge.testsets import SCRIPT, Row


class Impossible(Exception):
    """There is no use in beginning, or in going on."""


@dataclass(frozen=True)
class Line:
    """A wish of the script, with the program that grants it and the row that it will be."""

    wish: Wish
    generator: dict
    row: Row


def lines_of(draft: Revision) -> list[Line]:
    """Raises Impossible where the script isn't right."""
    generators = {program["path"]: program for program in draft.programs("generator")}
    parsed = script.parse(draft.document["script"])
    faults, _ = script.check(parsed, generators)
    if faults:
        more = f" There are {len(faults)} such lines." if len(faults) > 1 else ""
        raise Impossible(f"Line {faults[0].line} of the script: {faults[0].message}{more}")
    names, counts = script.names_of(generators), dict.fromkeys(generators, 0)
    found = []
    for wish in parsed.wishes:
        path = names[wish.generator][0]
        counts[path] += 1
        name = wish.name or f"{PurePosixPath(path).stem}-{counts[path]:02}"
        made = keys.made(generators[path], wish.args)
        row = Row(name=name, input="", input_bytes=0, group=wish.group, origin=SCRIPT, line=wish.line, made=made)
        row = replace(row, sample=int(wish.is_sample))
        found.append(Line(wish, generators[path], row))
    return found
