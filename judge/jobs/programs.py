"""A draft's programs are compiled, and asked their own tests."""

from judge import (
    events,
    program_checks,
)
from judge.models import (
    Problem,
)
from judge.queue import chunk, job, last_write, report


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
    return problem.revisions.only("document").latest("number")


def ask_for_check(problem, user):
    """In the transaction of the change. A change while one runs is another job, which finds most of it done."""
    asked = program_checks.is_asked(draft_of(problem).document)
    if asked - set(program_checks.known(problem, asked)):
        mark = program_checks.hashed(sorted(asked))[:20]
        check_programs.enqueue(problem.pk, key=f"check {problem.pk} {mark}", requested_by=user)
