"""A proposal as its page shows it: how far it is, and what there is to decide."""

from dataclasses import dataclass
from functools import cached_property

from judge import events, jobs, ledger
from judge.models import AiRun, Job
from judge.proposing import origins
from judge.proposing.accepting import is_gone, material
from judge.proposing.placing import place_of
from judge.proposing.rounds import State
from web.workshop.bench import Bench
from web.workshop.offer import Offer

STEPS = {
    "ask": "Ask Gemini",
    "compile": "Compile what it wrote",
    "probe": "Probe the validator",
    "generate": "Generate and validate tests",
    "strength": "Set the wrong solutions on them",
    "search": "Search for tests that catch the rest",
    "answer": "Answer them with both solutions",
}
TITLES = {
    "validator": "Input validator",
    "slow": "Second, slow solution",
    "generator": "Generators",
    "wrong": "Wrong solutions",
}


@dataclass(frozen=True)
class Step:
    title: str
    said: dict | None  # none: it hasn't begun

    @property
    def is_over(self) -> bool:
        return bool(self.said and self.said["is_over"])

    @property
    def is_fine(self) -> bool:
        return self.is_over and bool(self.said and self.said.get("is_fine", True))

    @property
    def is_at_work(self) -> bool:
        return self.said is not None and not self.is_over


@dataclass
class Proposal:
    bench: Bench
    run: AiRun
    state: State
    job: Job | None
    place: int | None = None  # in the queue: 1 is next

    @classmethod
    def of(cls, bench: Bench, run: AiRun) -> "Proposal":
        job = jobs.job_of(run)
        place = job.position() + 1 if job and job.is_due else None
        return cls(bench, run, State.of(run.document), job, place)

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def has_failed(self) -> bool:
        return bool(self.job and self.job.can_be_retried)

    @property
    def reason(self) -> str:
        """Why it came to nothing."""
        return self.run.failure or (self.job.reason if self.job and self.job.state == Job.State.DEAD else "")

    @property
    def setback(self) -> str:
        return jobs.setback(self.job)

    @property
    def is_done(self) -> bool:
        return self.run.is_finished and not self.run.has_failed

    @cached_property
    def rounds(self) -> list[tuple[int, list[Step]]]:
        said = {(one["round"], one["step"]): one for one in [*self.state.steps, *self.told]}
        numbers = sorted({number for number, _ in said}) or ([1] if self.is_live else [])
        return [(n, [Step(title, said.get((n, step))) for step, title in STEPS.items()]) for n in numbers]

    @property
    def told(self) -> list[dict]:
        """What its workers tell while they work: the newest of each step."""
        if not self.is_live:
            return []
        return [event for _, event in events.so_far(self.run.topic) or () if event.get("step") in STEPS]

    # What there is to decide

    @cached_property
    def offers(self) -> list[Offer]:
        return [self.offer(one) for one in self.state.pieces]

    def offer(self, said: dict) -> Offer:
        decision = self.state.decided.get(said["id"])
        if decision and not is_gone(decision, self.bench.draft.document):
            return Offer(said, decision)
        place = place_of(self.bench.draft.document, *material(said, self.run.pk))
        return Offer(said, decision, place, self.whose(place.before))

    def whose(self, program: dict | None) -> str:
        origin = origins.of(self.bench.draft.document, program)
        if not origin:
            return "a person’s"
        if origin["run"] == self.run.pk:
            return "from this proposal"
        return f"from {'a later' if origin['run'] > self.run.pk else 'an earlier'} proposal"

    @property
    def groups(self) -> list[tuple[str, list[Offer]]]:
        by_role = {role: [one for one in self.offers if one.said["role"] == role] for role in TITLES}
        return [(TITLES[role], some) for role, some in by_role.items() if some]

    @property
    def open(self) -> list[Offer]:
        return [one for one in self.offers if one.is_open]

    @property
    def recommended(self) -> list[Offer]:
        return [one for one in self.open if one.said["is_recommended"]]

    @property
    def report(self):
        """Of the round that was best."""
        return self.state.best[1] if self.state.best else None

    @cached_property
    def calls(self) -> list[dict]:
        return ledger.rows(self.run.calls)

    @property
    def dollars(self) -> float:
        return self.run.cost / 1_000_000
