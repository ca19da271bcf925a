"""What several evaluations come to, for people and for machines."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from judge.proposing import scores
from judge.proposing.evaluating import Evaluation
from judge.proposing.scores import Score

HEADS = ("problem", "takes", "TPR", "TNR", "rounds", "tests", "calls", "tokens", "cost")
WORDS = 1  # columns that stand at the left; numbers stand at the right
NOTHING = "–"


@dataclass(frozen=True)
class Spread:
    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread | None":
        return cls(round(fmean(values), 4), min(values), max(values)) if values else None

    def __str__(self) -> str:
        return f"{100 * self.mean:.1f} % ({100 * self.low:.1f}–{100 * self.high:.1f})"


@dataclass(frozen=True)
class Summary:
    """Of a problem's takes, or of all problems: then a score is what a take comes to over them all."""

    name: str
    scores: list[Score]

    @property
    def total(self) -> Score:
        return scores.total(self.scores)

    def spread(self, rate: Callable[[Score], float | None]) -> Spread | None:
        return Spread.of([found for score in self.scores if (found := rate(score)) is not None])

    @property
    def tpr(self) -> Spread | None:
        return self.spread(lambda score: score.right.rate)

    @property
    def tnr(self) -> Spread | None:
        return self.spread(lambda score: score.wrong.rate)

    def document(self) -> dict:
        spreads = {"tpr": self.tpr, "tnr": self.tnr}
        said = {name: spread and asdict(spread) for name, spread in spreads.items()}
        return {"name": self.name, "takes": len(self.scores), "spread": said} | self.total.document()

    def row(self) -> list[str]:
        total, takes = self.total, len(self.scores)
        rates = (total.right, total.wrong) if takes == 1 else (self.tpr or NOTHING, self.tnr or NOTHING)
        counts = (f"{count / max(takes, 1):.3g}" for count in (total.rounds, total.tests))
        spent = (f"{total.calls}", f"{total.tokens:,}", f"${total.cost / 1e6:.4f}")
        return [self.name, f"{takes}", *map(str, rates), *counts, *spent]


def by_problem(found: Sequence[Evaluation]) -> list[Summary]:
    names = dict.fromkeys(one.name for one in found)
    return [Summary(name, [one.score for one in found if one.name == name]) for name in names]


def altogether(found: Sequence[Evaluation]) -> Summary:
    takes = dict.fromkeys(one.take for one in found)
    return Summary("all", [scores.total([one.score for one in found if one.take == take]) for take in takes])


def table(found: Sequence[Evaluation]) -> str:
    rows = [list(HEADS), *(summary.row() for summary in [*by_problem(found), altogether(found)])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(placed, row, widths, range(len(row)))).rstrip() for row in rows]
    rule = "-" * max(map(len, lines))
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def placed(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column < WORDS else cell.rjust(width)
