"""The statements, their images and their titles."""

import re
from collections.abc import Collection
from pathlib import Path

from judge.packages.kattis.files import Files
from judge.packages.kattis.programs import with_constants
from judge.packages.package import PackageError, Statement

FOLDERS = ("statement", "problem_statement")
NAME = re.compile(r"problem(?:\.([a-z]{2,3}(?:-[A-Z]{2})?))?\.(tex|md)")
FORMATS = {"tex": "tex", "md": "markdown"}
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf")
MOST_IMAGE = 8 * 2**20  # bytes
MOST_IMAGES = 100
CONSTANT = re.compile(r"\\constant\{([A-Za-z0-9_.]+)\}")
PLAIN_TITLE = re.compile(r"^%+ *plainproblemname: *(.+)$", re.MULTILINE)


def read_statements(files: Files, constants: dict[str, str], markdown: Collection[str] = ()) -> dict[str, Statement]:
    """By language; English where the name doesn't say one. TeX comes before Markdown, unless the package says else."""
    found: dict[str, Statement] = {}
    for path in statement_files(files):
        if match := NAME.fullmatch(path.name):
            text = with_constants(files.text(path), constants) if constants else files.text(path)
            text = CONSTANT.sub(lambda name: constants.get(name[1], name[0]), text)
            language = match[1] or "en"
            first = "markdown" if language in markdown else "tex"
            if FORMATS[match[2]] == first or language not in found:
                found[language] = Statement(FORMATS[match[2]], text)
    return found


def statement_files(files: Files) -> list[Path]:
    return next((entries for folder in FOLDERS if (entries := files.entries(folder))), [])


def read_images(files: Files, aside: str, names: dict[str, str]) -> dict[str, bytes]:
    """With those of the folder `aside`, and some under other names."""
    paths = [path for path in statement_files(files) if not path.name.startswith("problem.")]
    paths = [path for path in (*paths, *files.entries(aside)) if path.suffix.lower() in IMAGES and path.is_file()]
    if len(paths) > MOST_IMAGES:
        raise PackageError(f"the statement has more than {MOST_IMAGES} images")
    return {names.get(files.name_of(path), path.name): files.bytes(path, MOST_IMAGE) for path in paths}


def read_titles(statements: dict[str, Statement], name: str, names: dict[str, str], fallback: str) -> dict[str, str]:
    """What problem.yaml says, else what the statement says, which may be TeX."""
    if not statements:
        return names or {"en": name or fallback}
    only = name if len(statements) == 1 else ""
    return {
        language: names.get(language) or (name if language == "en" else only) or title_in(statement) or name or fallback
        for language, statement in statements.items()
    }


def title_in(statement: Statement) -> str:
    if found := PLAIN_TITLE.search(statement.text):
        return found[1].strip()
    return argument(statement.text, r"\problemname")


def argument(text: str, command: str) -> str:
    """What stands in the braces after the command."""
    start = text.find(command + "{")
    depth = 0
    for end in range(start + len(command), min(len(text), start + 500)) if start >= 0 else []:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            return text[start + len(command) + 1 : end].strip()
    return ""
