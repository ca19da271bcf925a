"""problemtools' verifyproblem, asked about a package: what it complains of, without what changes from run to run.

It runs what it judges without a sandbox, and packages bring fork bombs among their solutions: it is never shown any.
Solutions are judged here, in our own sandbox.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

KNOWN = "2023-07-draft"  # the newest format that it knows, and what it reads a 2025-09 package as
PARTS = (["config", "statement"], ["validators", "graders", "data"])  # it leaves the folder after the statement is gone
VERSION = re.compile(r"^problem_format_version:.*$", re.MULTILINE)
ERROR = re.compile(r"^ERROR (.*(?:\n {8}\S.*){0,3})", re.MULTILINE)  # with the first lines of what a program said
PLACES = re.compile(r"/\S*/(?=[^/\s]+)")
COUNTED = re.compile(r"\[[^\]]*CPU[^\]]*\]|\d+\.\d+ ?s\b")


def complaints(program: str, package: Path) -> set[str]:
    """Errors only: what it warns of is a matter of taste."""
    if not package.is_dir():
        return set()
    with tempfile.TemporaryDirectory(prefix="verifyproblem-") as folder:
        copy = Path(folder, re.sub("[^a-z0-9]", "", package.name.lower()) or "package")
        shutil.copytree(package, copy, symlinks=True)
        read_as_known(copy / "problem.yaml")
        return {found for parts in PARTS for found in asked(program, copy, parts)}


def asked(program: str, copy: Path, parts: list[str]) -> list[str]:
    done = subprocess.run(
        [program, "-l", "error", str(copy), "-p", *parts],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=900,
        check=False,
    )
    found = [COUNTED.sub("", PLACES.sub("", what)) for what in ERROR.findall(done.stdout)]
    return found or ([done.stdout.strip()[-300:]] if done.returncode else [])


def read_as_known(file: Path) -> None:
    text = file.read_text(errors="surrogateescape")
    if "2025-09" in "".join(VERSION.findall(text)):
        file.write_text(VERSION.sub(f"problem_format_version: {KNOWN}", text), errors="surrogateescape")
