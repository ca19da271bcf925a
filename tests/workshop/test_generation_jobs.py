"""The jobs, with real workers: killed in the middle, cancelled, refused."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from judge import blobs, drafting, generation, jobs, queue, working
from judge.generation import Generation
from judge.models import Blob, Job, TestSet
from judge.redis import connection as redis
from tests.harness.processes import wait_until
from tests.queue.conftest import work
from tests.workshop.programs import program, solution
from tests.workshop.rows import fresh, rows_of

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)

PAIR = b'#include <stdio.h>\nint main(int n, char **words) { printf("%s %s\\n", words[1], words[2]); }\n'
SUM = b'#include <stdio.h>\nint main() { int a, b; scanf("%d %d", &a, &b); printf("%d\\n", a + b); }\n'
FAST = {"JOB_LEASE": "3", "JOB_SWEEP": "0.5", "JOB_GRACE": "1"}


@pytest.fixture(autouse=True)
def nothing_waits(transactional_db):
    redis().flushdb()


@pytest.fixture
def ready(write):
    write(
        program("generator", "pair.c", PAIR, language="c"),
        solution("sum.c", SUM, language="c", reference=True),
    )
    return write


def begin(problem, author, kind=jobs.generate_tests):
    with transaction.atomic():
        return kind.enqueue(problem.pk, key=working.job_key(problem.pk), requested_by=author)


def aside(job):
    """How many tests it has kept where nobody sees them."""
    checkpoint = Job.objects.values_list("checkpoint", flat=True).get(pk=job.pk) or {}
    return len(checkpoint.get("tests", {}).get("name", ()))


def test_a_worker_that_is_killed_costs_one_batch(ready, sums, alice, start):
    problem = ready(script="pair {1..250} 5\n")
    job = begin(problem, alice)
    foreman = start("worker", "generation", **FAST)
    wait_until(lambda: aside(job), foreman, patience=240)
    foreman.kill()
    assert 100 <= aside(job) < 250 and rows_of(sums) == []

    start("sweeper", **FAST)
    start("worker", "generation", **FAST)
    wait_until(lambda: not Job.objects.get(pk=job.pk).is_live, patience=240)

    job.refresh_from_db()
    rows = rows_of(sums)
    assert (job.state, job.fence) == (Job.State.DONE, 2)
    assert [blobs.read(row.answer) for row in rows] == [b"%d\n" % (n + 5) for n in range(1, 251)]
    assert (fresh(sums).draft.note, fresh(sums).draft.author) == (generation.NOTE, alice)


def test_what_was_kept_aside_is_not_run_again(ready, runs):
    problem = ready(script="pair {1..150} 5\n")
    kept = []
    Generation(problem, keep=lambda rows: kept.append(list(rows))).run()
    assert [len(rows) for rows in kept] == [100]
    runs.clear()

    found = Generation(problem, kept[0]).run()

    assert len(found) == 150 and runs.count("answer") == 50


def test_a_failed_job_says_why_and_keeps_what_is_good(ready, sums, alice, work):
    begin(ready(script="pair 1 2\npair 1 2 twice\npair 1 2 thrice\n"), alice)

    work("generation")

    job = Job.objects.get()
    assert job.state == Job.State.DEAD
    assert [(failure["line"], failure["test"]) for failure in job.checkpoint["failures"]] == [
        (2, "pair-02"),
        (3, "pair-03"),
    ]
    assert job.reason.startswith("line 2, test pair-02: It has the same input as the test pair-01.")
    assert rows_of(sums) == [] and fresh(sums).draft.note == ""


def test_outputs_that_disagree_are_kept_to_be_looked_at(ready, sums, alice, work):
    other = solution("other.c", SUM.replace(b"a + b", b"a - b"), language="c")
    begin(ready(other, script="pair 1 2\n"), alice)

    work("generation")

    [failure] = Job.objects.get().checkpoint["failures"]
    assert (failure["line"], failure["test"]) == (1, "pair-01")
    assert (blobs.read(failure["ours"]), blobs.read(failure["theirs"])) == (b"3\n", b"-1\n")
    assert failure["other"] == "other.c"


def test_what_is_done_meanwhile_makes_it_dead_with_the_reason(ready, sums, alice, work):
    begin(ready(script="pair 1 2\n"), alice)
    ready(script="nothing 1\n")

    work("generation")

    assert Job.objects.get().reason == ("Line 1 of the script: There is no generator nothing. There is pair.")


def test_a_cancelled_job_leaves_the_tests(ready, sums, alice, work):
    job = begin(ready(script="pair 1 2\n"), alice)
    queue.cancel(job)
    work("generation")

    assert rows_of(sums) == []


@pytest.mark.parametrize(("tests", "most"), [(20, 3), (200, 4)])
def test_statements_of_the_work(ready, sums, alice, work, tests, most):
    ready(script=f"pair {{1..{tests}}} 5\n")
    begin(sums, alice)

    with CaptureQueriesContext(connection) as seen:
        work("generation")

    assert Job.objects.get().state == Job.State.DONE
    statements = [query["sql"] for query in seen.captured_queries]
    counted = [
        sql
        for sql in statements
        if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) and "judge_job" not in sql
    ]
    assert len(counted) <= most, "\n".join(sql[:150] for sql in counted)
    assert fresh(sums).draft.note == generation.NOTE


def test_what_bob_saves_while_it_works_is_kept(ready, sums, alice, bob):
    problem = ready(script="pair 1 2\n")
    found = Generation(problem).run()
    drafting.save(sums, bob, "script", "pair 1 2\n# of mine\n", None)

    state = generation.put_in_place(problem, alice, found)

    assert (state.number, state.note, state.author) == (3, generation.NOTE, alice)
    assert state.document["script"] == "pair 1 2\n# of mine\n"
    assert [row.name for row in rows_of(sums)] == ["pair-01"]


def test_blobs_of_generated_tests_are_never_collected(ready, sums, alice, work):
    """Their links are left to the collector."""
    begin(ready(script="pair 1 2\n"), alice)
    work("generation")
    assert not fresh(sums).draft.is_linked
    stray = blobs.put(b"of nobody")
    Blob.objects.update(last_used="2026-01-01T00:00Z")

    jobs.collect_blobs.function()

    row = rows_of(sums)[0]
    assert set(Blob.objects.filter(pk__in=[row.input, row.answer, stray]).values_list("pk", flat=True)) == {
        row.input,
        row.answer,
    }
    assert (blobs.read(row.input), blobs.read(row.answer)) == (b"1 2\n", b"3\n")
    assert fresh(sums).draft.is_linked


def test_those_of_a_state_before_the_newest_neither(ready, sums, alice, work):
    begin(ready(script="pair 1 2\n"), alice)
    work("generation")
    first = rows_of(sums)[0]
    drafting.change(sums, alice, lambda draft: draft.document, tests=TestSet.nothing())
    Blob.objects.update(last_used="2026-01-01T00:00Z")

    jobs.collect_blobs.function()

    assert Blob.objects.filter(pk__in=[first.input, first.answer]).count() == 2


def test_nor_those_that_a_later_state_shares(ready, sums, alice, bob, work):
    begin(ready(script="pair 1 2\n"), alice)
    work("generation")
    first = rows_of(sums)[0]
    drafting.save(sums, bob, "script", "pair 1 2\n# more\n", None)
    assert fresh(sums).draft.shares and not fresh(sums).draft.is_linked
    Blob.objects.update(last_used="2026-01-01T00:00Z")

    jobs.collect_blobs.function()

    assert Blob.objects.filter(pk__in=[first.input, first.answer]).count() == 2
    assert fresh(sums).draft.is_linked and rows_of(sums) == [first]


def test_a_checker_that_answers_neither_is_said_at_its_test(ready, sums, alice, work):
    checker = program("checker", "neither.py", b"import sys\nsys.exit('what is that?')\n")
    ready(checker, solution("again.c", SUM + b"// again\n", language="c"), script="pair 1 2\npair 3 4\n")
    drafting.save(sums, alice, "checker", {"kind": "program", "path": "neither.py", "args": [], "tests": []}, None)
    begin(sums, alice)

    work("generation")

    [failure] = Job.objects.get().checkpoint["failures"]
    assert (failure["line"], failure["test"]) == (1, "pair-01")
    assert failure["message"] == "the checker exited with 1, which is no verdict. what is that?"
    assert rows_of(sums) == []


def test_a_reference_that_crashes_on_test_37_of_200(ready, sums, alice, work):
    begin(ready(script="pair 1 {1..3}\n"), alice)
    work("generation")
    good = rows_of(sums)
    crashing = SUM.replace(b"int a, b;", b"int a, b; ").replace(b"printf", b"if (a == 37) return 3; printf")
    ready(solution("sum.c", crashing, language="c", reference=True), script="pair {1..200} 0\n")
    begin(sums, alice)

    work("generation")

    job = Job.objects.latest("pk")
    [failure] = job.checkpoint["failures"]
    assert (failure["line"], failure["test"]) == (1, "pair-37")
    assert job.reason == "line 1, test pair-37: sum.c ended with exit code 3."
    assert rows_of(sums) == good
