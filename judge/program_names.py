"""What programs of a draft are called, and who calls them by it."""

import re
from pathlib import PurePosixPath

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]")  # as packages name files
LONGEST_NAME = 60


class ProgramError(ValueError):
    """What was asked for can't be done. The message is for the author; `field` is where it belongs."""

    def __init__(self, message: str, field: str = "name"):
        super().__init__(message)
        self.field = field


def name_of(program: dict) -> str:
    return program["path"].rsplit("/", 1)[-1]


def word_of(program: dict) -> str:
    """What a script calls a generator by: its name without the extension."""
    return PurePosixPath(name_of(program)).stem


def calls(generator: dict) -> tuple[str, str, str]:
    """All that a script may call it by."""
    return generator["path"], name_of(generator), word_of(generator)


def check_name(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ProgramError(
            f"A file’s name has 2 to {LONGEST_NAME} letters, digits and . _ - and neither begins nor ends with one of "
            "these three, as in brute_force.py."
        )


def with_name(program: dict, path: str) -> dict:
    """A program of one file that is called like the program goes by the same new name."""
    old, new = name_of(program), path.rsplit("/", 1)[-1]
    if list(program["files"]) != [old]:
        return program | {"path": path}
    entry = new if program["entry"] == old else program["entry"]
    return program | {"path": path, "files": {new: program["files"][old]}, "entry": entry}


def respelled(script: str, old: dict, new: dict) -> str:
    names = dict(zip(calls(old), calls(new), strict=True))
    return "\n".join(
        re.sub(r"^(\s*)(\S+)", lambda found: found[1] + names.get(found[2], found[2]), line)
        for line in script.split("\n")
    )


def lines_of(script: str, generator: dict) -> list[int]:
    names = calls(generator)
    return [n for n, line in enumerate(script.split("\n"), 1) if line.split() and line.split()[0] in names]
