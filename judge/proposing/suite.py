"""What the model has written by now: programs, probes and lines, under names and in sizes of ours."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

NUMBERED = "{}-{}"


def sha_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Piece:
    """A program. `name` is its file's, and never a path."""

    role: str  # "validator", "slow", "wrong", "generator"
    name: str
    language: str
    source: str
    words: str = ""
    expected: tuple[str, ...] = ()
    kind: str = ""  # of a generator
    lines: tuple[str, ...] = ()  # a test each, of a generator
    found: tuple[str, ...] = ()  # those of them that a search of ours has found

    @property
    def id(self) -> str:
        """A generator may be called like the wrong solution that it is written against."""
        return f"{self.role}:{self.name}"

    @property
    def word(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def sha(self) -> str:
        return sha_of(self.source)

    def with_found(self, lines: Sequence[str]) -> "Piece":
        return replace(self, lines=(*self.lines, *lines), found=(*self.found, *lines))


@dataclass(frozen=True)
class Probe:
    input: str
    valid: bool
    why: str


@dataclass(frozen=True)
class Suite:
    validator: Piece | None = None
    probes: tuple[Probe, ...] = ()
    slow: Piece | None = None
    wrong: tuple[Piece, ...] = ()
    generators: tuple[Piece, ...] = ()
    faults: tuple[str, ...] = field(default=(), compare=False)  # of the newest answer, where it was not taken as it was

    @property
    def pieces(self) -> list[Piece]:
        single = [piece for piece in (self.validator, self.slow) if piece]
        return [*single, *self.wrong, *self.generators]

    @property
    def lines(self) -> list[tuple[Piece, str]]:
        return [(piece, line) for piece in self.generators for line in piece.lines]

    def with_found(self, lines: Mapping[str, Sequence[str]]) -> "Suite":
        """By the names of generators: what a search of ours adds to them."""
        return replace(self, generators=tuple(piece.with_found(lines.get(piece.name, ())) for piece in self.generators))

    def document(self) -> dict:
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Suite":
        return cls(
            validator=document["validator"] and piece_of(document["validator"]),
            probes=tuple(Probe(**probe) for probe in document["probes"]),
            slow=document["slow"] and piece_of(document["slow"]),
            wrong=tuple(map(piece_of, document["wrong"])),
            generators=tuple(map(piece_of, document["generators"])),
            faults=tuple(document["faults"]),
        )


def piece_of(document: dict) -> Piece:
    return Piece(**document | {name: tuple(document.get(name, ())) for name in ("expected", "lines", "found")})


def some(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def names_like(name: str) -> Iterator[str]:
    yield name
    yield from (NUMBERED.format(name, number) for number in range(2, 1000))
