"""Words for generators that nobody has written: those of the script's lines, varied. Pure; the same seed, the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

SMALL = 10
SEEDS = 10**6
MOST_SHAPES = 60  # lines that are varied
GUESSES: tuple[tuple[str, ...], ...] = (("1",), ("5", "1"))  # for a generator that no line uses


@dataclass(frozen=True)
class Candidate:
    generator: str  # its path
    args: tuple[str, ...]
    shape: int  # the line that it is a variation of

    @property
    def words(self) -> str:
        return " ".join([self.generator, *self.args])


def shapes(lines: Sequence[tuple[str, tuple[str, ...]]], generators: Sequence[str]) -> list[tuple[str, tuple]]:
    """What is varied: of lines that differ in numbers only, the first and the last; and guesses for idle generators."""
    alike: dict[tuple, list[tuple[str, tuple[str, ...]]]] = {}
    for path, args in lines:
        alike.setdefault((path, *("#" if is_number(word) else word for word in args)), []).append((path, args))
    ends = [line for group in alike.values() for line in dict.fromkeys((group[0], group[-1]))]
    used = {path for path, _ in lines}
    return [*ends, *((path, guess) for path in generators if path not in used for guess in GUESSES)][:MOST_SHAPES]


def candidates(found: Sequence[tuple[str, tuple[str, ...]]], seed: int, dropped: Mapping[int, object]) -> Iterator:
    """Without end, unless all are dropped: a variation of each shape in turn, small numbers more often than others."""
    chance = Random(seed)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    barren = 0  # turns in which nothing new came up
    while len(dropped) < len(found) and barren < 100:
        barren += 1
        for shape, (path, args) in enumerate(found):
            candidate = Candidate(path, varied(args, chance), shape)
            if shape in dropped or (path, candidate.args) in seen:
                continue
            seen.add((path, candidate.args))
            barren = 0
            yield candidate


def varied(args: Sequence[str], chance: Random) -> tuple[str, ...]:
    """The last number is a seed by custom; where it is the only one it may be a size as well."""
    places = [place for place, word in enumerate(args) if is_number(word)]
    if not places:
        return tuple(args)
    words = list(args)
    for place in places[:-1]:
        words[place] = another(int(args[place]), chance)
    is_size = len(places) == 1 and chance.random() < 0.5
    words[places[-1]] = another(int(args[places[-1]]), chance) if is_size else str(chance.randint(1, SEEDS))
    return tuple(words)


def another(number: int, chance: Random) -> str:
    match chance.choice("ssshdn"):
        case "s":
            return str(chance.randint(1, SMALL))
        case "h":
            return str(number // 2)
        case "d":
            return str(number * 2)
    return str(number)


def is_number(word: str) -> bool:
    digits = word.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) <= 18
