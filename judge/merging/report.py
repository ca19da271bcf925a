"""What became of a draft when a package was brought over it, for the person who did."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST = 8  # names of a kind


@dataclass
class Report:
    number: int = 0  # of the state before; 0: there was none
    replaced: dict[str, list[str]] = field(default_factory=dict)  # names by kind
    kept: dict[str, list[str]] = field(default_factory=dict)
    dropped: dict[str, list[str]] = field(default_factory=dict)

    def replace(self, kind: str, name: str = "") -> None:
        self.replaced.setdefault(kind, []).append(name)

    def keep(self, kind: str, name: str) -> None:
        self.kept.setdefault(kind, []).append(name)

    def drop(self, kind: str, name: str) -> None:
        self.dropped.setdefault(kind, []).append(name)

    @property
    def lines(self) -> list[str]:
        said = [
            (self.replaced, "Replaced by the package’s"),
            (self.kept, "Kept beside it, for it was made or changed here"),
            (self.dropped, "Dropped, for an earlier package brought it and this one hasn’t"),
        ]
        found = [f"{words}: {'; '.join(listed(names))}." for names, words in said if names]
        return [*found, f"As it was before, it is revision {self.number}."] if found else []


def listed(names: dict[str, list[str]]) -> Iterator[str]:
    for kind, some in names.items():
        if some == [""]:
            yield kind
            continue
        more = f" and {len(some) - MOST} more" if len(some) > MOST else ""
        yield f"{kind if len(some) == 1 else plural(kind)} {', '.join(some[:MOST])}{more}"


def plural(kind: str) -> str:
    """ "line of the script": "lines of the script"."""
    noun, of, rest = kind.partition(" of ")
    return f"{noun}s{of}{rest}"
