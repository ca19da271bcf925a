"""A job of every kind: what it needs to be about, and how one sees that it did what it is for."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import cache as caches
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from judge import blobs, jobs, program_checks, publishing, rejudging, retention, trials
from judge.benchmarks.asked import asked_for, judged
from judge.benchmarks.brought import a_text
from judge.benchmarks.drafts import NOTHING, begun_invocation, make_answered, make_problem, make_ready
from judge.benchmarks.kinds import do_nothing
from judge.benchmarks.submission import TESTS, WRONG, make_version, submit
from judge.models import (
    AiRun,
    Blob,
    InvocationCell,
    InvocationRow,
    Job,
    Problem,
    ProblemVersion,
    Rejudge,
    Submission,
    Upload,
)
from judge.packages import uploading
from judge.packages.importing import import_package
from judge.proposing import questions
from judge.proposing.rounds import MOST_ROUNDS, State
from judge.queue import Kind
from judge.queue.kinds import KINDS

SAMPLE = settings.BASE_DIR / "samples/mirror"
LONG_AGO = timedelta(days=1000)
EMPTIED = "ai"  # the queue to which people do something as a whole


@dataclass(frozen=True)
class Errand:
    prepare: Callable[[], int | None] = lambda: None  # the job's subject
    key: Callable[[int | None], str | None] = lambda subject: None  # the job's, where it says what it is about
    is_done: Callable[[Job], bool] = lambda job: True


def kinds() -> list[Kind]:
    """Those of the product."""
    return [kind for kind in KINDS.values() if kind.function.__module__.startswith(jobs.__name__)]


def errand(kind: Kind) -> Errand:
    if kind.every:  # nobody has to say what it is about
        return ERRANDS.get(kind.name, Errand())
    return ERRANDS[kind.name]


def prepared(kind: Kind) -> Callable[[], Job]:
    """What remains is to commit it."""
    subject = errand(kind).prepare()
    key = errand(kind).key(subject)

    def enqueue() -> Job:
        with transaction.atomic():
            return kind.enqueue(subject, key=key)

    return enqueue


@cache
def version() -> ProblemVersion:
    return make_version(TESTS)


@cache
def imported() -> ProblemVersion:
    version = import_package(SAMPLE).version
    assert version, "its tests are all there"
    return version


def an_upload() -> int:
    upload = uploading.receive(SAMPLE)
    upload.name = f"mirror-{uuid.uuid4().hex}"
    upload.save()
    return upload.pk


def is_imported(job: Job) -> bool:
    upload = Upload.objects.get(pk=job.subject)
    versions = ProblemVersion.objects.filter(problem__slug=upload.name)
    return list(versions.values_list("pk", flat=True)) == [upload.version_id] and leads_on(job)


def leads_on(job: Job) -> bool:
    """To the next step of its workflow, once."""
    steps = Job.objects.of_chain(job.chain_id or job.pk).filter(kind=KINDS[job.kind].leads_to)
    return steps.count() == 1


def is_published(job: Job) -> bool:
    return Problem.objects.published().filter(current=job.subject).exists()


def make_job(state: str, queue: str, **fields) -> int:
    return Job.objects.create(kind=do_nothing.name, subject=0, state=state, queue=queue, **fields).pk


def a_finished_job() -> int:
    return make_job(Job.State.DONE, do_nothing.queue, finished=Now())


def an_old_job() -> None:
    make_job(Job.State.DONE, do_nothing.queue, finished=Now() - LONG_AGO)


def a_full_queue() -> int:
    make_job(Job.State.QUEUED, EMPTIED, due=Now() + LONG_AGO)
    return settings.QUEUES.index(EMPTIED)


def a_dead_queue() -> int:
    make_job(Job.State.DEAD, EMPTIED, finished=Now())
    return settings.QUEUES.index(EMPTIED)


def is_there_none(state: str) -> bool:
    return not Job.objects.filter(queue=EMPTIED, state=state).exists()


def an_old_session() -> None:
    Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=timezone.now() - LONG_AGO)


def an_unused_blob() -> None:
    sha = blobs.put(uuid.uuid4().bytes)
    Blob.objects.filter(pk=sha).update(last_used=Now() - LONG_AGO)


def has_answers(job: Job) -> bool:
    tests = Problem.objects.with_draft().get(pk=job.subject).draft.tests
    return tests.count == TESTS and all(tests.columns["answer"])


def a_package_for_a_draft() -> int:
    upload = uploading.receive(SAMPLE)
    upload.problem = make_problem()
    upload.save()
    return upload.pk


def has_become_the_draft(job: Job) -> bool:
    problem = Upload.objects.select_related("problem__draft").get(pk=job.subject).problem
    return problem is not None and problem.draft is not None and problem.draft.number == 2


def is_checked(job: Job) -> bool:
    problem = Problem.objects.with_draft().get(pk=job.subject)
    assert problem.draft
    asked = program_checks.is_asked(problem.draft.document)
    return bool(asked) and set(program_checks.known(problem, asked)) == asked


def is_run(job: Job) -> bool:
    rows = InvocationRow.objects.filter(invocation=job.subject)
    return all(row.state == InvocationRow.State.DONE and all(row.results["verdict"]) for row in rows)


def a_cell() -> int:
    return InvocationCell.objects.create(invocation=begun_invocation(1), place=0, test=1).pk


def a_survivor() -> int:
    return begun_invocation(1, NOTHING).rows.get(place=1).pk


def has_found(job: Job) -> bool:
    row = InvocationRow.objects.get(pk=job.subject)
    return bool(row.hunted and row.hunted["test"])


def a_kept_entry(_: int | None) -> str:
    person = uuid.uuid4().int
    caches.cache.set(f"user_stats:{person}:bench", "kept")
    return f"{jobs.INVALIDATE}user_stats:{person}:*"


def is_dropped(job: Job) -> bool:
    assert job.key
    return caches.cache.get(job.key.removeprefix(jobs.INVALIDATE).replace("*", "bench")) is None


def what_is_looked_at(problem: int | None) -> str:
    ready = Problem.objects.with_draft().get(pk=problem)
    assert ready.draft
    return publishing.job_key(ready, publishing.mark_of(ready.draft))


def is_the_current_one(job: Job) -> bool:
    return Problem.objects.published().with_draft().filter(pk=job.subject, current=F("draft__version")).exists()


def is_verified(job: Job) -> bool:
    problem = Problem.objects.with_draft().get(pk=job.subject)
    assert problem.draft
    asked = set(trials.wanted(problem, problem.draft).values())
    return set(trials.known(problem, asked)) == asked


def a_rejudge() -> int:
    older = make_version(3)
    Submission.objects.filter(pk=submit(older, WRONG).pk).update(verdict="AC")
    older.problem.publish(older.under({"stops_early": True, "language_factors": {}}))
    return rejudging.start(older.problem, Rejudge.Which.ALL, None).pk


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


def is_rejudged(job: Job) -> bool:
    found = Rejudge.objects.get(pk=job.subject)
    return (found.judged, found.changes) == (1, {"AC WA": 1})


ERRANDS = {
    "extract_problem": Errand(lambda: a_text().pk, is_done=lambda job: AiRun.objects.get(pk=job.subject).is_finished),
    "run_submission": Errand(
        lambda: submit(version(), WRONG).pk, is_done=lambda job: Submission.objects.get(pk=job.subject).verdict == "WA"
    ),
    "import_package": Errand(an_upload, is_done=is_imported),
    "verify_version": Errand(lambda: imported().pk, is_done=leads_on),
    "publish_version": Errand(lambda: make_version(1).pk, is_done=is_published),
    "delete_job": Errand(a_finished_job, is_done=lambda job: not Job.objects.filter(pk=job.subject).exists()),
    "delete_old_jobs": Errand(an_old_job, is_done=lambda job: not Job.objects.filter(retention.over()).exists()),
    "clear_sessions": Errand(
        an_old_session, is_done=lambda job: not Session.objects.filter(expire_date__lt=timezone.now()).exists()
    ),
    "generate_tests": Errand(lambda: make_problem(script=f"gen 100 {{1..{TESTS}}}").pk, is_done=has_answers),
    "generate_outputs": Errand(lambda: make_problem(tests=TESTS).pk, is_done=has_answers),
    "empty_queue": Errand(a_full_queue, is_done=lambda job: is_there_none(Job.State.QUEUED)),
    "retry_queue": Errand(a_dead_queue, is_done=lambda job: is_there_none(Job.State.DEAD)),
    "invalidate_cache": Errand(key=a_kept_entry, is_done=is_dropped),
    "import_into_draft": Errand(a_package_for_a_draft, is_done=has_become_the_draft),
    "check_programs": Errand(lambda: make_problem(tests=1).pk, is_done=is_checked),
    "invoke": Errand(lambda: begun_invocation(TESTS, NOTHING).pk, is_done=is_run),
    "show_cell": Errand(a_cell, is_done=lambda job: InvocationCell.objects.get(pk=job.subject).is_known),
    "search_for_test": Errand(a_survivor, is_done=has_found),
    "verify_draft": Errand(lambda: make_answered(2).pk, is_done=is_verified),
    "publish_draft": Errand(lambda: make_ready().pk, what_is_looked_at, is_done=is_the_current_one),
    "rejudge_submissions": Errand(a_rejudge, is_done=is_rejudged),
    "try_proposal": Errand(a_proposal, is_done=has_ended),
    "ask_for_proposal": Errand(a_proposal, is_done=is_tried_next),
    "write_hints": Errand(a_run_for_hints, is_done=has_hints),
    "collect_blobs": Errand(an_unused_blob, is_done=lambda job: not retention.unused().exists()),
}
