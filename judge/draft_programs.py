"""The programs of a draft: added, edited, renamed, taken out. What can't be done is said in words."""

from collections.abc import Callable
from typing import Any

from judge import blobs, drafting
from judge.drafting import Conflict, mark
from judge.languages import detect
from judge.models import Problem, Revision, User
from judge.program_names import ProgramError, check_name, lines_of, name_of, respelled, with_name, word_of

FOLDERS = {
    "solution": "submissions",
    "validator": "input_validators",
    "checker": "output_validators",
    "generator": "generators",
}
MOST_PROGRAMS = 200  # of a draft
MOST_FILE = 256 * 1024  # bytes of a file that is written or edited here
MOST_ARGS = 20
GONE = "This program is not there any more: somebody has deleted or renamed it."
EDITABLE = ("language", "entry", "expected", "bounds_time", "args")  # beside the file


def add(
    problem: Problem, author: User, role: str, name: str, language: str, source: bytes, expected: str = "AC"
) -> str:
    """The path that the new program has. A language of "" is that of the name's extension."""
    check_name(name)
    spoken = language or language_of(name, source)
    if not spoken:
        raise ProgramError("The name’s extension says no language that is known here: choose one.", "language")
    sha = blobs.put(source)
    program = blank(role, f"{FOLDERS[role]}/{name}", spoken, expected) | {"files": {name: sha}}

    def edit(draft: Revision) -> dict:
        refuse_clash(draft.document, program)
        if len(draft.document["programs"]) >= MOST_PROGRAMS:
            raise ProgramError(f"A problem has at most {MOST_PROGRAMS} programs.")
        return with_new(draft, program)

    drafting.change(problem, author, edit, hashes=[sha])
    return program["path"]


def language_of(name: str, source: bytes) -> str:
    found = detect({name: source})
    return found.key if found else ""


def blank(role: str, path: str, language: str, expected: str) -> dict:
    is_solution = role == "solution"
    return {
        "role": role,
        "path": path,
        "language": language,
        "entry": None,
        "files": {},
        "expected": [expected] if is_solution else [],
        "bounds_time": is_solution and expected == "AC",
        "args": [],
        "reference": False,
        "tests": [],
    }


def with_new(draft: Revision, program: dict) -> dict:
    """The first right solution is the reference, the first checker is used, until somebody says otherwise."""
    document = draft.document
    if program["expected"] == ["AC"] and draft.reference is None:
        program = program | {"reference": True}
    if program["role"] == "checker" and not draft.programs("checker"):
        choice = {"kind": "program", "path": program["path"], "args": []}
        document = document | {"checker": document["checker"] | choice}
    return document | {"programs": [*document["programs"], program]}


def refuse_clash(document: dict, program: dict, old: str = "") -> None:
    """Two programs of a role are told apart by their names, generators by the word that a script uses."""
    for other in document["programs"]:
        if other["path"] == old or other["role"] != program["role"]:
            continue
        if other["path"] == program["path"] or name_of(other) == name_of(program):
            raise ProgramError(f"There is a {program['role']} of the name {name_of(program)} already.")
        if program["role"] == "generator" and word_of(other) == word_of(program):
            raise ProgramError(f"A script would call {name_of(program)} and {name_of(other)} by the same word.")


# Edited: what a form shows of a program is one part; who edits another file, or its tests, is in nobody's way


def shown(program: dict | None, file: str) -> Any:
    """What a form edits: one file, and what is said of the program."""
    if program is None or file not in program["files"]:
        return None
    return {name: program[name] for name in EDITABLE} | {"file": program["files"][file]}


def edit(problem: Problem, author: User, path: str, file: str, said: dict, source: bytes, base: str) -> Revision:
    """`said`: some of EDITABLE. Raises Conflict when somebody else has changed the same meanwhile."""
    sha = blobs.put(source)

    def change(draft: Revision) -> dict:
        program = draft.program(path)
        theirs, mine = shown(program, file), None
        if program is not None and theirs is not None:
            edited = program | said | {"files": program["files"] | {file: sha}}
            refuse_contradiction(edited)
            mine = shown(edited, file)
        if mine is None or (mark(theirs) != base and theirs != mine):
            raise Conflict(theirs, draft)
        return drafting.replaced(draft.document, f"programs/{path}", edited)

    return drafting.change(problem, author, change, hashes=[sha])


def refuse_contradiction(program: dict) -> None:
    if program["reference"] and program["expected"] != ["AC"]:
        raise ProgramError(
            "It is the reference, whose output is right: it can only be accepted. Make another solution the reference "
            "first.",
            "expected",
        )


def changed(problem: Problem, author: User, path: str, edit: Callable[[Revision, dict], dict], hashes=()) -> Revision:
    """`edit` makes the document from the draft and the program, which must be there."""

    def change(draft: Revision) -> dict:
        if (program := draft.program(path)) is None:
            raise ProgramError(GONE)
        return edit(draft, program)

    return drafting.change(problem, author, change, hashes=hashes)


def make_reference(problem: Problem, author: User, path: str) -> Revision:
    def edit(draft: Revision, program: dict) -> dict:
        refuse_contradiction(program | {"reference": True})
        programs = [other | {"reference": other["path"] == path} for other in draft.document["programs"]]
        return draft.document | {"programs": programs}

    return changed(problem, author, path, edit)


def rename(problem: Problem, author: User, path: str, name: str) -> str:
    """Who names it keeps naming it: the checker's choice, and the script's lines. Returns its new path."""
    check_name(name)
    folder = path.rpartition("/")[0]
    new = f"{folder}/{name}" if folder else name

    def edit(draft: Revision, program: dict) -> dict:
        renamed = with_name(program, new)
        refuse_clash(draft.document, renamed, old=path)
        document = draft.document
        programs = [renamed if other["path"] == path else other for other in document["programs"]]
        checker = document["checker"] | ({"path": new} if document["checker"].get("path") == path else {})
        changes = {"programs": programs, "checker": checker}
        if program["role"] == "generator":
            changes["script"] = respelled(document["script"], program, renamed)
        return document | changes

    changed(problem, author, path, edit)
    return new


def remove(problem: Problem, author: User, path: str) -> Revision:
    def edit(draft: Revision, program: dict) -> dict:
        refuse_in_use(draft.document, program)
        return drafting.replaced(draft.document, f"programs/{path}", None)

    return changed(problem, author, path, edit)


def refuse_in_use(document: dict, program: dict) -> None:
    name, checker = name_of(program), document["checker"]
    if checker["kind"] == "program" and checker["path"] == program["path"]:
        raise ProgramError(f"{name} is the checker that outputs are compared by. Choose another one first.")
    if program["role"] == "generator" and (lines := lines_of(document["script"], program)):
        said = f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines[:5]))}"
        names = "names" if len(lines) == 1 else "name"
        raise ProgramError(f"{name} makes tests: {said} of the script {names} it. Take it out there first.")
    if program["reference"]:
        raise ProgramError(f"{name} is the reference, which writes the answers. Choose another reference first.")


# The checker: which of them compares


def choose_checker(problem: Problem, author: User, value: dict, base: str) -> Revision:
    """Its own tests of a standard comparison stay where they are. Raises Conflict."""

    def edit(draft: Revision) -> dict:
        theirs = chosen(draft.document["checker"])
        if mark(theirs) != base and theirs != value:
            raise Conflict(theirs, draft)
        if value["kind"] == "program" and draft.program(value["path"]) is None:
            raise ProgramError(GONE, "kind")
        tests = draft.document["checker"].get("tests")
        return draft.document | {"checker": value | ({"tests": tests} if tests else {})}

    return drafting.change(problem, author, edit)


def chosen(checker: dict) -> dict:
    return {name: value for name, value in checker.items() if name != "tests"}
