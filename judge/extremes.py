"""Whether the tests reach the ends of what statement and validators allow: what is certain, and what isn't known.

Certain is what a validator written with testlib says of a variable that it names; what stands in an input's first line,
where the statement says by which names; and that a number stands nowhere in any test.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from judge import blobs, first_line, keys, overview, tools
from judge.bounds import Bound, of_statements
from judge.languages import installed
from judge.models import Revision, TestSet
from judge.sightings import Sightings
from judge.validating import Validator

MOST_BYTES = 512 * 2**20  # of inputs that are read; a statement that says too little costs no more


WHICH = ("minimum", "maximum")


class Said(StrEnum):
    REACHED = "reached"
    MISSED = "missed"
    NOWHERE = "nowhere"  # the number occurs in no test
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class End:
    """Of a bound. `test` reaches it, from 1; or, where nothing is known, has the number somewhere."""

    name: str
    which: str  # of WHICH
    value: int | None
    said: Said
    test: int | None = None

    @property
    def shown(self) -> str:
        return "" if self.value is None else f"{self.value:,}"

    @property
    def words(self) -> str:
        return f"the {self.which} of {self.name}" + (f" ({self.shown})" if self.shown else "")

    @property
    def is_open(self) -> bool:
        return self.said in (Said.MISSED, Said.NOWHERE)


def key_of(draft: Revision) -> str:
    """Of what says where the ends are."""
    names = [first_line.first_line(one["text"]) for one in draft.document["statements"].values()]
    return keys.key([asdict(bound) for bound in stated(draft)], names, keys.valid(draft.programs("validator")))


def is_of(draft: Revision, document: dict | None) -> bool:
    """What is known is of these tests' statement and validators, as they are."""
    return document is not None and document["key"] == key_of(draft)


def stated(draft: Revision) -> list[Bound]:
    return of_statements(draft.document["statements"].values())


def measured(draft: Revision, tests: TestSet) -> dict[str, Any]:
    """As an Invocation keeps it: reads every test once, and asks validators that can tell."""
    bounds = stated(draft)
    ends = {(end.name, end.which): end for end in by_sight(bounds, names_of(draft), tests)}
    told = list(by_validators(draft, tests))
    for end in told:
        if ends.get((end.name, end.which), end).said is not Said.REACHED:
            ends[end.name, end.which] = end
    return {"v": 1, "key": key_of(draft), "ends": [asdict(end) for end in ends.values()]}


def kept(document: dict | None) -> list[End]:
    return [End(**end | {"said": Said(end["said"])}) for end in (document or {}).get("ends", [])]


def names_of(draft: Revision) -> tuple[str, ...]:
    """Of the first line. Statements in several languages say the same, or nothing counts."""
    said = {first_line.first_line(one["text"]) for one in draft.document["statements"].values()} - {()}
    return said.pop() if len(said) == 1 else ()


# By what stands in the tests


def by_sight(bounds: list[Bound], names: tuple[str, ...], tests: TestSet) -> Iterator[End]:
    wanted = frozenset(sign * end for bound in bounds for end in bound.ends for sign in signs(bound))
    sightings = Sightings(wanted, names)
    is_whole = not bounds or sum(tests.columns["input_bytes"]) <= MOST_BYTES
    for number, sha in enumerate(tests.columns["input"] if bounds and is_whole else [], 1):
        with blobs.path(sha).open("rb") as file:
            sightings.look(number, file)
    for bound in bounds:
        for which, value in zip(WHICH[-len(bound.ends) :], bound.ends, strict=True):
            yield seen(bound, which, value, sightings) if is_whole else End(bound.name, which, value, Said.UNKNOWN)


def signs(bound: Bound) -> tuple[int, ...]:
    return (1, -1) if bound.has_bars else (1,)


def seen(bound: Bound, which: str, value: int, sightings: Sightings) -> End:
    if sightings.is_named and bound.name in sightings.values:
        test = sightings.values[bound.name].get(value)
        return End(bound.name, which, value, Said.REACHED if test else Said.MISSED, test)
    test = min((sightings.first[n] for sign in signs(bound) if (n := sign * value) in sightings.first), default=None)
    return End(bound.name, which, value, Said.UNKNOWN if test else Said.NOWHERE, test)


# By what validators tell


def by_validators(draft: Revision, tests: TestSet) -> Iterator[End]:
    for program in draft.programs("validator"):
        if program["language"] in installed() and overview.is_testlib(program):
            yield from told(program, tests)


def told(program: dict, tests: TestSet) -> Iterator[End]:
    found: dict[str, dict[str, int | None]] = {}
    with ExitStack() as stack:
        try:
            executable = tools.compiled(program)
        except tools.Broken:  # its own page says so
            return
        validator = Validator(program["path"], executable, stack.enter_context(executable.container()))
        for number, test in enumerate(tests.columns["name"], 1):
            input = blobs.path(tests.columns["input"][number - 1])
            for name, hit in overview.hits(validator, input, keys.args_for(program, test)).items():
                known = found.setdefault(name, dict.fromkeys(WHICH))
                for which, has in zip(WHICH, (hit.has_least, hit.has_most), strict=True):
                    known[which] = known[which] or (number if has else None)
    yield from ends_of(program, found)


def ends_of(program: dict, found: dict[str, dict[str, int | None]]) -> Iterator[End]:
    own = [blobs.read(sha) for name, sha in program["files"].items() if name != "testlib.h"]
    constants = overview.constants(b"\n".join(own).decode(errors="replace"))
    for name, hits in found.items():
        for place, (which, test) in enumerate(hits.items()):
            value = constants[name][place] if name in constants else None
            yield End(name, which, value, Said.REACHED if test else Said.MISSED, test)
