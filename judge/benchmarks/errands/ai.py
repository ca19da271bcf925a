"""Errands of what the AI is asked for, as far as it has answered."""

from judge.benchmarks.asked import asked_for, judged
from judge.benchmarks.brought import a_text
from judge.benchmarks.drafts import make_problem
from judge.benchmarks.errands.errand import Errand
from judge.benchmarks.errands.submissions import version
from judge.benchmarks.submission import WRONG
from judge.models import AiRun, Job
from judge.proposing import questions
from judge.proposing.rounds import MOST_ROUNDS, State


def a_run_for_hints() -> int:
    return asked_for(judged(version(), WRONG)).pk


def has_hints(job: Job) -> bool:
    run = AiRun.objects.get(pk=job.subject)
    return bool(run.document and run.document["levels"])


def a_proposal() -> int:
    """In its last round, of which all has been answered: nobody has to be asked."""
    state = State(revision=1, round=MOST_ROUNDS, answered=[questions.REPAIR])
    fields = {"kind": AiRun.Kind.PROPOSAL, "key": "bench", "document": state.document()}
    return AiRun.objects.create(problem=make_problem(), **fields).pk


def is_tried_next(job: Job) -> bool:
    return Job.objects.of_chain(job.chain_id or job.pk).filter(kind="try_proposal").count() == 1


def has_ended(job: Job) -> bool:
    return AiRun.objects.get(pk=job.subject).is_finished


ERRANDS = {
    "extract_problem": Errand(lambda: a_text().pk, is_done=lambda job: AiRun.objects.get(pk=job.subject).is_finished),
    "write_hints": Errand(a_run_for_hints, is_done=has_hints),
    "ask_for_proposal": Errand(a_proposal, is_done=is_tried_next),
    "try_proposal": Errand(a_proposal, is_done=has_ended),
}
