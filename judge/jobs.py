"""Every background job: the table of contents of what happens outside a request. Ids in, one call inside."""

import time

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from judge import (
    events,
    generation,
    hunting,
    invocations,
    invoking,
    judging,
    outputs,
    program_checks,
    publishing,
    rejudging,
    retention,
    trials,
    verification,
    warming,
    working,
)
from judge.caching import entries
from judge.checking import CheckerError
from judge.models import (
    Invocation,
    InvocationCell,
    InvocationRow,
    Job,
    Problem,
    ProblemVersion,
    Rejudge,
    Revision,
    Submission,
    Upload,
    User,
)
from judge.packages import uploading
from judge.packages.package import PackageError
from judge.queue import Refused, chunk, crowds, delete, fence, holding, job, last_write, report, retry, say


def end_submissions(ids):
    """Their jobs came to nothing."""
    rows = Job.objects.filter(kind="run_submission", subject__in=ids).order_by("pk")
    latest = {job.subject: job for job in rows.only("subject", "state", "started", "finished")}
    cancelled = {pk: job.seconds for pk, job in latest.items() if job.state == Job.State.CANCELLED}
    Submission.objects.filter(pk__in=set(ids) - set(cancelled)).give_up()
    Submission.objects.cancel(cancelled)
    for pk in ids:
        events.publish_on_commit(Submission(pk=pk).topic, state="judged")


def judge_submissions_again(ids):
    Submission.objects.filter(pk__in=ids).judge_again()
    events.forget_on_commit([Submission(pk=pk).topic for pk in ids])


@job(
    queue="execution",
    priority=8,
    soft=270,
    hard=300,
    on_abandon=end_submissions,
    on_revive=judge_submissions_again,
)
def run_submission(submission_id):
    submission = Submission.objects.for_judging().get(pk=submission_id)

    def keep(found):
        with chunk():
            submission.keep(found)

    found = judging.judge(submission, fence(), keep, report)
    with last_write():
        submission.decide(found)
    events.publish(submission.topic, fence=fence(), state="judged")


def judge_again(submission):
    """What ended through our fault: by the job that died of it, or by a new one."""
    job = Job.objects.about("run_submission", submission.pk).order_by("-pk").first()
    if job and retry(job):
        return
    with transaction.atomic():
        judge_submissions_again([submission.pk])
        run_submission.enqueue(submission.pk, key=f"judge {submission.pk}", requested_by=submission.author)


# A package becomes a published problem: import, verify, publish


def forget_uploads(ids):
    Upload.objects.filter(pk__in=ids).delete()


@job(
    queue="generation",
    soft=28 * 60,
    hard=30 * 60,
    cap=600,
    leads_to="verify_version",
    on_delete=forget_uploads,
)
def import_package(upload_id):
    upload = Upload.objects.select_related("author").get(pk=upload_id)
    try:
        taken = uploading.import_upload(upload)
    except PackageError as error:
        raise Refused(str(error)) from error
    for note in taken.notes:
        say(note)
    with last_write():
        Upload.objects.filter(pk=upload_id).update(version=taken.version)
        verify_version.enqueue(taken.version.pk, after=holding())


@job(queue="generation", soft=28 * 60, hard=30 * 60, cap=600, leads_to="publish_version")
def verify_version(version_id):
    """Every solution gets what its author expects. One that did isn't run again, however often this begins."""
    version = ProblemVersion.objects.get(pk=version_id)
    solutions = verification.solutions(version)
    agreed = list(holding().checkpoint or [])
    wrong = []
    for program in solutions:
        if program["path"] in agreed:
            continue
        found = verification.verified(version, program)
        say(f"{found.path}: {found.verdict or 'its language is not installed'}")
        if found.agrees is False:
            wrong.append(found.path)
            continue
        agreed.append(found.path)
        report(len(agreed), len(solutions))
        with chunk(agreed):
            pass
    if wrong:
        raise Refused(f"{', '.join(wrong)} did not get what was expected")
    with last_write():
        publish_version.enqueue(version_id, after=holding())


@job(queue="maintenance", priority=4)
def publish_version(version_id):
    version = ProblemVersion.objects.select_related("problem").get(pk=version_id)
    with last_write():
        version.problem.publish(version)
    warming.warm_version(version_id)


# An author's tests. Both kinds of job have the same key: one at a time on a problem


def tell_authors(ids):
    for problem_id in ids:
        events.publish_on_commit(working.topic(problem_id), state="ended")


def forget_leftovers(ids):
    working.leftovers(ids).delete()


def work_on_tests(problem_id, verb, put_in_place):
    """Rows at checkpoints, in a test set that nobody sees; the draft changes once, when all of them are right."""
    problem = Problem.objects.select_related("draft__tests").get(pk=problem_id)
    state = {"set": ((holding() and holding().checkpoint) or {}).get("set")}
    tell = working.Teller(problem_id, fence(), report)

    def keep(rows):
        with chunk(state):
            state["set"] = working.kept_aside(problem, rows, state["set"])

    work = verb(problem, working.aside(problem, state["set"]), keep=keep, report=tell, say=say)
    try:
        found = work.run()
    except generation.Impossible as error:
        raise Refused(str(error)) from error
    if work.failures.found:
        with chunk(state | {"failures": work.failures.documents()}):
            working.keep_evidence(problem, work.failures)
        raise Refused(work.failures.summary)
    with last_write():
        put_in_place(problem, requester(), found, state["set"])
    tell.end()


def requester():
    """Who asked for the running job, without a statement to find out more."""
    job = holding()
    return User(pk=job.requested_by_id) if job and job.requested_by_id else None


@job(
    queue="generation",
    soft=28 * 60,
    hard=30 * 60,
    cap=600,
    on_abandon=tell_authors,
    on_delete=forget_leftovers,
)
def generate_tests(problem_id):
    work_on_tests(problem_id, generation.Generation, generation.put_in_place)


@job(
    queue="generation",
    soft=14 * 60,
    hard=15 * 60,
    cap=600,
    on_abandon=tell_authors,
    on_delete=forget_leftovers,
)
def generate_outputs(problem_id):
    work_on_tests(problem_id, outputs.Answering, outputs.put_in_place)


def begin_on_tests(kind, problem, user):
    """The job that does it, or the one that works on this problem's tests already. What a person's own last try has
    found before it failed isn't done again."""
    last = Job.objects.about(kind.name, problem.pk).order_by("-pk").first()
    if last and last.requested_by_id == user.pk and last.can_be_retried and retry(last):
        return last
    with transaction.atomic():
        return kind.enqueue(problem.pk, key=working.job_key(problem.pk), requested_by=user)


@job(queue="generation", soft=28 * 60, hard=30 * 60, cap=600, on_delete=forget_uploads)
def import_into_draft(upload_id):
    """A package becomes the newest state of the draft that it was brought to."""
    upload = Upload.objects.select_related("author", "problem").get(pk=upload_id)
    try:
        brought = uploading.bring_upload(upload)
    except PackageError as error:
        raise Refused(str(error)) from error
    say(brought.summary)
    for note in brought.notes:
        say(f"Not taken as it was: {note}")
    assert upload.problem, "it was brought to a draft"
    with last_write():
        brought.take_up(upload.problem, upload.author)
        ask_for_check(upload.problem, upload.author)


# A draft's programs


def tell_of_programs(ids):
    """Their pages look at the job's row."""
    for pk in ids:
        events.publish_on_commit(program_checks.topic(Problem(pk=pk)), state="ended")


@job(queue="execution", priority=6, soft=270, hard=300, on_abandon=tell_of_programs, on_revive=tell_of_programs)
def check_programs(problem_id):
    """Compile what has no answer yet, and ask it its own tests. The newest draft's, whatever was there when it was
    asked for.
    """
    problem = Problem.objects.get(pk=problem_id)
    document, topic = draft_of(problem).document, program_checks.topic(problem)
    asked = program_checks.is_asked(document)
    done = set(program_checks.known(problem, asked))
    for count, found in enumerate(program_checks.answers(document, done), 1):
        with chunk():
            program_checks.keep(problem, [found])
        report(len(done) + count, len(asked))
        events.publish(topic, key=found[0])
    with last_write():
        program_checks.forget(problem, asked)
    events.publish(topic, state="ended")


def draft_of(problem):
    """The newest."""
    return Revision.objects.get(pk__in=Problem.objects.filter(pk=problem.pk).values("draft"))


def ask_for_check(problem, user):
    """In the transaction of the change. A change while one runs is another job, which finds most of it done."""
    asked = program_checks.is_asked(draft_of(problem).document)
    if asked - set(program_checks.known(problem, asked)):
        mark = program_checks.hashed(sorted(asked))[:20]
        check_programs.enqueue(problem.pk, key=f"check {problem.pk} {mark}", requested_by=user)


# An author's solutions on the draft's tests


def end_invocations(ids):
    for pk in ids:
        events.publish_on_commit(Invocation(pk=pk).topic, state="ended")


@job(queue="generation", priority=6, soft=28 * 60, hard=30 * 60, cap=600, on_abandon=end_invocations)
def invoke(invocation_id):
    """What it lacks, however often this begins."""
    invocation = Invocation.objects.select_related("problem", "tests").get(pk=invocation_id)

    def keep(row, cells):
        with chunk():
            invocations.save(row, cells)

    def tell(**said):
        events.publish(invocation.topic, fence=fence(), **said)

    try:
        invoking.Work(invocation, keep, report, tell).run()
    except CheckerError as error:
        raise Refused(str(error)) from error
    with last_write():
        pass
    tell(state="ended")


def invocation_key(problem_id):
    return f"invoke {problem_id}"


def begin_invocation(problem, draft, user):
    """The invocation that begins, or that of this problem which is at work. Raises Impossible."""
    key = invocation_key(problem.pk)
    if live := Job.objects.live().filter(key=key).first():
        return Invocation.objects.get(pk=live.subject)
    with transaction.atomic():
        invocation = invocations.begun(problem, draft, user)
        job = invoke.enqueue(invocation.pk, key=key, requested_by=user)
        if job.subject != invocation.pk:  # somebody else's has begun this very moment
            invocation.delete()
            return Invocation.objects.get(pk=job.subject)
    return invocation


def go_on(invocation, user):
    """With what it lacks, after a job of its that came to nothing."""
    last = Job.objects.about("invoke", invocation.pk).order_by("-pk").first()
    if not (last and last.can_be_retried and retry(last)):
        with transaction.atomic():
            invoke.enqueue(invocation.pk, key=invocation_key(invocation.problem_id), requested_by=user)


def invoke_again(invocation, user, **what):
    """Some of it. Raises Impossible while the problem's solutions are being run."""
    key = invocation_key(invocation.problem_id)
    with transaction.atomic():
        Problem.objects.select_for_update().get(pk=invocation.problem_id)  # so that of two presses one is later
        if Job.objects.live().filter(key=key).exists():
            raise generation.Impossible("Solutions are being run already: wait until that is done, or cancel it.")
        invocations.clear(invocation, **what)
        return invoke.enqueue(invocation.pk, key=key, requested_by=user)


def end_cells(ids):
    for cell in InvocationCell.objects.filter(pk__in=ids).select_related("invocation"):
        events.publish_on_commit(cell.invocation.topic, cell=[cell.place, cell.test])


@job(queue="generation", priority=7, soft=4 * 60, hard=5 * 60, on_abandon=end_cells)
def show_cell(cell_id):
    cell = InvocationCell.objects.select_related("invocation__problem", "invocation__tests").get(pk=cell_id)
    try:
        run = invoking.run_cell(cell)
    except CheckerError as error:
        raise Refused(str(error)) from error
    if run is None:
        raise Refused("This solution can't be run here.")
    found = invoking.filled(cell, run)
    with last_write():
        invocations.save_cells([found])
    events.publish(cell.invocation.topic, cell=[cell.place, cell.test])


def ask_for_cell(invocation, place, test, user):
    """Run it to see what it prints, unless that is known already."""
    with transaction.atomic():
        cell, _ = InvocationCell.objects.get_or_create(invocation=invocation, place=place, test=test)
        if not cell.is_known:
            show_cell.enqueue(cell.pk, key=f"cell {cell.pk}", requested_by=user)


def hunt_topic(problem_id):
    """Of its own: elsewhere the fences of other jobs count."""
    return f"problem:{problem_id}:hunts"


def end_hunts(ids):
    for row in InvocationRow.objects.filter(pk__in=ids).select_related("invocation"):
        events.publish_on_commit(hunt_topic(row.invocation.problem_id), state="ended")


@job(queue="generation", soft=10 * 60, hard=12 * 60, cap=600, on_abandon=end_hunts)
def search_for_test(row_id):
    """For one that kills the solution of that row. Bounded in time and tries."""
    row = InvocationRow.objects.select_related("invocation").get(pk=row_id)
    problem = Problem.objects.select_related("draft__tests").get(pk=row.invocation.problem_id)
    path = invocations.solutions(row.invocation.document)[row.place]["path"]
    topic = hunt_topic(problem.pk)

    def keep(state):
        with chunk(state):
            pass
        events.publish(topic, state="going on")

    job = holding()
    seed, kept = (job.pk, job.checkpoint) if job else (row.pk, None)  # another search tries other words
    search = hunting.Hunt(problem, path, seed, report, keep, kept)
    try:
        find = search.run()
    except (generation.Impossible, CheckerError) as error:
        raise Refused(str(error)) from error
    found = search.row(find) if find else None
    with last_write():
        search.end(row, requester(), found)
    events.publish(topic, state="ended")


def begin_hunt(row, user):
    """Once, whoever asks."""
    last = Job.objects.about("search_for_test", row.pk).order_by("-pk").first()
    if last and last.can_be_retried and retry(last):
        return
    with transaction.atomic():
        search_for_test.enqueue(row.pk, key=f"hunt {row.pk}", requested_by=user)


# From a draft to what solvers see


def told_of_drafts(ids):
    """Their pages look at the job's row."""
    for pk in ids:
        events.publish_on_commit(trials.topic(Problem(pk=pk)), state="ended")


def drafted(problem_id):
    return Problem.objects.select_related("draft__tests").get(pk=problem_id)


@job(
    queue="generation",
    priority=6,
    soft=28 * 60,
    hard=30 * 60,
    cap=600,
    on_abandon=told_of_drafts,
    on_revive=told_of_drafts,
)
def verify_draft(problem_id):
    """What every solution gets on the draft's tests. One that has its verdict on the same content isn't run again."""
    problem = drafted(problem_id)
    topic, asked = trials.topic(problem), set(trials.wanted(problem, problem.draft).values())
    done = set(trials.known(problem, asked))
    report(len(done), len(asked))
    try:
        for count, trial in enumerate(trials.tried(problem, problem.draft, done), len(done) + 1):
            with chunk():
                trials.keep(trial)
            report(count, len(asked))
            events.publish(topic, fence=fence(), key=trial.key)
    except trials.Impossible as error:
        raise Refused(str(error)) from error
    with last_write():
        trials.forget(problem, asked)
    events.publish(topic, fence=fence(), state="ended")


def verify(problem, user):
    """One at a time on a problem."""
    with transaction.atomic():
        return verify_draft.enqueue(problem.pk, key=trials.job_key(problem), requested_by=user)


@job(queue="execution", priority=7, on_abandon=told_of_drafts, on_revive=told_of_drafts)
def publish_draft(problem_id):
    """Its key holds the mark of what was looked at. By a job, because it renders somebody's text in the sandbox."""
    mark = holding().key.rpartition(" ")[2] if holding() else None
    problem = drafted(problem_id)
    try:
        version = publishing.prepared(problem, problem.draft, mark)
        with last_write():
            publishing.publish(problem, problem.draft, version)
    except publishing.Unfit as error:
        raise Refused(str(error)) from error
    events.publish(trials.topic(problem), state="ended")
    warming.warm_version(problem_version(problem_id))


def problem_version(problem_id):
    return Problem.objects.values_list("current", flat=True).get(pk=problem_id)


def publish(problem, mark, user):
    with transaction.atomic():
        return publish_draft.enqueue(problem.pk, key=publishing.job_key(problem, mark), requested_by=user)


def told_of_rejudges(ids):
    for problem in Problem.objects.filter(rejudges__in=ids).distinct():
        events.publish_on_commit(rejudging.topic(problem), state="ended")


@job(
    queue="execution",
    priority=1,
    soft=270,
    hard=300,
    on_abandon=told_of_rejudges,
    on_revive=told_of_rejudges,
)
def rejudge_submissions(rejudge_id):
    """One after another, for a while; then the rest is another job, behind the submissions that came meanwhile."""
    rejudge = Rejudge.objects.select_related("problem", "version").defer(None).get(pk=rejudge_id)
    topic, began = rejudging.topic(rejudge.problem), time.monotonic()
    state, is_over = (holding() and holding().checkpoint) or {}, False
    for submission in rejudging.left(rejudge):
        if time.monotonic() - began > rejudging.STRETCH:
            break

        def keep(part, of=submission.pk):
            with chunk({"of": of, "part": part}):
                pass

        part = state.get("part") if state.get("of") == submission.pk else None
        found = rejudging.judged(submission, rejudge, part, keep)
        with chunk():
            rejudging.settle(rejudge, submission, found)
        report(rejudge.judged, rejudge.total)
        events.publish(topic, done=rejudge.judged)
    else:
        is_over = True
    with last_write():
        if not is_over:
            rejudge_submissions.enqueue(rejudge_id, requested_by=rejudge.requested_by)
    events.publish(topic, state="ended")


@transaction.atomic
def rejudge(problem, which, user):
    """One at a time on a problem: the one that is at it, one that was stopped and is asked for again, or a new one."""
    problem = rejudging.locked(problem)
    rows = Job.objects.filter(kind=rejudge_submissions.name, subject__in=problem.rejudges.values("pk"))
    last = rows.defer("log", "checkpoint").order_by("-pk").first()
    if last and (last.is_live or goes_on(last, problem, which)):
        return last
    begun = rejudging.start(problem, which, user)
    return rejudge_submissions.enqueue(begun.pk, requested_by=user)


def goes_on(job, problem, which):
    if not job.can_be_retried:
        return False
    same = Rejudge.objects.filter(pk=job.subject, which=which, version=problem.current_id)
    return same.exists() and retry(job)


# By the clock, and what people clear away


@job(queue="maintenance", priority=3, every="*/5 * * * *")
def warm_problem_cache():
    say(f"{warming.warm_problems()} problems.")


@job(queue="maintenance", priority=3, every="*/15 * * * *")
def warm_user_stats():
    say(f"{warming.warm_statistics()} people.")


@transaction.atomic
def warm_everything(requested_by=None):
    """Now; once, however often it is asked for until then."""
    for kind in (warm_problem_cache, warm_user_stats):
        kind.enqueue(key=f"{kind.name} by hand", requested_by=requested_by)


INVALIDATE = "invalidate "  # and a pattern: the key of such a job, which is all that it is about


@job(queue="maintenance", priority=4)
def invalidate_cache():
    pattern = holding().key.removeprefix(INVALIDATE)
    say(f"{entries.invalidate(pattern)} entries of {pattern} dropped.")


def invalidate(pattern, requested_by=None):
    """Soon, once whatever is waiting or running: what is kept is right, so that it is about room and doubts only."""
    with transaction.atomic():
        return invalidate_cache.enqueue(key=f"{INVALIDATE}{entries.checked(pattern)}", requested_by=requested_by)


FEW = 10  # jobs, each of which goes through the whole Redis


def invalidate_each(name, ids, requested_by=None):
    """What is kept of each of them under that name; of everybody, where they are many: it is made again when needed."""
    for pattern in [f"{name}:{pk}:*" for pk in ids] if len(ids) <= FEW else [f"{name}:*"]:
        invalidate(pattern, requested_by)


@job(queue="maintenance", priority=2, every="17 4 * * *")
def clear_sessions():
    call_command("clearsessions")


@job(queue="maintenance", priority=2)
def delete_job(job_id):
    """With the whole workflow that it is a step of, if it is one."""
    found = Job.objects.get(pk=job_id)
    steps = list(Job.objects.of_chain(found.chain_id or found.pk).only("state"))
    if any(step.is_live for step in steps):
        raise Refused("a job that waits or runs can't be deleted; cancel it first")
    with last_write():
        delete(steps)


@job(queue="maintenance", priority=2, every="37 4 * * *")
def delete_old_jobs():
    deleted = 0
    for some in retention.expired_jobs():
        with chunk():
            deleted += delete(some)
    say(f"{deleted} deleted.")


@job(queue="maintenance", priority=2, every="57 4 * * *")
def collect_blobs():
    removed = 0
    for some in retention.unused_blobs():
        with chunk():
            removed += retention.collect(some)
    say(f"{removed} removed.")


# What people do to a whole queue: at once when one transaction is enough, otherwise by a job

FIRST = 10_000  # priority: it may be the maintenance queue itself that is overfull


def empty(queue, by) -> int | Job:
    """Cancel all that waits in it: how many were, or the job that will do it."""
    rows = crowds.waiting(queue)
    return later(empty_queue, queue, by) if crowds.are_many(rows) else sum(crowds.in_batches(rows, crowds.cancel))


def retry_dead(queue, by) -> int | Job:
    rows = crowds.dead(queue)
    return later(retry_queue, queue, by) if crowds.are_many(rows) else sum(crowds.in_batches(rows, crowds.retry))


def later(kind, queue, by) -> Job:
    with transaction.atomic():
        return kind.enqueue(settings.QUEUES.index(queue), requested_by=by)


@job(queue="maintenance", priority=FIRST)
def empty_queue(place):
    done = in_stretches(crowds.waiting(settings.QUEUES[place]), crowds.cancel)
    say(f"{done} cancelled.")


@job(queue="maintenance", priority=FIRST)
def retry_queue(place):
    done = in_stretches(crowds.dead(settings.QUEUES[place]), crowds.retry)
    say(f"{done} queued again.")


def in_stretches(rows, do) -> int:
    """To those that were there when somebody asked for it."""
    rows = rows.filter(pk__lt=holding().pk)
    done, goal = 0, rows.count()
    for some in crowds.in_batches(rows, do, chunk):
        done += some
        report(done, goal)
    return done
