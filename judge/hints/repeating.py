"""Does a text repeat somebody's program? One's own may be quoted, and so may what stands in every other one."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from judge.hints import code_tokens
from judge.hints.code_tokens import NAME, Run
from judge.hints.idioms import IDIOMS

RUN = 12  # tokens in a row that are no coincidence
USUAL = 10  # of them, if they are an idiom's: what stands beside it may be anything


@dataclass(frozen=True)
class Program:
    source: str
    language: str


def repeats(texts: Iterable[str], own: Program, programs: Iterable[Program]) -> bool:
    """Whether a run of tokens stands in one of the texts and one of the programs, but not in one's own."""
    said = {run for text in texts for run in runs_of_text(text) if code_tokens.is_code(run)}
    known, nearly = ({*runs_of_text(own.source, length), *runs_of(own, length)} for length in (RUN, RUN - 1))
    said = {run for run in said - known if not is_quoted(run, nearly) and not is_usual(run)}
    return bool(said) and any(run in said for program in programs for run in runs_of(program))


def runs_of(program: Program, length: int = RUN) -> Iterable[Run]:
    return code_tokens.runs(code_tokens.of_program(program.source, program.language), length)


def runs_of_text(text: str, length: int = RUN) -> Iterable[Run]:
    return (run for reading in code_tokens.of_text(text) for run in code_tokens.runs(reading, length))


def is_quoted(run: Run, own: Container[Run]) -> bool:
    """One's own but for a word beside it: of the sentence around a quotation, as a rule."""
    return (run[-1] == NAME and run[:-1] in own) or (run[0] == NAME and run[1:] in own)


def is_usual(run: Run) -> bool:
    return any(part in USUAL_RUNS for part in code_tokens.runs(run, USUAL))


USUAL_RUNS = frozenset(
    run for idiom in IDIOMS for reading in code_tokens.of_text(idiom) for run in code_tokens.runs(reading, USUAL)
)
