"""data/invalid_input, invalid_output and valid_output: tests of the validators and of the checker."""

from collections.abc import Iterator
from pathlib import Path

from judge.packages.kattis.files import Files
from judge.packages.kattis.own import STANDARD, Own
from judge.packages.kattis.testdata import Group, Tests, configuration, named, usable
from judge.packages.package import PackageError, Probe

KINDS = {"invalid_input": False, "invalid_output": False, "valid_output": True}  # and whether it is to be accepted
MOST = 100  # of a kind
MOST_FILE = 16 * 2**20  # bytes
ENDINGS = {"input": ".in", "answer": ".ans", "output": ".out"}


def read_probes(files: Files, tests: Tests, known: Own, paths: dict[str, str]) -> tuple[list[Probe], list[str]]:
    """What our own file says, where there is one: it knows whose each of them is."""
    if known.is_there:
        found = [(path, test) for path, some in known.tests.items() for test in some]
        return [
            Probe(test.name, test.files, test.accepts, "" if path == STANDARD else paths.get(path, path))
            for path, test in found
        ], []
    probes: list[Probe] = []
    notes: list[str] = []
    top = Group().with_said(configuration(files, Path("data")))
    for kind in KINDS:
        try:
            some = list(below(files, Path("data", kind), kind, top, tests))
        except PackageError as error:
            notes.append(f"data/{kind} isn’t taken: {error}")
            continue
        if len(some) > MOST:
            notes.append(f"of data/{kind} the first {MOST} are taken")
        probes += some[:MOST]
    return probes, notes


def below(files: Files, folder: Path, kind: str, inherited: Group, tests: Tests) -> Iterator[Probe]:
    group = inherited.with_said(configuration(files, folder))
    if kind != "invalid_input" and files.entries(folder) and named(group.output_args, "") != tests.checker_args:
        raise PackageError("its checker's arguments are other than those of the tests")
    for path in files.entries(folder):
        if path.is_dir():
            yield from below(files, folder / path.name, kind, group, tests)
        elif path.suffix == ".in":
            yield probe(files, path, kind)


def probe(files: Files, path: Path, kind: str) -> Probe:
    """An invalid input may lie beside an answer that nothing needs."""
    endings = {"input": ".in"} if kind == "invalid_input" else ENDINGS
    found = {part: small(files, path.with_suffix(ending)) for part, ending in endings.items()}
    return Probe(path.stem, found, KINDS[kind])


def small(files: Files, path: Path) -> Path:
    if usable(files, path).stat().st_size > MOST_FILE:
        raise PackageError(f"{files.name_of(path)} is larger than {MOST_FILE // 2**20} MiB")
    return path
