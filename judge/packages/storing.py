"""A package's bytes become blobs, a few at a time: packages are larger than memory likes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from judge import blobs
from judge.packages.package import Package

MOST_PIECES, MOST_BYTES = 100, 32 * 2**20  # stored at a time


@dataclass(frozen=True)
class Stored:
    tests: dict  # the version's columns
    images: dict[str, str]
    hashes: dict[bytes, str]  # of the programs' files


def store(package: Package, images: dict[str, bytes]) -> Stored:
    answered = [case.answer for case in package.tests if case.answer]
    answers = dict(zip(answered, hashes(answered), strict=True))
    pieces = {data for _, program in package.programs() for data in program.files.values()}
    ordered = sorted(pieces)
    return Stored(
        tests={
            "v": 1,
            "name": [case.name for case in package.tests],
            "input": hashes(case.input for case in package.tests),
            "answer": [case.answer and answers[case.answer] for case in package.tests],
            "input_bytes": [case.input.stat().st_size for case in package.tests],
            "answer_bytes": [case.answer.stat().st_size if case.answer else 0 for case in package.tests],
            "sample": [int(case.is_sample) for case in package.tests],
        },
        images=dict(zip(images, blobs.put_all(images.values()), strict=True)),
        hashes=dict(zip(ordered, blobs.put_all(ordered), strict=True)),
    )


def hashes(paths: Iterable[Path]) -> list[str]:
    return [sha for batch in batches(path.read_bytes() for path in paths) for sha in blobs.put_all(batch)]


def batches(pieces: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for piece in pieces:
        batch.append(piece)
        if len(batch) == MOST_PIECES or sum(map(len, batch)) > MOST_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch
