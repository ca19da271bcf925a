"""Words for generators that nobody has written: those of the script's lines, varied, and guesses for those that no line
uses, from what their source takes and what the statement bounds. Pure; the same seed, the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from judge.bounds import Bound
from judge.slots import Choice, Mood, Number, Seed, Size, Slot, Word
from judge.usage import Taken, Usage

MOST_SHAPES = 60  # of them that are varied
SMALL_TURNS = 3  # of a guess, before anything bigger is tried
LISTED = 3  # numbers, at most, for a generator that takes a list of them
UNBOUNDED = (1, 10**5)  # where the statement bounds nothing
ENDS: tuple[tuple[Slot, ...], ...] = ((), (Seed(),))  # of such a list


@dataclass(frozen=True)
class Candidate:
    generator: str  # its path
    args: tuple[str, ...]
    shape: int  # what it is a variation of

    @property
    def words(self) -> str:
        return " ".join([self.generator, *self.args])


@dataclass(frozen=True)
class Shape:
    generator: str
    slots: tuple[Slot, ...]
    line: tuple[str, ...] | None = None  # as the script has it

    def varied(self, chance: Random, turn: int, is_slow: bool) -> tuple[str, ...]:
        mood = Mood(chance, sizes(chance, turn, is_slow), turn)
        return tuple(slot.varied(mood) for slot in self.slots)


def sizes(chance: Random, turn: int, is_slow: bool) -> str:
    """Small ones first, then extremes; against what should be too slow, these first."""
    first, then = ("extreme", "small") if is_slow else ("small", "extreme")
    if turn < SMALL_TURNS:
        return first
    return then if turn < 2 * SMALL_TURNS else chance.choice((first, then, "any"))


def shapes(
    lines: Sequence[tuple[str, tuple[str, ...]]], generators: Mapping[str, Usage], bounds: Sequence[Bound] = ()
) -> list[Shape]:
    """Of lines that differ in numbers only, the first and the last; and guesses for generators that no line uses."""
    alike: dict[tuple, list[tuple[str, tuple[str, ...]]]] = {}
    for path, args in lines:
        alike.setdefault((path, *("#" if is_number(word) else word for word in args)), []).append((path, args))
    ends = [of_line(*line) for group in alike.values() for line in dict.fromkeys((group[0], group[-1]))]
    used = {path for path, _ in lines}
    idle = {path: usage for path, usage in generators.items() if path not in used}
    return [*ends, *(shape for path, usage in idle.items() for shape in guesses(path, usage, bounds))][:MOST_SHAPES]


def of_line(path: str, args: tuple[str, ...]) -> Shape:
    places = [place for place, word in enumerate(args) if is_number(word)]
    slots: list[Slot] = [Word(word) for word in args]
    for place in places:
        slots[place] = Number(int(args[place]), is_seed=place == places[-1], is_only=len(places) == 1)
    return Shape(path, tuple(slots), args)


def guesses(path: str, usage: Usage, bounds: Sequence[Bound]) -> list[Shape]:
    """What its source tells; for one that takes a list, lists of several lengths."""
    if not usage.is_open:
        slots = [[*([Word(taken.option)] if taken.option else []), slot_of(taken, bounds)] for taken in usage.words]
        return [Shape(path, tuple(slot for some in slots for slot in some))]
    numbers = [slot_of(Taken(), bounds)] * LISTED
    return [Shape(path, (Seed(),)), *(Shape(path, (*numbers[:n], *end)) for n in range(1, LISTED + 1) for end in ENDS)]


def slot_of(taken: Taken, bounds: Sequence[Bound]) -> Slot:
    if taken.choices:
        return Choice(taken.choices)
    if taken.is_seed:
        return Seed()
    known = {plain(bound.name): (bound.most if bound.least is None else bound.least, bound.most) for bound in bounds}
    if plain(taken.name) in known:
        return Size((known[plain(taken.name)],))
    return Size(tuple(dict.fromkeys(known.values())) or (UNBOUNDED,))


def plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower().removeprefix("max")


def candidates(
    found: Sequence[Shape], seed: int, dropped: Mapping[int, object], is_slow: bool = False
) -> Iterator[Candidate]:
    """Without end, unless all are dropped: a variation of each shape in turn."""
    chance = Random(seed)
    seen = {(shape.generator, shape.line) for shape in found if shape.line and shape.line != fixed(shape)}
    turn = barren = 0  # barren: turns in which nothing new came up
    while len(dropped) < len(found) and barren < 100:
        barren += 1
        for number, shape in enumerate(found):
            candidate = Candidate(shape.generator, shape.varied(chance, turn, is_slow), number)
            if number in dropped or (shape.generator, candidate.args) in seen:
                continue
            seen.add((shape.generator, candidate.args))
            barren = 0
            yield candidate
        turn += 1


def fixed(shape: Shape) -> tuple[str, ...]:
    """Its words, if nothing varies them."""
    return tuple(slot.text for slot in shape.slots if isinstance(slot, Word))


def is_number(word: str) -> bool:
    digits = word.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) <= 18
