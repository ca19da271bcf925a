"""Which of a draft's programs are from a proposal, and whether anybody has changed them since.

Its document remembers, as "proposed": {path: {"run": the proposal's, "piece": what it was there, "mark": of the program
as it was accepted, "lines": those of the script that came with it}}.
"""

from judge.drafting import mark, part
from judge.proposing.suite import Piece


def known(document: dict) -> dict[str, dict]:
    return document.get("proposed", {})


def key(piece: Piece) -> str:
    """By which a later proposal's is known to be the same thing."""
    return f"{piece.role}:{piece.word}"


def of(document: dict, program: dict | None) -> dict:
    """Where it is from, letter by letter; {} when a person has written or changed it."""
    origin = known(document).get(program["path"]) if program else None
    return origin if origin and origin["mark"] == mark(program) else {}


def earlier(document: dict, program: dict | None, run: int | None) -> dict:
    """Likewise, {} also when it is from a later proposal than `run`. None: there is no later one."""
    origin = of(document, program)
    return {} if origin and run is not None and origin["run"] > run else origin


def unchanged(document: dict, piece: Piece, run: int | None) -> dict | None:
    """The program that a piece of this name of an earlier proposal has become, and still is."""
    paths = [path for path, origin in known(document).items() if origin["piece"] == key(piece)]
    programs = [part(document, f"programs/{path}") for path in paths]
    return next((program for program in programs if earlier(document, program, run)), None)


def remembered(document: dict, program: dict, piece: Piece, run: int, lines: list[str]) -> dict:
    """Of programs that are gone nothing is kept."""
    there = {one["path"] for one in document["programs"]}
    kept = {path: origin for path, origin in known(document).items() if path in there}
    new = {"run": run, "piece": key(piece), "mark": mark(program), "lines": lines}
    return document | {"proposed": kept | {program["path"]: new}}
