"""Calls that are made twice because a worker was killed in the middle of a chain of them."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import transaction
from django.test import override_settings

from judge import jobs
from judge.benchmarks import Figure
from judge.benchmarks.asked import asked_for, judged
from judge.benchmarks.memory import forks
from judge.benchmarks.processes import process, wait_until
from judge.benchmarks.submission import SOURCE, WRONG, make_version
from judge.models import Job
from judge.queue.messages import send
from tests.gemini.answers import Says
from tests.gemini.server import Gemini, running

KILLS, EACH = 50, 2  # all together, and of a job, which dies at the third
ANSWER, LONGEST = 0.3, 0.9  # seconds: of an answer, and until a kill
MOST = 10 * KILLS  # jobs
LEAK = f"```cpp\n{SOURCE}```"
HINTS = ["Look at the sum.", "Try a single number.", "It grows too fast.", "Line 2."]


def figures() -> Iterator[Figure]:
    chance = random.Random(0)
    asked: list[tuple[int, int, int]] = []
    with gemini() as server, process("python", "manage.py", "worker", "ai") as foreman:
        while sum(kills for _, kills, _ in asked) < KILLS and len(asked) < MOST:
            asked.append(tormented(server, foreman.pid, chance))
    again, kills, done = (sum(column) for column in zip(*asked, strict=True))
    beyond = sum(max(0, repeated - killed) for repeated, killed, _ in asked)
    reason = f"{kills} kills, {again} calls that were in flight made again, {done} of {len(asked)} jobs done"
    yield Figure("ai.repaid_calls", beyond, "calls", 0, reason)


@contextmanager
def gemini() -> Iterator[Gemini]:
    """Its first answer leaks and is refused, so that hints take two calls."""

    def persona(request):
        is_first = "was refused, because: no" in request.text
        return Says({"levels": [*HINTS[:3], LEAK] if is_first else HINTS}, after=ANSWER)

    before = dict(os.environ)
    with running(persona=persona) as server, override_settings(**server.environment):
        os.environ.update(server.environment)
        try:
            yield server
        finally:
            os.environ.clear()
            os.environ.update(before)


def tormented(server: Gemini, foreman: int, chance: random.Random) -> tuple[int, int, int]:
    """Of one job: calls that were made again, kills while it ran, and whether it was done in the end."""
    before, kills = server.count(), 0
    job = begun()
    while kills < EACH and running_soon(job):
        time.sleep(chance.uniform(0, LONGEST))
        if not Job.objects.running().filter(pk=job.pk).exists():
            break
        kills += 1
        kill(forks(foreman))
        wait_until(lambda: not Job.objects.running().filter(pk=job.pk).exists())
        wake(job)
    wait_until(lambda: not Job.objects.live().filter(pk=job.pk).exists())
    questions = Counter(call.text.split("The problem:")[0] for call in server.calls[before:])
    is_done = Job.objects.get(pk=job.pk).state == Job.State.DONE
    return sum(questions.values()) - len(questions), kills, is_done


def begun() -> Job:
    run = asked_for(judged(make_version(2), WRONG))
    with transaction.atomic():
        return jobs.write_hints.enqueue(run.pk)


def running_soon(job: Job) -> bool:
    wait_until(lambda: not Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).exists())
    return Job.objects.running().filter(pk=job.pk).exists()


def kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wake(job: Job) -> None:
    """Without the pause before another try."""
    Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(due=job.created)
    send(Job.objects.get(pk=job.pk))
