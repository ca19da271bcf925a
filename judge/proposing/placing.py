"""Where a proposed piece would lie in a draft: beside what is there, never in its place."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from judge import draft_programs
from judge.draft_programs import FOLDERS, ProgramError
from judge.models import Revision
from judge.proposing.suite import Piece, names_like

ROLES = {"validator": "validator", "slow": "solution", "wrong": "solution", "generator": "generator"}


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


def is_same(one: dict, other: dict) -> bool:
    return all(one[name] == other[name] for name in ("path", "files", "language", "expected", "tests"))


def placed(document: dict, piece: Piece, sha: str, tests: list[dict] | None = None) -> tuple[dict, dict]:
    """The document with the piece in it, and the program that it became: one that is there already stays."""
    for name in candidates(piece):
        new = program(piece, name, sha, tests)
        if twin := next((one for one in document["programs"] if is_same(one, new)), None):
            return document, twin
        try:
            draft_programs.refuse_clash(document, new)
        except ProgramError:
            continue
        return document | {"programs": [*document["programs"], new]}, new
    raise ProgramError(f"There is no free name for {piece.name}.")


def candidates(piece: Piece) -> Iterator[str]:
    ending = PurePosixPath(piece.name).suffix
    yield from (f"{word}{ending}" for word in names_like(piece.word))


def like_it(draft: Revision, piece: Piece) -> dict | None:
    """The draft's own program of that name."""
    return draft.program(f"{FOLDERS[ROLES[piece.role]]}/{piece.name}")
