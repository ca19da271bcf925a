"""What a submission's page tells of its hints: those that were opened, how far they are, or why there are none."""

from dataclasses import dataclass
from functools import cached_property

from judge import asking, events, hints, jobs
from judge.hints import pointing
from judge.models import AiRun, Job, Submission, User

STEPS = {
    "": "Waiting for its turn",
    hints.REPRODUCING: "Running the code again on the failing test",
    hints.ASKING: "Asking the AI for hints",
    hints.CHECKING: "Checking that they don’t give the solution away",
}
TITLES = ("Which idea to check", "Where it goes wrong", "What happens on the failing test", "Which line, and why")
FENCE = "```"
AROUND = 2  # lines on either side of the one that a hint points to


@dataclass(frozen=True)
class Part:
    """Of a hint: prose, or code as it stands between fences."""

    text: str
    is_code: bool


@dataclass(frozen=True)
class Line:
    """Of the solver's own code."""

    number: int
    text: str
    is_meant: bool


@dataclass(frozen=True)
class Hint:
    number: int
    title: str
    parts: list[Part]
    lines: list[Line]


@dataclass
class Hinting:
    submission: Submission
    user: User | None
    run: AiRun | None
    said: str = ""  # why what was just asked for can't be

    @classmethod
    def of(cls, submission: Submission, user, said: str = "") -> "Hinting | None":
        if not said and hints.lack(submission):
            return None
        return cls(submission, user, AiRun.objects.of_submission(submission, hints.key(submission)).first(), said)

    @property
    def is_own(self) -> bool:
        return self.user is not None and self.submission.author_id == self.user.pk

    @property
    def is_live(self) -> bool:
        return self.run is not None and not self.run.is_finished

    @property
    def is_stuck(self) -> bool:
        """Its job has ended, and the row hasn't been told."""
        return self.is_live and bool(self.job and not self.job.is_live)

    @cached_property
    def job(self) -> Job | None:
        if self.run is None:
            return None
        jobs = Job.objects.about("write_hints", self.run.pk).defer("log", "checkpoint")
        return jobs.order_by("-pk").first()

    @property
    def setback(self) -> str:
        return jobs.setback(self.job)

    @property
    def step(self) -> str:
        """As far as the events tell; without them, what the job's row says."""
        if self.job and self.job.state == Job.State.QUEUED:
            return STEPS[""]
        told = events.so_far(self.run.topic) if self.run else None
        steps = [event["step"] for _, event in told or () if "step" in event]
        return STEPS[steps[-1]] if steps else "At work"

    @property
    def failure(self) -> str:
        return self.run.failure if self.run else ""

    @property
    def document(self) -> dict:
        return (self.run and self.run.is_finished and not self.failure and self.run.document) or {}

    @property
    def is_alone(self) -> bool:
        """Nothing that the model said could be shown: the failing test has to do."""
        return bool(self.document) and not self.document["levels"]

    @property
    def is_strange(self) -> bool:
        """Not because it would have told too much."""
        return set(self.document["refused"]) == {pointing.STRANGE}

    @property
    def has_visible_test(self) -> bool:
        return self.submission.problem.shows(self.submission.version.test(self.document["test"]))

    @property
    def language(self) -> str:
        return self.document.get("language", "en")

    @cached_property
    def opened(self) -> list[Hint]:
        levels = enumerate(self.document.get("levels", [])[: self.run.opened if self.run else 0], 1)
        return [Hint(number, TITLES[number - 1], parts(text), self.lines(number)) for number, text in levels]

    def lines(self, level: int) -> list[Line]:
        """That the last hint points to, and its neighbours."""
        meant = self.document.get("line", 0) if level == hints.LEVELS else 0
        each = enumerate(self.submission.source.removesuffix("\n").split("\n"), 1)
        near = (line for line in each if meant and abs(line[0] - meant) <= AROUND)
        return [Line(number, text, number == meant) for number, text in near]

    @property
    def closed(self) -> int:
        return len(self.document.get("levels", [])) - len(self.opened)

    @property
    def next_title(self) -> str:
        return TITLES[len(self.opened)]

    @property
    def can_be_asked_for(self) -> bool:
        return self.is_own and (self.run is None or self.run.has_failed) and not hints.lack(self.submission)

    @cached_property
    def unavailable(self) -> str:
        return asking.unavailable()

    @cached_property
    def left(self) -> int:
        return self.user.hints_left if self.user else 0


def parts(text: str) -> list[Part]:
    """Every other piece between fences is code, less the language that its first line names."""
    found = [piece.strip("\n") for piece in text.split(FENCE)]
    codes = [place % 2 == 1 for place in range(len(found))]
    return [Part(code_of(piece) if code else piece, code) for piece, code in zip(found, codes, strict=True) if piece]


def code_of(piece: str) -> str:
    first, line_end, rest = piece.partition("\n")
    return rest if line_end and first.strip().isalnum() else piece
