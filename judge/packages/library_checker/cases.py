"""What gen/ makes: tests that were written by hand, and a script for the others."""

import json
import shlex
from pathlib import Path

from judge.packages.kattis.files import Files
from judge.packages.library_checker.info import Info
from judge.packages.package import PackageError, TestCase

HASHES = "hash.json"
MOST_BYTES = 2**20


def by_hand(files: Files, info: Info, samples: set[str]) -> list[TestCase]:
    """Their answers are still to be made."""
    found = []
    for name in dict.fromkeys(name for source in info.sources if source.is_by_hand for name in source.cases):
        path = Path("gen", f"{name}.in")
        if not files.has(path.as_posix()):
            raise PackageError(f"there is no {path}, which is one of the tests")
        files.bytes(path)
        found.append(TestCase(name=name, input=files.root / path, answer=None, is_sample=name in samples))
    return found


def script(info: Info, twins: dict[str, str]) -> str:
    """Each test under its own name, with its place among its generator's as the seed: that is what it was made with."""
    lines = [
        f"{shlex.quote(source.stem)} {seed} > {name}"
        for source in info.sources
        if not source.is_by_hand
        for seed, name in enumerate(source.cases)
        if name not in twins
    ]
    return "".join(f"{line}\n" for line in lines)


def hashes(files: Files) -> dict[str, str]:
    """Of the tests' files, by their names; nothing where they aren't kept."""
    if not files.has(HASHES):
        return {}
    try:
        said = json.loads(files.bytes(HASHES, MOST_BYTES))
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{HASHES} isn't JSON that can be read") from error
    return {name: sha for name, sha in said.items() if isinstance(sha, str)} if isinstance(said, dict) else {}


def twins(info: Info, known: dict[str, str]) -> dict[str, str]:
    """Tests that would get the same input as another one, which comes before them or was written by hand."""
    by_hand = [name for source in info.sources if source.is_by_hand for name in source.cases]
    first = {known[f"{name}.in"]: name for name in reversed(by_hand) if f"{name}.in" in known}
    found = {}
    for name in (name for source in info.sources if not source.is_by_hand for name in source.cases):
        other = first.setdefault(known.get(f"{name}.in", name), name)
        if other != name:
            found[name] = other
    return found
