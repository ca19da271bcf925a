"""What AlgoItny measures of itself. A module is a group: its `figures()` yields what it could measure, and what not."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    name: str  # "group.what"
    value: float | None
    unit: str
    goal: float  # at most
    reason: str = ""  # why it could not be measured, or what one must know to read it

    @property
    def met(self) -> bool | None:
        return None if self.value is None else self.value <= self.goal

    def as_dict(self) -> dict:
        return asdict(self) | {"met": self.met}
