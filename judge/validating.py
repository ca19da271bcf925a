"""Is this input allowed? A problem's input validators say so, with exit code 42."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from judge import compiling
from judge.ending import how_it_ended
from judge.sandbox import GIB, MIB, Container, Ending, Limits, Result

LIMITS = Limits(cpu=60, wall=120, memory=2 * GIB, output=8 * MIB)
VALID = 42


class ValidatorError(Exception):
    """A validator that can't be asked: the problem's own fault."""


@dataclass(frozen=True)
class Validator:
    name: str
    program: compiling.Executable
    box: Container

    def complaint(self, input: bytes | Path, args: Iterable[str] = ()) -> str | None:
        """Why the input isn't allowed; None when it is."""
        result = self.box.run(self.program.command(LIMITS, *args, stdin=input))
        if result.ending is Ending.EXITED and result.exit_code == VALID:
            return None
        return f"{self.name} {how_it_ended(result)}: {said(result)}".strip()


@contextmanager
def validators(sources: Mapping[str, tuple[str, Mapping[str, bytes], str | None]]) -> Iterator[list[Validator]]:
    """Each from its language, files and entry, in a container of its own that lasts for all inputs."""
    with ExitStack() as stack:
        yield [
            Validator(name, program, stack.enter_context(program.container()))
            for name, program in [(name, built(name, *source)) for name, source in sources.items()]
        ]


def built(name: str, language: str, files: Mapping[str, bytes], entry: str | None) -> compiling.Executable:
    try:
        return compiling.compiled(language, files, entry)
    except compiling.CompileError as error:
        raise ValidatorError(f"{name} doesn't compile: {error}") from error


def said(result: Result) -> str:
    return " ".join((result.stderr + b" " + result.stdout)[:2000].decode(errors="replace").split())[:300]
