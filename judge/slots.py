"""The words of a generator's line, each of which says how it is varied. Pure."""

from dataclasses import dataclass
from random import Random

SMALL = 10
SEEDS = 10**6
COUNTED = 4


@dataclass(frozen=True)
class Mood:
    """Of all words of a candidate: sizes are small, or extreme, or anything."""

    chance: Random
    sizes: str
    turn: int  # how often its shape was varied before

    def seed(self) -> str:
        """The first ones are counted through: many a generator takes its seed for the number of a case."""
        if self.turn < COUNTED:
            return str(self.turn)
        return str(self.chance.randint(*self.chance.choice([(0, SMALL), (1, SEEDS)])))


@dataclass(frozen=True)
class Word:
    text: str

    def varied(self, mood: Mood) -> str:
        return self.text


@dataclass(frozen=True)
class Seed:
    def varied(self, mood: Mood) -> str:
        return mood.seed()


@dataclass(frozen=True)
class Choice:
    words: tuple[str, ...]

    def varied(self, mood: Mood) -> str:
        return mood.chance.choice(self.words)


@dataclass(frozen=True)
class Number:
    """One that an author wrote. The last of a line is a seed by custom; the only one may be a size as well."""

    value: int
    is_seed: bool = False
    is_only: bool = False

    def varied(self, mood: Mood) -> str:
        if self.is_seed and not (self.is_only and mood.chance.random() < 0.5):
            return str(mood.chance.randint(1, SEEDS))
        match mood.chance.choice({"small": "sssn", "extreme": "hdn"}.get(mood.sizes, "shdn")):
            case "s":
                return str(mood.chance.randint(1, SMALL))
            case "h":
                return str(self.value // 2)
            case "d":
                return str(self.value * 2)
        return str(self.value)


@dataclass(frozen=True)
class Size:
    """One that nobody has written, within one of these bounds."""

    ranges: tuple[tuple[int, int], ...]

    def varied(self, mood: Mood) -> str:
        least, most = mood.chance.choice(self.ranges)
        match mood.sizes:
            case "small":
                return str(mood.chance.randint(*near_zero(least, most)))
            case "extreme":
                return str(mood.chance.choice((most, most, least, most - 1 if most > least else most)))
        return str(mood.chance.choice([mood.chance.randint(least, most), log_uniform(least, most, mood.chance)]))


type Slot = Word | Seed | Choice | Number | Size


def near_zero(least: int, most: int) -> tuple[int, int]:
    """The numbers in there that are small, or those next to them."""
    low, high = max(least, -SMALL), min(most, SMALL)
    return (low, high) if low <= high else (least, min(most, least + SMALL)) if least > 0 else (most - SMALL, most)


def log_uniform(least: int, most: int, chance: Random) -> int:
    """Of any length, the same chance for each."""
    size = int(2 ** (chance.random() * max(abs(least), abs(most), 1).bit_length()))
    return min(most, max(least, size if least >= 0 else chance.choice((size, -size))))
