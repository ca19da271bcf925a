"""What is taken of the model's answers: under names of ours, in the sizes that we allow. The rest is said."""

import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from judge import own_words, script
from judge.languages import LANGUAGES
from judge.models.text import has_unseen, readable, storable
from judge.proposing import schemas
from judge.proposing.suite import Piece, Probe, Suite, names_like

MOST_SOURCE = 32 * 1024  # bytes
MOST_WORDS = 600  # characters of an explanation
MOST_PROBES, MOST_PROBE = 40, 4000
MOST_WRONG, MOST_GENERATORS = 8, 10
MOST_LINES = 120  # tests of all generators together
LONGEST_LINE = 200
LONGEST_NAME = 40
MOST_FAULTS = 20
RUN = 20  # words of ours one behind the other: explanations may come near to what was asked for
TASKS = ("proposal_validator", "proposal_solutions", "proposal_generators", "proposal_repair")


def taken(suite: Suite, answer: Any, caught: Iterable[str] = ()) -> Suite:
    """With an answer of one of the schemas. What can't be used is left out, and said. `caught`: wrong solutions that
    have failed a test, so that they can't be right after all.
    """
    if own_words.are_in(answer, TASKS, length=RUN):
        return replace(suite, faults=("The answer repeated its instructions, so it was left out.",))
    said: list[str] = []
    match answer:
        case schemas.Validator():
            new = replace(suite, validator=single("validator", answer.validator, said), probes=probes(answer.probes))
        case schemas.Solutions():
            slow = single("slow", answer.slow, said)
            new = replace(suite, slow=slow, wrong=wrongs((), answer.wrong, slow, said))
        case schemas.Generators():
            new = replace(suite, generators=generators((), answer.generators, said))
        case schemas.Repair():
            new = repaired(suite, answer, said, caught)
    return replace(new, faults=tuple(said[:MOST_FAULTS]))


def repaired(suite: Suite, answer: schemas.Repair, said: list[str], caught: Iterable[str]) -> Suite:
    gone = {stem(name, "") for name in answer.removed} - {stem(name, "") for name in caught}
    slow = (answer.slow and single("slow", answer.slow, said)) or suite.slow
    return Suite(
        validator=(answer.validator and single("validator", answer.validator, said)) or suite.validator,
        probes=merged(suite.probes, probes(answer.probes)),
        slow=slow,
        wrong=wrongs([piece for piece in suite.wrong if piece.word not in gone], answer.wrong, slow, said),
        generators=generators(suite.generators, answer.generators, said),
    )


def merged(before: Iterable[Probe], after: Iterable[Probe]) -> tuple[Probe, ...]:
    """The newer word counts: a probe may have been wrong."""
    return tuple(({probe.input: probe for probe in (*before, *after)}).values())[-MOST_PROBES:]


def probes(given: Iterable[schemas.Probe]) -> tuple[Probe, ...]:
    fit = [probe for probe in given if 0 < len(probe.input) <= MOST_PROBE]
    return merged((), (Probe(storable(each.input), each.valid, words(each.why)) for each in fit))


def single(role: str, given: schemas.Program, said: list[str]) -> Piece | None:
    if not given.source.strip():
        said.append(f"The {role} has no source.")
        return None
    if len(given.source.encode(errors="replace")) > MOST_SOURCE:
        said.append(
            f"The {role} {stem(given.name, role)} is longer than {MOST_SOURCE // 1024} KiB, so it was left out."
        )
        return None
    if has_unseen(given.source):
        said.append(f"The {role} {stem(given.name, role)} has characters that can’t be seen, so it was left out.")
        return None
    name = stem(given.name, role) + LANGUAGES[given.language].extensions[0]
    return Piece(role, name, given.language, storable(given.source), words(given.explanation))


def stem(name: str, otherwise: str) -> str:
    """A name of ours, whatever it was: no path, no mark-up, no hidden file; and none of Python's own modules, since
    random.py would import itself in the place of those dice."""
    known = "|".join(re.escape(ending) for key in ("python3", "cpp") for ending in LANGUAGES[key].extensions)
    bare = re.sub(f"({known})$", "", name.strip())
    clean = re.sub(r"[^A-Za-z0-9_-]+", "_", bare)[:LONGEST_NAME].strip("_-")
    if len(clean) < 2:
        return otherwise or clean
    return f"{clean}-program" if clean in sys.stdlib_module_names else clean


def words(text: str) -> str:
    return readable(text)[:MOST_WORDS]


def wrongs(
    before: Iterable[Piece], given: Iterable[schemas.Wrong], slow: Piece | None, said: list[str]
) -> tuple[Piece, ...]:
    """None is called as the slow solution is: a draft keeps both in one folder."""
    made = [(one, single("wrong", one, said)) for one in given]
    new = [replace(piece, expected=(one.verdict,)) for one, piece in made if piece]
    return together(before, new, MOST_WRONG, {slow.word} if slow else ())


def together(before: Iterable[Piece], new: Iterable[Piece], most: int, taken: Iterable[str] = ()) -> tuple[Piece, ...]:
    """A program takes the place of the one that is called like it; of two in one answer each is kept."""
    found = {piece.word: piece for piece in before}
    fresh = set(taken)
    for piece in new:
        free = next(name for name in names_like(piece.word) if name not in fresh)
        fresh.add(free)
        found[free] = replace(piece, name=free + PurePosixPath(piece.name).suffix)
    return tuple(found.values())[:most]


def generators(before: Iterable[Piece], given: list[schemas.Generator], said: list[str]) -> tuple[Piece, ...]:
    made = [(one, single("generator", one, said)) for one in given]
    new = [replace(piece, kind=one.kind, lines=tuple(one.lines)) for one, piece in made if piece]
    all_of_them = together(before, new, MOST_GENERATORS)
    room, found = MOST_LINES, []
    for piece in all_of_them:
        lines = list(usable(piece, room, said))
        room -= len(lines)
        found.append(replace(piece, lines=tuple(lines), found=tuple(line for line in piece.found if line in lines)))
    return tuple(found)


def usable(piece: Piece, room: int, said: list[str]) -> Iterator[str]:
    """Its lines, a test each, spelled with the name that it has here. Ranges are written out and names of tests left
    out, so that two lines may have come to be one."""
    found: set[str] = set()
    for args in wished(piece, said):
        line = shlex.join([piece.word, *args])
        if line in found:
            continue
        if len(found) >= room:
            said.append(f"There are more than {MOST_LINES} tests: the rest was left out.")
            return
        found.add(line)
        yield line


def wished(piece: Piece, said: list[str]) -> Iterator[tuple[str, ...]]:
    """The words of each test. What is a range once more when it has been written out is none."""
    for line in dict.fromkeys(piece.lines[: MOST_LINES + 1]):
        parsed = script.parse(line.strip()[: LONGEST_LINE + 1])
        is_range = any(script.RANGE.search(word) for wish in parsed.wishes for word in wish.args)
        if len(line) > LONGEST_LINE or parsed.faults or is_range or "\n" in line.strip() or has_unseen(line):
            said.append(f"A line of {piece.name} can’t be used: {words(line)[:80]}")
        else:
            yield from (wish.args for wish in parsed.wishes)
