"""The jobs, with real workers: killed in the middle, cancelled, refused."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from judge import blobs, generation, jobs, queue, working
from judge.generation import Generation
from judge.models import Job
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
    problem = ready(script="pair {1..600} 5\n")
    job = begin(problem, alice)
    foreman = start("worker", "generation", **FAST)
    wait_until(lambda: aside(job), foreman)
    foreman.kill()
    assert 100 <= aside(job) < 600 and rows_of(sums) == []

    start("sweeper", **FAST)
    start("worker", "generation", **FAST)
    wait_until(lambda: not Job.objects.get(pk=job.pk).is_live)

    job.refresh_from_db()
    rows = rows_of(sums)
    assert (job.state, job.fence) == (Job.State.DONE, 2)
    assert [blobs.read(row.answer) for row in rows] == [b"%d\n" % (n + 5) for n in range(1, 601)]
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
    begin(fresh(sums), alice, jobs.generate_outputs)

    work("generation")

    [failure] = Job.objects.latest("pk").checkpoint["failures"]
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
