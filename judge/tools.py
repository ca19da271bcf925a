"""An author's programs, each in a container of its own that is opened when it is first needed and kept open."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from judge import judging, keys, programs
from judge.checking import Checker, open_checker
from judge.compiling import Executable
from judge.deciding import VERDICTS
from judge.ending import ended_under
from judge.models import ProblemVersion
from judge.sandbox import GIB, MIB, Container, Ending, Limits, Result
from judge.validating import Validator
from judge.verdict import Verdict

GENERATOR = Limits(cpu=10, wall=30, memory=2 * GIB, output=64 * MIB, stderr_counts=False)
SLOW = (Ending.CPU_LIMIT, Ending.WALL_LIMIT)


class Broken(Exception):
    """A program that can't be used at all: the author's to mend."""


class Crashed(Exception):
    """A program that came to no good end on something."""

    def __init__(self, message: str, is_slow: bool = False, verdict: Verdict = Verdict.RUNTIME_ERROR):
        super().__init__(message)
        self.is_slow, self.verdict = is_slow, verdict


class Tools(ExitStack):
    def __init__(self, version: ProblemVersion):
        super().__init__()
        self.version = version
        self.boxes: dict[str, tuple[Executable, Container]] = {}
        self.asked: list[Validator] | None = None
        self.own_checker: Checker | None = None

    def box(self, program: dict, **options) -> tuple[Executable, Container]:
        path = program["path"]
        if path not in self.boxes:
            executable = compiled(program)
            self.boxes[path] = executable, self.enter_context(executable.container(**options))
        return self.boxes[path]

    def generated(self, generator: dict, args: Iterable[str]) -> bytes:
        executable, box = self.box(generator)
        result = box.run(executable.command(GENERATOR, *generator["args"], *args))
        refuse_failed(result, GENERATOR, f"The generator {generator['path']}")
        return result.stdout

    def answer(self, solution: dict, input: bytes | Path) -> bytes:
        """What the solution prints, under the problem's limits."""
        executable, box = self.box(solution, pinned=True)
        limits = judging.limits_for(self.version, executable.language)
        folder = "/work" if self.version.allows_files else "/box"
        result = box.run(executable.command(limits, stdin=input, folder=folder))
        refuse_failed(result, limits, solution["path"])
        return result.stdout

    def complaint(self, input: bytes | Path, test: str = "") -> str | None:
        """The first that a validator has, with the words that it gets at that test."""
        if self.asked is None:
            self.asked = [self.validator(program) for program in self.programs("validator")]
        args = [keys.args_for(program, test) for program in self.programs("validator")]
        found = (validator.complaint(input, words) for validator, words in zip(self.asked, args, strict=True))
        return next(filter(None, found), None)

    def validator(self, program: dict) -> Validator:
        executable, box = self.box(program)
        return Validator(program["path"], executable, box)

    def programs(self, role: str) -> list[dict]:
        return [program for program in self.version.programs if program["role"] == role]

    @property
    def checker(self) -> Checker:
        if self.own_checker is None:
            self.own_checker = self.enter_context(open_checker(self.version))
        return self.own_checker


def compiled(program: dict) -> Executable:
    try:
        return programs.compiled(program)
    except programs.CompileError as error:
        raise Broken(f"{program['path']} doesn't compile: {error}") from error


def refuse_failed(result: Result, limits: Limits, who: str) -> None:
    if result.succeeded:
        return
    words = " ".join(result.stderr[:2000].decode(errors="replace").replace("\0", "").split())[:300]
    said = f"{who} {ended_under(limits, result)}. {words}".strip()
    raise Crashed(said, result.ending in SLOW, VERDICTS[result.ending])
