"""The files of a program: which one is looked at, and what is in it."""

from judge import blobs, draft_programs
from judge.draft_programs import MOST_FILE
from judge.drafting import part
from web.http import asked


def file_of(request, program: dict) -> str:
    """The one that is asked for, else the one that it begins with."""
    name = asked(request, "file")
    first = program["entry"] if program["entry"] in program["files"] else next(iter(program["files"]), "")
    return name if name in program["files"] else first


def source_of(program: dict, file: str) -> tuple[str, str]:
    """Its text, or why it can't be edited here."""
    if not file:
        return "", "It has no files."
    data = blobs.read(program["files"][file], MOST_FILE + 1)
    if len(data) > MOST_FILE:
        return "", f"It is larger than {MOST_FILE // 1024} KiB, which is the most that is edited here."
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "", "It isn’t text, so it can’t be edited here."
    return (text, "") if "\0" not in text else ("", "It isn’t text, so it can’t be edited here.")


def as_edited(document: dict, path: str, file: str):
    """Of that document, what the form of this file edits."""
    return draft_programs.shown(part(document, f"programs/{path}"), file)
