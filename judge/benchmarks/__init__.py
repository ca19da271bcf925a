"""What AlgoItny measures of itself. A module is a group: its `figures()` yields what it could measure, and what not."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    name: str  # "group.what"
    value: float | None
    unit: str
    goal: float | None  # at most; none: reported
    reason: str = ""  # why it could not be measured, or what one must know to read it
    at_least: bool = False
    parts: dict[str, dict[str, int]] = field(default_factory=dict)  # what it is made of, where that is several things

    @property
    def met(self) -> bool | None:
        if self.value is None or self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    @property
    def direction(self) -> str:
        return "≥" if self.at_least else "≤"

    def as_dict(self) -> dict:
        return asdict(self) | {"met": self.met, "direction": self.direction}
