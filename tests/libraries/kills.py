"""Wrong solutions of real packages: killed by the package's own tests, and by tests that are made here alone.

Here means: by the package's generator programs, with words that the platform chooses. Its own script, samples and data
are taken out of the draft before. Killed is one that fails a test as its package expects, too slow ones by time.
"""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model

from judge import drafting, freezing, generation, judging, programs, testsets
from judge.candidates import Candidate
from judge.compiling import CompileError
from judge.generation import Generation, Impossible
from judge.languages import installed
from judge.maker import Maker
from judge.models import Problem
from judge.packages import reading
from judge.packages.importing import import_package
from judge.packages.kattis.expected import agrees
from judge.packages.package import PackageError
from judge.tally import Tally, Unfit
from judge.verdict import Verdict
from tests.libraries.site import empty

FILES = ("info.toml", "problem.yaml")
CATALOGUE = ("sample",)  # a folder that holds no problems of the library
TRIES, SECONDS = 80, 600  # of generators, for a package
SEED = 1
HEAD = "problem | wrong | own tests | killed by them | tries here | killed by tests made here | s"


@dataclass
class Measured:
    problem: str
    wrong: list[str] = field(default_factory=list)
    tests: int = 0  # of the package
    by_own: list[str] = field(default_factory=list)
    by_ours: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)  # of the generator, that kill each
    tries: int = 0
    seconds: float = 0
    failed: list[str] = field(default_factory=list)

    def as_dict(self) -> dict:
        return asdict(self)


def chosen(paths: list[Path], count: int, least: int) -> Iterator[Path]:
    """The first by path that have a generator and so many wrong solutions. One that can't be read has none here."""
    found = 0
    for folder in (folder for path in paths for folder in folders(path)):
        if found < count and wrong_in(folder) >= least:
            found += 1
            yield folder


def folders(path: Path) -> list[Path]:
    inside = {file.parent for name in FILES for file in path.glob(f"**/{name}")}
    return sorted(folder for folder in inside if folder.parent.name not in CATALOGUE)


def wrong_in(folder: Path) -> int:
    try:
        with reading.opened(folder) as package:
            wrong = [program for program in package.solutions if is_wrong(program.expected, program.language)]
            return len(wrong) if package.generators else 0
    except PackageError:
        return 0


def is_wrong(expected, language: str) -> bool:
    never = {Verdict.ACCEPTED, Verdict.COMPILE_ERROR} & set(expected)
    return bool(expected) and not never and language in installed()


def measured(folder: Path) -> Measured:
    found, began = Measured(f"{folder.parent.name}/{folder.name}"), time.monotonic()
    empty()
    try:
        problem = import_package(folder, get_user_model().objects.create_user("alice")).problem
        draft = fresh(problem).draft
        wrong = [p for p in draft.programs("solution") if is_wrong(p["expected"], p["language"])]
        found.wrong = [program["path"] for program in wrong]
        own(problem, wrong, found)
        ours(problem, wrong, found)
    except (PackageError, Impossible) as error:
        found.failed.append(str(error)[:300])
    found.seconds = round(time.monotonic() - began, 1)
    return found


def fresh(problem: Problem) -> Problem:
    return Problem.objects.with_draft().get(pk=problem.pk)


def own(problem: Problem, wrong: list[dict], found: Measured) -> None:
    made = Generation(fresh(problem))
    generation.put_in_place(problem, None, made.run())
    found.failed += [failure.message[:300] for failure in made.failures]
    draft = fresh(problem).draft
    tests = [test for test in draft.tests.all_tests() if test.answer]
    found.tests, version = len(tests), freezing.frozen(problem, draft)
    found.by_own = [program["path"] for program in wrong if is_killed(program, version, tests)]


def is_killed(program: dict, version, tests) -> bool:
    try:
        executable = programs.compiled(program)
    except CompileError:
        return False
    if program["expected"] == [Verdict.TIME_LIMIT]:
        tests = sorted(tests, key=lambda test: -test.input_bytes)  # it is the same whichever is run first
    runs = judging.runs(executable, version, tests)
    return any(run.verdict.is_failure and agrees(run.verdict, program["expected"]) for run in runs)


def ours(problem: Problem, wrong: list[dict], found: Measured) -> None:
    nothing, note = testsets.columns([]), "Nothing of theirs"
    drafting.change(problem, None, lambda draft: draft.document | {"script": ""}, tests=nothing, note=note)
    alive, tally, began = {program["path"]: program for program in wrong}, Tally(), time.monotonic()
    with Maker(fresh(problem), tally) as maker:
        for candidate in maker.candidates(SEED):
            if not alive or tally.tried >= TRIES or time.monotonic() - began > SECONDS:
                break
            tally.tried += 1
            for path in killed_by(maker, candidate, tally, list(alive.values())):
                found.by_ours.append(path)
                found.words[path] = candidate.words
                del alive[path]
    found.tries = tally.tried
    found.failed += [f"survives tests made here: {path}" for path in alive]
    found.failed += [str(tally)] if alive else []


def killed_by(maker: Maker, candidate: Candidate, tally: Tally, alive: list[dict]) -> list[str]:
    try:
        made = maker.made(candidate)
    except Unfit as why:
        tally.count(why)
        return []
    return [program["path"] for program in alive if agrees(maker.verdict(program, made), program["expected"])]


def line(found: Measured) -> str:
    figures = f"{len(found.wrong)} | {found.tests} | {len(found.by_own)} | {found.tries} | {len(found.by_ours)}"
    return f"{found.problem} | {figures} | {found.seconds:.0f}" + "".join(f"\n    {each}" for each in found.failed)


def total(found: list[Measured]) -> str:
    wrong, by_own, by_ours = (sum(len(getattr(m, name)) for m in found) for name in ("wrong", "by_own", "by_ours"))
    packages = f"of {wrong} wrong solutions of {len(found)} packages"
    return f"{packages} their own tests kill {share(by_own, wrong)}, tests made here {share(by_ours, wrong)}"


def share(some: int, of: int) -> str:
    return f"{some} ({100 * some / of:.1f} %)" if of else "none"
