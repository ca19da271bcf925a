"""What is asked of the AI in several calls, with work of ours between them; and a Gemini to which each takes all of its
rounds. It answers from the question alone, so that a call that is made again is answered alike.
"""

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.test import override_settings

from judge import jobs
from judge.benchmarks.asked import asked_for, judged
from judge.benchmarks.brought import a_text, reader
from judge.benchmarks.reading import ANSWER as LANTERNS
from judge.benchmarks.reading import environment
from judge.benchmarks.submission import SOURCE, WRONG, make_version
from judge.models import AiRun, Problem, User
from tests.gemini.answers import Says
from tests.gemini.server import Gemini, Request, running
from tests.workshop import proposed

SECONDS = 0.3  # of an answer
LEAK = f"```cpp\n{SOURCE}```"
HINTS = ["Look at the sum.", "Try a single number.", "It grows too fast.", "Line 2."]
READING = json.loads(LANTERNS.read_text())
SLIP = READING | {"solution": {"language": "python3", "code": "print(len(input()))\n"}}
SURVIVOR = proposed.written("right", "print(2 * int(input()))\n", verdict="WA")
SOLUTIONS = proposed.SOLUTIONS | {"wrong": [*proposed.SOLUTIONS["wrong"], SURVIVOR]}
LAST = {"extraction_repair": "3", "proposal_repair": "4"}  # rounds
CHANGES = ("read", "asked")  # with each asking, in a run's document


@dataclass
class Telling(Says):
    """Notes when it has been sent, also to nobody."""

    sent: Callable[[], None] = lambda: None

    def send(self, handler, request):
        try:
            super().send(handler, request)
        finally:
            self.sent()


@dataclass
class Persona:
    delivered: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: Request) -> Says:
        return Telling(answer(request), after=SECONDS, sent=self.note)

    def note(self) -> None:
        with self.lock:
            self.delivered += 1


def answer(request: Request) -> dict:
    """Nothing is right at once."""
    is_last = f"round {LAST.get(request.task, 'none')}" in request.text
    if request.task == "hints":
        levels = [*HINTS[:3], LEAK] if "was refused, because: no" in request.text else HINTS
        return {"levels": levels, "line": 0, "words": ""}
    if request.task.startswith("extraction"):
        return READING if is_last else SLIP
    if request.task == "proposal_repair":
        return {"removed": ["right"]} if is_last else {}
    return (proposed.ANSWERS | {"proposal_solutions": SOLUTIONS})[request.task]


@contextmanager
def gemini() -> Iterator[Gemini]:
    with running(persona=Persona()) as server, environment(server.environment), override_settings(**server.environment):
        yield server


@dataclass(frozen=True)
class Chain:
    """`calls`: that it takes. `kills`: of one, at most."""

    name: str
    begin: Callable[[], AiRun]
    calls: int
    kills: int


@transaction.atomic
def hints() -> AiRun:
    run = asked_for(judged(make_version(2), WRONG))
    jobs.write_hints.enqueue(run.pk)
    return run


@transaction.atomic
def extraction() -> AiRun:
    run = a_text()
    jobs.extract_problem.enqueue(run.pk, requested_by=reader())
    return run


def proposal() -> AiRun:
    author, _ = User.objects.get_or_create(username="bench")
    problem = proposed.doubles(author)
    Problem.objects.filter(pk=problem.pk).update(slug=f"bench-{uuid.uuid4().hex}")
    return jobs.begin_proposal(problem, author)


CHAINS = (Chain("extraction", extraction, 3, 2), Chain("proposals", proposal, 6, 6), Chain("hints", hints, 2, 2))


def result(run: AiRun) -> str:
    """What came of it, as text: the same for the same answers."""
    said = {name: value for name, value in (run.document or {}).items() if name not in CHANGES}
    ended = [run.failure, run.input_tokens, run.output_tokens, (run.calls or {}).get("end")]
    return re.sub(r"\d+\.\d+ s", "", json.dumps([said, ended], sort_keys=True))
