"""Where a proposed piece lies in a draft: beside what people wrote, in the place of what an earlier proposal left there
and nobody has changed since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from judge import draft_programs
from judge.draft_programs import FOLDERS, ProgramError
from judge.drafting import mark
from judge.program_names import name_of, respelled
from judge.proposing import origins, scripting
from judge.proposing.suite import Piece, names_like
from judge.verdict import Verdict

ROLES = {"validator": "validator", "slow": "solution", "wrong": "solution", "generator": "generator"}


class How(StrEnum):
    NEW = "new"
    THERE = "there"  # already, letter by letter
    RENEWED = "renewed"  # in the place of an earlier proposal's
    BESIDE = "beside"  # under another name: what has this one stays
    REPLACED = "replaced"  # in the place of that, as a person said


@dataclass(frozen=True)
class Place:
    """`before`: the program that it takes the place of, or that keeps it from having its own name. `gone`: lines of the
    script that leave it with an earlier proposal's."""

    how: How
    program: dict
    before: dict | None = None
    gone: Sequence[str] = ()

    @property
    def name(self) -> str:
        return name_of(self.program)

    @property
    def mark(self) -> str:
        """What a page carries of the place that it has shown."""
        return mark([self.how, self.program["path"], self.before, *self.gone])

    @property
    def earlier(self) -> dict | None:
        """An earlier proposal's program, if it is that."""
        return {How.RENEWED: self.before, How.THERE: self.program}.get(self.how)

    @property
    def may_replace(self) -> bool:
        """Whether a person may decide that it takes the place of what has its name."""
        return self.how == How.BESIDE and not self.obstacle

    @property
    def obstacle(self) -> str:
        if self.before and self.before["reference"]:
            return f"{name_of(self.before)} is the reference: choose another one before it is replaced."
        if self.before and should_fail(self.before) != should_fail(self.program):
            return f"{name_of(self.before)} stays: only one of the two is a right solution."
        return ""


def place_of(document: dict, piece: Piece, sha: str, tests: list[dict] | None = None, run: int | None = None) -> Place:
    """Unless a person decides otherwise. What a proposal later than `run` has left stays, as a person's does."""
    place = renewing(document, piece, sha, tests, run) or beside(document, piece, sha, tests)
    lines = origins.earlier(document, place.earlier, run).get("lines", [])
    return replace(place, gone=scripting.gone(document, piece, place.program, lines))


def renewing(
    document: dict, piece: Piece, sha: str, tests: list[dict] | None = None, run: int | None = None
) -> Place | None:
    """In the place of what an earlier proposal has left."""
    old = origins.unchanged(document, piece, run)
    if not old or not (new := in_place(document, old, piece, sha, tests)):
        return None
    return Place(How.THERE, old) if same(old, new) else Place(How.RENEWED, new, old)


def beside(document: dict, piece: Piece, sha: str, tests: list[dict] | None = None) -> Place:
    """Under the first name that is free."""
    before = None
    for name in candidates(piece):
        new = program(piece, name, sha, tests)
        if twin := next((one for one in document["programs"] if same(one, new)), None):
            return Place(How.THERE, twin)
        if not (met := clashing(document, new)):
            return Place(How.BESIDE if before else How.NEW, new, before)
        before = before or met
    raise ProgramError(f"There is no free name for {piece.name}.")


def in_place(document: dict, old: dict, piece: Piece, sha: str, tests: list[dict] | None = None) -> dict | None:
    """The program as it is in the place of that one, by the same word. None where another one has that name."""
    path = PurePosixPath(old["path"]).with_suffix(PurePosixPath(piece.name).suffix)
    new = program(piece, path.name, sha, tests) | {"path": str(path)}
    return None if clashing(document, new, old["path"]) else new


def replacing(document: dict, piece: Piece, sha: str, tests: list[dict] | None = None, run: int | None = None) -> Place:
    """Of what has its name. The unit tests that it has stay: the page shows no difference of them."""
    place = place_of(document, piece, sha, tests, run)
    if place.how != How.BESIDE or not place.before:
        raise ProgramError(f"There is no program in whose place {piece.name} could be put.")
    if place.obstacle:
        raise ProgramError(place.obstacle)
    known = {test["input"] for test in place.before["tests"]}
    kept = [*place.before["tests"], *(test for test in tests or [] if test["input"] not in known)]
    if not (new := in_place(document, place.before, piece, sha, kept)):
        raise ProgramError(f"Another program has the name that {piece.name} would have there.")
    return Place(How.REPLACED, new | {"args": place.before["args"]}, place.before)


def put(document: dict, place: Place) -> dict:
    """Whose lines call what is replaced, call the new one."""
    if place.how == How.THERE:
        return document
    if place.how in (How.NEW, How.BESIDE):
        return document | {"programs": [*document["programs"], place.program]}
    programs = [place.program if one == place.before else one for one in document["programs"]]
    script = document["script"]
    if place.program["role"] == "generator" and place.before and place.program["path"] != place.before["path"]:
        script = respelled(script, place.before, place.program)
    return document | {"programs": programs, "script": script}


def program(piece: Piece, name: str, sha: str, tests: list[dict] | None = None) -> dict:
    """As a draft has it."""
    role = ROLES[piece.role]
    plain = draft_programs.blank(role, f"{FOLDERS[role]}/{name}", piece.language, "")
    return plain | {
        "files": {name: sha},
        "expected": list(piece.expected),
        "bounds_time": False,
        "tests": tests or [],
    }


def should_fail(program: dict) -> bool:
    return bool(program["expected"]) and Verdict.ACCEPTED not in program["expected"]


def same(one: dict, other: dict) -> bool:
    return all(one[name] == other[name] for name in ("path", "files", "language", "expected", "tests"))


def clashing(document: dict, new: dict, old: str = "") -> dict | None:
    """The program beside which a draft doesn't take that one; the one at the path `old` doesn't count."""
    for one in document["programs"]:
        try:
            draft_programs.refuse_clash({"programs": [one]}, new, old)
        except ProgramError:
            return one
    return None


def candidates(piece: Piece) -> Iterator[str]:
    ending = PurePosixPath(piece.name).suffix
    yield from (f"{word}{ending}" for word in names_like(piece.word))
