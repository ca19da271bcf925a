"""What does the validator say? Of the samples, of the model's own probes, and of samples with one thing wrong."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from judge import blobs, program_checks
from judge.models.text import storable
from judge.proposing import corruptions
from judge.proposing.imagining import Imagined
from judge.proposing.report import MOST_SHOWN, Probed, Report
from judge.proposing.suite import Suite, sha_of
from judge.testsets import Row

MOST_SAMPLES = 10
BROKEN = 3  # times that it may break until it isn't asked any more


def probe(imagined: Imagined, suite: Suite, asked: Sequence[Probed], report: Report, tell: Callable[..., None]) -> None:
    """Their inputs are stored already."""
    assert suite.validator
    broken = 0
    with program_checks.asking(imagined.document, imagined.programs[suite.validator]) as ask:
        for done, one in enumerate(asked, 1):
            tell("probe", done=done, goal=len(asked))
            answer, said = ask({"input": sha_of(one.input)})
            report.probes.append(replace(one, answer=answer.value, words=storable(said)[:300]))
            broken += answer == program_checks.Answer.BROKEN
            if broken >= BROKEN:
                break


def questions(suite: Suite, rows: list[Row]) -> Iterator[Probed]:
    """Each input once: what a sample is, nobody else decides."""
    samples = texts(rows)
    for text in samples:
        yield Probed(text, True, "", "", "sample")
    for one in suite.probes:
        if one.input not in samples:
            yield Probed(one.input, one.valid, "", "", "model", one.why)
    known = {*samples, *(one.input for one in suite.probes)}
    for text, why in corruptions.of(samples):
        if text not in known:
            yield Probed(text, None, "", "", "corruption", why)


def texts(rows: list[Row]) -> list[str]:
    """Of samples that aren't too long, and are text."""
    found = [blobs.read(row.input) for row in rows if row.sample and row.input_bytes <= 2 * MOST_SHOWN]
    return [storable(data.decode(errors="replace")) for data in found[:MOST_SAMPLES]]
