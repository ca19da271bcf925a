"""Proposals: the model is asked in the workers that hold its SDK, its programs run in those that run programs; each
step enqueues the next one in its last write, until a round is good or there may be no more."""

import time

from django.db import transaction

from judge import asking, events, ledger
from judge.gemini import AiError
from judge.jobs.ai import CAP, HARD, SOFT, ends_runs, explained, revive_runs
from judge.models import AiRun, Job, Problem
from judge.models.text import readable
from judge.proposing import questions
from judge.proposing.beginning import NotYet, lacks, refuse_unready
from judge.proposing.report import Fault
from judge.proposing.rounds import State
from judge.proposing.tryout import Tryout
from judge.queue import Refused, SoftLimit, chunk, holding, job, last_write, report, retry, say
from judge.wishes import Impossible

KINDS = ("try_proposal", "ask_for_proposal")
PAUSE = 0.5  # seconds between two events of one step


@job(
    queue="generation",
    priority=4,
    soft=28 * 60,
    hard=30 * 60,
    cap=600,
    on_abandon=ends_runs("try_proposal"),
    on_revive=revive_runs,
)
def try_proposal(run_id):
    """Run what has been written; before anything has, see whether the draft is ready for it."""
    run = AiRun.objects.with_draft().get(pk=run_id)
    if run.is_finished:
        return
    state, problem = State.of(run.document), problem_of(run)
    steps = Steps(run, state)
    goes_on = judged(problem, state, steps) if state.revision else begun(problem, state)
    with last_write():
        if goes_on:
            AiRun.objects.filter(pk=run.pk).update(document=state.document())
            ask_for_proposal.enqueue(run.pk, key=f"ask {run.pk}", after=holding())
        else:
            run.finish(run.calls or ledger.columns([]), state.document())
    steps.end()


def problem_of(run) -> Problem:
    """Of a run with_draft(): with the newest state of its draft."""
    if run.problem is None or run.problem.is_deleted or run.draft is None:
        raise Refused("The problem isn’t there any more.")
    run.problem.draft = run.draft
    return run.problem


def begun(problem, state) -> bool:
    try:
        refuse_unready(problem)
    except NotYet as error:
        raise Refused(str(error)) from error
    state.revision = problem.draft.number
    return True


def judged(problem, state, steps) -> bool:
    """Whether another round is to be asked for."""
    tryout = Tryout(problem, state.suite, state.round, steps)
    try:
        tryout.run()
    except Impossible as error:
        raise Refused(str(error)) from error
    except SoftLimit:  # the next round is told, and what is known counts
        tryout.report.failures.insert(0, Fault("", "It took too long, so not all of it was run."))
    found = tryout.report
    for fault in found.first_faults:
        say(f"Round {state.round}: {readable(fault.words)}")
    say(f"Round {state.round}: {found.tests} tests, {found.killed} of {len(found.kills)} wrong solutions caught.")
    goes_on = state.judge(found)
    if not goes_on:
        state.end()
    return goes_on


@job(
    queue="ai",
    soft=SOFT,
    hard=HARD,
    cap=CAP,
    on_abandon=ends_runs("ask_for_proposal"),
    on_revive=revive_runs,
)
def ask_for_proposal(run_id):
    """What the round lacks. An answer is safe before the next question: the asker has written it down."""
    run = AiRun.objects.for_asking().with_draft().get(pk=run_id)
    if run.is_finished:
        return
    state, asker = State.of(run.document), asking.Asker(run)
    steps = Steps(run, state)
    try:
        ask(run, state, asker, steps)
    except SoftLimit:
        keep_answers(run, state, asker)
        raise
    except AiError as error:
        end_without(error, run, state, asker)
    else:
        with last_write():
            run.keep(asker.calls, document=state.document())
            try_proposal.enqueue(run.pk, key=f"try {run.pk}", after=holding())
    steps.end()


def ask(run, state, asker, steps):
    problem, left = problem_of(run), state.questions
    if lacking := lacks(problem.draft):  # meanwhile
        raise Refused(lacking[0])
    for done, task in enumerate(left):
        steps("ask", done=done, goal=len(left))
        fields = questions.fields(task, problem, state.suite, state.report)
        state.take(task, asker.ask(task, questions.SCHEMAS[task], **fields))
    steps("ask", is_over=True, words=f"{asker.tokens:,} tokens so far")


def end_without(error, run, state, asker):
    """Where asking again can't mend it, the best round by now is what there is. What has been answered stays: people
    may go on from there on another day."""
    if error.transient or state.best is None:
        keep_answers(run, state, asker)
        with explained():
            raise error
    say(f"No more rounds: {error.words}")
    state.end(error.words)
    with last_write():
        run.finish(asker.calls, state.document())


def keep_answers(run, state, asker):
    if state.answered != run.document["answered"]:
        with chunk():
            run.keep(asker.calls, document=state.document())


class Steps:
    """Tells whoever watches which step is at work, and keeps what each came to with the proposal."""

    def __init__(self, run, state):
        self.topic, self.state, self.round = run.topic, state, state.round
        self.now, self.told = "", 0.0

    def __call__(self, step, *, done=0, goal=0, is_over=False, is_fine=True, words=""):
        said = {"round": self.round, "step": step, "done": done, "goal": goal}
        said |= {"is_over": is_over, "is_fine": is_fine, "words": words}
        if is_over:
            self.state.add_step(said)
        else:
            report(done, goal)
        if is_over or step != self.now or time.monotonic() - self.told > PAUSE:
            events.publish(self.topic, **said)
            self.now, self.told = step, time.monotonic()

    def end(self):
        events.publish(self.topic, state="ended")


# Begun by people


def begin_proposal(problem, user) -> AiRun:
    """Another one, unless one is at work."""
    with transaction.atomic():
        Problem.objects.select_for_update().get(pk=problem.pk)
        at_work = Job.objects.live().filter(kind__in=KINDS).values("subject")
        if run := proposals_of(problem).filter(pk__in=at_work).first():
            return run
        run = AiRun.objects.create(
            kind=AiRun.Kind.PROPOSAL, key=f"draft {problem.pk}", problem=problem, requested_by=user
        )
        try_proposal.enqueue(run.pk, key=f"try {run.pk}", requested_by=user)
    return run


def newest_proposal(problem):
    return proposals_of(problem).first()


def proposals_of(problem):
    return AiRun.objects.filter(kind=AiRun.Kind.PROPOSAL, problem=problem).order_by("-pk")


def job_of(run):
    """The step that it is at, or came to nothing in."""
    return Job.objects.filter(kind__in=KINDS, subject=run.pk).order_by("-pk").first()


def go_on_with_proposal(run) -> bool:
    """From where it was: what is paid isn't asked again."""
    job = job_of(run)
    return bool(job and job.can_be_retried and retry(job))
