"""Much at once, on the Procfile's processes: 300 submissions, and 30 jobs of every other kind."""

import time
from collections.abc import Iterator

from django.db import transaction

from judge.benchmarks import Figure
from judge.benchmarks.errands import errand, kinds, prepared
from judge.benchmarks.errands.submissions import version
from judge.benchmarks.errands.upkeep import EMPTIED
from judge.benchmarks.processes import wait_until
from judge.benchmarks.submission import SOURCE, WRONG, submit
from judge.models import Job, Submission
from judge.queue import Kind

SUBMISSIONS, OTHERS = 300, 30
WITHIN = 10  # seconds for all of them to be committed
PATIENCE = 1800
VERDICTS = {
    SOURCE: "AC",
    WRONG: "WA",
    SOURCE.replace("std::cout", "if (sum) return 1; std::cout"): "RTE",
    SOURCE.replace("int main", "int mian"): "CE",
}


def figures() -> Iterator[Figure]:
    version().problem.publish(version())
    others = [prepared(kind) for kind in other_kinds() for _ in range(OTHERS)]
    began = time.monotonic()
    committed = [*submitted(), *(enqueue() for enqueue in others)]
    took = time.monotonic() - began
    wait_until(lambda: not Job.objects.live().exists(), PATIENCE, pause=0.2)
    drained = time.monotonic() - began
    wrong = [job for job in committed if not is_right(job)]
    reason = f"{len(committed)} jobs committed within {took:.1f} s" + too_slow(took)
    if wrong:
        reason += "; not right: " + ", ".join(map(told, wrong[:10]))
    yield Figure("jobs.burst_right", 1 - len(wrong) / len(committed), "", 1.0, reason, at_least=True)
    steps = Job.objects.exclude(chain=None).count()
    reason = f"from the first commit, with the {steps} jobs to which imports and verifications led"
    yield Figure("jobs.burst_drain_s", drained, "s", None, reason)


def other_kinds() -> list[Kind]:
    """Not those of the queue that is emptied meanwhile, which is one of the errands."""
    return [kind for kind in kinds() if kind.name != "run_submission" and kind.queue != EMPTIED]


def submitted() -> Iterator[Job]:
    """As the page does it: a submission and its job are one transaction."""
    submission_kind = next(kind for kind in kinds() if kind.name == "run_submission")
    sources = list(VERDICTS)
    for number in range(SUBMISSIONS):
        with transaction.atomic():
            job = submission_kind.enqueue(submit(version(), sources[number % len(sources)]).pk)
        yield job


def is_right(job: Job) -> bool:
    """Done, by a single claim, and what it is for is there, once."""
    row = Job.objects.filter(pk=job.pk).first()
    if row is None or row.state != Job.State.DONE or row.fence != 1:
        return False
    if row.kind == "run_submission":
        submission = Submission.objects.get(pk=row.subject)
        return submission.verdict == VERDICTS[submission.source]
    kind = next(kind for kind in kinds() if kind.name == row.kind)
    return errand(kind).is_done(row)


def told(job: Job) -> str:
    row = Job.objects.filter(pk=job.pk).first()
    return f"{row} {row.state} {row.reason}" if row else f"{job} is gone"


def too_slow(took: float) -> str:
    return "" if took <= WITHIN else f", not {WITHIN}"
