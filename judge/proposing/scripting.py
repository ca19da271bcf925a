"""The script's lines that come with a generator: behind those that are there, or where the ones before them stand."""

import re

from judge import keys, script
from judge.program_names import ProgramError, calls, word_of
from judge.proposing import origins
from judge.proposing.suite import Piece


def with_lines(document: dict, piece: Piece, program: dict, before: list[str]) -> tuple[dict, list[str]]:
    """Each once. And which of them came with it. `before`: lines that came with what it takes the place of."""
    text = document["script"]
    rows = text.split("\n")
    at = start_of(before, rows)
    rest = rows if at is None else rows[:at] + rows[at + len(before) :]
    there = asked("\n".join(rest), program)
    new = [line for line in lines_of(piece, program) if there.isdisjoint(asked(line, program))]
    together = appended(text, new) if at is None else "\n".join([*rows[:at], *new, *rows[at + len(before) :]])
    if new and (faults := script.parse(together).faults):
        raise ProgramError(f"The script would not do any more: {faults[0].message}")
    return document | {"script": together}, new


def gone(document: dict, piece: Piece, program: dict, before: list[str]) -> list[str]:
    """Of the lines before, those that leave the script, as the piece hasn't them."""
    if start_of(before, document["script"].split("\n")) is None:
        return []
    return [line for line in before if line not in lines_of(piece, program)]


def made(document: dict, program: dict | None) -> set[str]:
    """The tests that are there by lines which came with that program of a proposal, and stand as they were put."""
    before = origins.of(document, program).get("lines", [])
    if program is None or start_of(before, document["script"].split("\n")) is None:
        return set()
    return {keys.made(program, args) for args in asked("\n".join(before), program)}


def lines_of(piece: Piece, program: dict) -> list[str]:
    """By the name that it has there."""
    return [" ".join([word_of(program), *line.split(" ", 1)[1:]]) for line in piece.lines]


def asked(text: str, program: dict) -> set[tuple[str, ...]]:
    """The tests that a script has that generator make, however it spells them."""
    names = calls(program)
    return {wish.args for wish in script.parse(text).wishes if wish.generator in names}


def start_of(block: list[str], rows: list[str]) -> int | None:
    """Where these lines stand as they were put. Somebody who has moved or changed one of them has made them theirs."""
    starts = range(len(rows) - len(block) + 1) if block else ()
    return next((start for start in starts if rows[start : start + len(block)] == block), None)


def appended(text: str, new: list[str]) -> str:
    """In no group."""
    if not new:
        return text
    groups = [line.strip() for line in text.split("\n") if script.GROUP.fullmatch(line.strip())]
    opened = bool(groups) and not re.fullmatch(r"\[\s*\]", groups[-1])
    return "\n".join([*([text.rstrip("\n")] if text.strip() else []), *(["[]"] if opened else []), *new]) + "\n"
