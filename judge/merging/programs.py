"""Programs: the package's, then those that were made here, under names that are free."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from judge.draft_programs import MOST_PROGRAMS, refuse_clash
from judge.merging.brought import Brought, bare
from judge.merging.report import Report
from judge.merging.said import with_own_tests
from judge.packages.package import PackageError
from judge.program_names import ProgramError, name_of, with_name


@dataclass
class Programs:
    all: list[dict]
    now: dict[str, dict] = field(default_factory=dict)  # what became of a program of the draft, by its path


def merged_programs(ours: dict, theirs: dict, needed: Collection[str], brought: Brought, report: Report) -> Programs:
    """`needed` are the paths of generators that lines from here use."""
    found = Programs(list(theirs["programs"]))
    for program in ours["programs"]:
        if twin := like_it(program, found.all):
            found.now[program["path"]] = update(found, twin, program, brought, report)
        elif brought.has_program(program) and program["path"] not in needed:
            report.drop(program["role"], name_of(program))
        else:
            keep(found, program, report)
    if len(found.all) > MOST_PROGRAMS:
        many = len(found.all)
        raise PackageError(f"with those that were made here there would be {many} programs; {MOST_PROGRAMS} are taken")
    return found


def like_it(program: dict, programs: list[dict]) -> dict | None:
    """What has its path, or says the same under another one."""
    same = (other for other in programs if other["path"] == program["path"] and other["role"] == program["role"])
    return next(same, None) or next((other for other in programs if content(other) == content(program)), None)


def content(program: dict) -> tuple:
    return program["role"], program["language"], tuple(sorted(program["files"].values())), program["args"]


def update(found: Programs, theirs: dict, ours: dict, brought: Brought, report: Report) -> dict:
    tests = with_own_tests(theirs["tests"], ours["tests"], ours["path"], brought)
    if bare(ours) != bare(theirs):
        report.replace(ours["role"], " by ".join(dict.fromkeys([name_of(ours), name_of(theirs)])))
    if len(tests) > len(theirs["tests"]):
        report.keep(f"own test of {name_of(theirs)}", f"({len(tests) - len(theirs['tests'])})")
    now = theirs | {"tests": tests}
    found.all[found.all.index(theirs)] = now
    return now


def keep(found: Programs, program: dict, report: Report) -> None:
    """It isn't the reference beside one that the package has."""
    has_other = any(other["reference"] for other in found.all)
    kept = under_free_name(program, found.all) | {"reference": program["reference"] and not has_other}
    renamed = "" if kept["path"] == program["path"] else f" as {name_of(kept)}"
    report.keep(program["role"], name_of(program) + renamed)
    found.now[program["path"]] = kept
    found.all.append(kept)


def under_free_name(program: dict, programs: list[dict]) -> dict:
    for path in paths(program["path"]):
        wish = with_name(program, path)
        try:
            refuse_clash({"programs": programs}, wish)
        except ProgramError:
            continue
        return wish
    raise PackageError(f"there is no free name for {program['path']}")


def paths(path: str) -> Iterator[str]:
    yield path
    name = PurePosixPath(path)
    yield from (str(name.with_name(f"{name.stem}-{number}{name.suffix}")) for number in range(2, MOST_PROGRAMS + 3))


def with_choice(found: Programs, ours: dict) -> list[dict]:
    """All of them; the reference stays the one that the author has chosen, where it still may be right."""
    chosen = next((p for p in ours["programs"] if p["reference"]), None)
    now = found.now.get(chosen["path"]) if chosen else None
    if now is None or now["role"] != "solution" or now["expected"] != ["AC"]:
        return found.all
    return [p | {"reference": p["role"] == "solution" and p["path"] == now["path"]} for p in found.all]
