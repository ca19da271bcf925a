"""The AI's solution is run on the page's samples, in the sandbox, before anybody believes it."""

from dataclasses import asdict, dataclass, field

from judge import compiling
from judge.ending import how_it_ended
from judge.extraction.reading import Reading, Sample
from judge.extraction.source import Source
from judge.languages import LANGUAGES
from judge.sandbox import MIB, Container, Ending, Limits, Result
from judge.tokens import Flags, difference

LIMITS = Limits(cpu=10, wall=30, memory=512 * MIB, output=2 * MIB)
SHOWN = 1500  # characters of a text that go back to the AI
MOST_FAILURES = 3


@dataclass(frozen=True)
class Failure:
    sample: int  # from 1; 0: of all of them
    words: str
    input: str = ""
    expected: str = ""
    printed: str = ""

    @property
    def told(self) -> str:
        """All of it, for whoever is to mend it."""
        parts = [f"Sample {self.sample}: {self.words}" if self.sample else self.words]
        parts += [
            f"{title}:\n{text[:SHOWN]}"
            for title, text in (("Input", self.input), ("Right output", self.expected), ("Printed", self.printed))
            if text
        ]
        return "\n".join(parts)


@dataclass
class Rehearsal:
    """What became of it: "right", "wrong", or "untried" where there is no sample to try it on."""

    state: str
    failures: list[Failure] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)  # samples that don't stand in what was read

    @property
    def is_to_be_mended(self) -> bool:
        return self.state == "wrong" or bool(self.strangers)

    @property
    def told(self) -> str:
        said = [failure.told for failure in self.failures]
        said += [f"Sample {number} doesn’t stand in the material as you give it." for number in self.strangers]
        return "\n\n".join(said)

    @property
    def document(self) -> dict:
        return {
            "state": self.state,
            "failures": [asdict(failure) for failure in self.failures],
            "strangers": self.strangers,
        }


def as_they_stand(samples: list[Sample], source: Source) -> tuple[list[Sample], list[int]]:
    """Those that the material has are taken from there, letter by letter; the numbers of the others."""
    found, strangers = [], []
    for number, sample in enumerate(samples, 1):
        sides = [source.verbatim(side) for side in (sample.input, sample.output)]
        if None in sides:
            strangers.append(number)
        given, wanted = (
            kept if kept is not None else said for kept, said in zip(sides, (sample.input, sample.output), strict=True)
        )
        found.append(Sample(input=given, output=wanted))
    return found, strangers


def rehearse(reading: Reading, strangers: list[int]) -> Rehearsal:
    if not reading.samples:
        return Rehearsal("untried")
    language = LANGUAGES[reading.solution.language]
    name = f"main{language.extensions[0]}"
    try:
        program = compiling.compiled(language.key, {name: reading.solution.code.encode()})
    except compiling.CompileError as error:
        return Rehearsal("wrong", [Failure(0, f"The solution doesn’t compile: {str(error)[:SHOWN]}")], strangers)
    with program.container(memory=LIMITS.memory) as box:
        tried = (trial(number, sample, program, box) for number, sample in enumerate(reading.samples, 1))
        failures = [failure for failure in tried if failure]
    return Rehearsal("wrong" if failures else "right", failures[:MOST_FAILURES], strangers)


def trial(number: int, sample: Sample, program: compiling.Executable, box: Container) -> Failure | None:
    result = box.run(program.command(LIMITS, stdin=sample.input.encode()))
    words = wrong_with(result, sample.output.encode())
    if not words:
        return None
    printed = result.stdout[: 2 * SHOWN].decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return Failure(number, words, sample.input[:SHOWN], sample.output[:SHOWN], printed[:SHOWN])


def wrong_with(result: Result, expected: bytes) -> str:
    if result.ending is not Ending.EXITED or result.exit_code:
        said = " ".join(result.stderr[-600:].decode(errors="replace").replace("\0", "").split())
        return f"The solution {how_it_ended(result)}. {said}".strip()
    return difference(expected, result.stdout, Flags()) or ""
