"""What the platform found out about a suite when it ran it."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from judge.failures import IN_LOG
from judge.proposing.suite import some

MOST_SHOWN = 2000  # characters of an input or output that is kept
MOST_SAID = 600


@dataclass(frozen=True)
class Probed:
    """An input that the validator was asked about. `accepts`: whether it should take it; none: nobody knows."""

    input: str
    accepts: bool | None
    answer: str  # as a ProgramCheck's
    words: str
    by: str  # "sample", "model", "corruption"
    why: str = ""

    @property
    def is_right(self) -> bool:
        return self.answer == ("accepts" if self.accepts else "rejects")


@dataclass(frozen=True)
class Fault:
    """Something that has to be mended. `who`: the piece's id."""

    who: str
    words: str


@dataclass(frozen=True)
class Dispute:
    """The reference and the slow solution say two things."""

    test: str
    input: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Kill:
    """What a wrong solution got. `own`: it was in the draft before."""

    name: str
    verdict: str
    tests: int  # that it failed, when its run was ended
    own: bool = False


@dataclass
class Report:
    round: int
    is_run: bool = False  # with a validator that takes the samples; else nothing is known but what compiles
    broken: list[Fault] = field(default_factory=list)  # what doesn't compile
    probes: list[Probed] = field(default_factory=list)
    failures: list[Fault] = field(default_factory=list)  # of generators
    twins: list[str] = field(default_factory=list)  # ids of generators, once for each line whose test is there already
    own: list[str] = field(default_factory=list)  # what is wrong with the draft's tests, and not Gemini's to mend
    good: dict[str, list[str]] = field(default_factory=dict)  # by generator: the lines that make a test
    agreed: int = 0
    unanswered: int = 0  # by the slow solution, in time
    slow_fault: str = ""
    within_limit: bool = False  # the slow solution is quick enough for the problem's own limit
    disputes: list[Dispute] = field(default_factory=list)
    disputed: int = 0
    kills: list[Kill] = field(default_factory=list)
    tests: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)  # likewise: those that a search of ours has found
    tried: int = 0  # words that it gave to generators
    said: list[str] = field(default_factory=list)  # what was not taken of the answer

    def document(self) -> dict:
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Report":
        kinds = {"broken": Fault, "failures": Fault, "probes": Probed, "disputes": Dispute, "kills": Kill}
        return cls(**document | {name: [kind(**one) for one in document[name]] for name, kind in kinds.items()})

    def note_found(self, generator: str, line: str) -> None:
        self.good.setdefault(generator, []).append(line)
        self.found.setdefault(generator, []).append(line)
        self.tests += 1

    def note_kill(self, name: str, own: bool, verdict: str) -> None:
        """By a test more."""
        who = (name, own)
        self.kills = [
            replace(kill, verdict=verdict, tests=kill.tests + 1) if (kill.name, kill.own) == who else kill
            for kill in self.kills
        ]

    @property
    def is_broken(self) -> set[str]:
        return {fault.who for fault in self.broken}

    @property
    def misjudged(self) -> list[Probed]:
        return [probe for probe in self.probes if probe.accepts is not None and not probe.is_right]

    @property
    def refused_samples(self) -> list[Probed]:
        return [probe for probe in self.misjudged if probe.by == "sample"]

    @property
    def refused(self) -> list[Probed]:
        return [probe for probe in self.probes if probe.answer == "rejects"]

    @property
    def is_sound(self) -> bool:
        """There is a validator, and it says what it should."""
        return bool(self.probes) and not self.misjudged

    @property
    def survivors(self) -> list[Kill]:
        return [kill for kill in self.kills if not kill.tests]

    @property
    def unrun(self) -> str:
        """Why nothing is known of a piece that compiles."""
        if not self.is_run:
            return "It wasn’t run, for want of a validator that takes the samples."
        return "It wasn’t run: so much went wrong before it, or took so long, that it was left out."

    @property
    def killed(self) -> int:
        return len(self.kills) - len(self.survivors)

    @property
    def faults(self) -> list[Fault]:
        """All that is wrong, what matters most first."""
        probes = [Fault("", said_of(probe)) for probe in [*self.refused_samples, *self.misjudged]]
        disputes = [Fault("", said_of_dispute(dispute)) for dispute in self.disputes]
        slow = [Fault("", self.slow_fault)] if self.slow_fault else []
        answer = [Fault("", words) for words in self.said]
        return [*self.broken, *dict.fromkeys(probes), *disputes, *slow, *self.failures, *answer]

    @property
    def first_faults(self) -> list[Fault]:
        return self.faults[:IN_LOG]

    @property
    def is_good(self) -> bool:
        return self.is_sound and self.is_agreed and self.tests > 0 and not self.faults and not self.survivors

    @property
    def is_agreed(self) -> bool:
        """Two solutions say the same of the tests, as far as the slow one has the time."""
        return self.agreed > 0 and not self.disputed and not self.slow_fault

    @property
    def agreement(self) -> str:
        if self.slow_fault and not self.agreed:
            return "the slow solution fails"
        late = f", too slow for {self.unanswered}" if self.unanswered else ""
        if self.disputed:
            asked = some(self.disputed + self.agreed, "test")
            return f"reference and slow solution disagree on {self.disputed} of {asked}{late}"
        return f"reference and slow solution agree on {some(self.agreed, 'test')}{late}"

    @property
    def score(self) -> tuple:
        """The higher the better."""
        return (
            self.is_sound,
            not self.refused_samples,
            self.is_agreed,
            self.tests > 0,
            -len(self.survivors),
            self.killed,
            self.tests,
            -len(self.faults),
        )


def said_of(probe: Probed) -> str:
    what = {"sample": "a sample", "model": "a probe"}.get(probe.by, "an input")
    should = "valid" if probe.accepts else "invalid"
    how = {"accepts": "takes it", "rejects": "refuses it"}.get(probe.answer, "comes to no good end")
    return f"The validator {how}: {what} that is {should}. {probe.words} Input:\n{probe.input[:400]}".strip()


def said_of_dispute(dispute: Dispute) -> str:
    return (
        f"The reference and the slow solution disagree on the input\n{dispute.input[:400]}\n"
        f"The reference prints\n{dispute.ours[:200]}\nthe slow solution\n{dispute.theirs[:200]}"
    )
