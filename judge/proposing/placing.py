"""Where a proposed piece lies in a draft: beside what people wrote, in the place of what an earlier proposal left there
and nobody has changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from judge import draft_programs
from judge.draft_programs import FOLDERS, ProgramError
from judge.drafting import mark
from judge.program_names import name_of, respelled
from judge.proposing import origins
from judge.proposing.suite import Piece, names_like

ROLES = {"validator": "validator", "slow": "solution", "wrong": "solution", "generator": "generator"}


class How(StrEnum):
    NEW = "new"
    THERE = "there"  # already, letter by letter
    RENEWED = "renewed"  # in the place of an earlier proposal's
    BESIDE = "beside"  # under another name: what has this one is a person's
    REPLACED = "replaced"  # in the place of a person's, who said so


@dataclass(frozen=True)
class Place:
    """`before`: the program that it takes the place of, or that keeps it from having its own name."""

    how: How
    program: dict
    before: dict | None = None

    @property
    def name(self) -> str:
        return name_of(self.program)

    @property
    def mark(self) -> str:
        """What a page carries of the place that it has shown."""
        return mark([self.how, self.program["path"], self.before])

    @property
    def earlier(self) -> dict | None:
        """An earlier proposal's program, if it is that."""
        return {How.RENEWED: self.before, How.THERE: self.program}.get(self.how)

    @property
    def may_replace(self) -> bool:
        """Whether a person may decide that it takes the place of theirs."""
        return self.how == How.BESIDE and not (self.before and self.before["reference"])


def placed(document: dict, piece: Piece, sha: str, tests: list[dict] | None = None) -> tuple[dict, dict]:
    """The document with the piece in it, and the program that it became."""
    place = place_of(document, piece, sha, tests)
    return put(document, place), place.program


def place_of(document: dict, piece: Piece, sha: str, tests: list[dict] | None = None) -> Place:
    """Unless a person decides otherwise."""
    if (earlier := origins.unchanged(document, piece)) and (renewed := in_place(document, earlier, piece, sha, tests)):
        return Place(How.THERE, earlier) if same(earlier, renewed) else Place(How.RENEWED, renewed, earlier)
    return beside(document, piece, sha, tests)


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


def replacing(document: dict, piece: Piece, sha: str, tests: list[dict] | None = None) -> Place:
    """Of a person's program. The unit tests that it has stay: the page shows no difference of them."""
    place = place_of(document, piece, sha, tests)
    if place.how != How.BESIDE or not place.before:
        raise ProgramError(f"There is no program of yours in whose place {piece.name} could be put.")
    if not place.may_replace:
        raise ProgramError(f"{name_of(place.before)} is the reference: choose another one before it is replaced.")
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
