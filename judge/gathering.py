"""Tests as they get finished: their bytes stored in bulk, and what is done so far kept at a checkpoint."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from judge import blobs
from judge.testsets import Row

MOST_TESTS = 100
MOST_BYTES = 16 * 2**20
STRETCH = 60  # seconds between two checkpoints

Keep = Callable[[Sequence[Row]], None]


class Gathering:
    """`keep` is called with all finished rows whenever so much has come that losing it would be a pity."""

    def __init__(self, keep: Keep):
        self.keep = keep
        self.rows: list[Row] = []
        self.bytes = 0  # of all of them
        self.pieces: list[bytes] = []
        self.begin_stretch()

    def begin_stretch(self) -> None:
        self.pieces, self.size, self.count, self.began = [], 0, 0, time.monotonic()

    def make_room(self) -> None:
        """Before another test is begun: what is finished is safe, and doesn't fill the memory."""
        if self.count >= MOST_TESTS or self.size >= MOST_BYTES or time.monotonic() - self.began > STRETCH:
            self.store()
            self.keep(self.rows)

    def add(self, row: Row, input: bytes | None = None, answer: bytes | None = None) -> None:
        """The row, with bytes that are new to it."""
        if input is not None:
            row = replace(row, input=self.piece(input), input_bytes=len(input))
        if answer is not None:
            row = replace(row, answer=self.piece(answer), answer_bytes=len(answer))
        self.count += input is not None or answer is not None
        self.bytes += row.input_bytes + row.answer_bytes
        self.rows.append(row)

    def piece(self, data: bytes) -> str:
        self.pieces.append(data)
        self.size += len(data)
        return hashlib.sha256(data).hexdigest()

    def store(self) -> None:
        blobs.put_all(self.pieces)
        self.begin_stretch()
