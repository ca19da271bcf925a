"""Every solution on every test: run once, gone on with, run again where asked to."""

import pytest

from judge import blobs, drafting, invocations, invoking, jobs, judging, matrix, queue, recommending
from judge.generation import Impossible
from judge.matrix import Line
from judge.models import Invocation, InvocationCell, Job
from judge.redis import connection as redis
from tests.harness.processes import wait_until
from tests.queue.conftest import work
from tests.workshop.invoked import PAIRS, POSITIVE, begin, columns, fresh, three, verdicts, written
from tests.workshop.programs import ADD, program, solution

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)

SLOW = b"""import time
a, b = map(int, input().split())
while time.process_time() < 0.4: pass
print(a + b)
"""
FAST = {"JOB_LEASE": "3", "JOB_SWEEP": "0.5", "JOB_GRACE": "1"}


@pytest.fixture(autouse=True)
def nothing_waits(transactional_db):
    redis().flushdb()


@pytest.fixture
def count_runs(monkeypatch):
    """The tests that are run, one number a run."""
    found, original = [], judging.runs

    def counted(executable, version, tests):
        for run in original(executable, version, tests):
            found.append(run.number)
            yield run

    monkeypatch.setattr(judging, "runs", counted)
    return found


def test_every_solution_is_run_on_every_test(sums, alice, work):
    written(sums, alice, *three())
    invocation = begin(sums, alice)
    work("generation")

    assert Job.objects.get().state == Job.State.DONE
    assert verdicts(invocation) == [["AC"] * 3, ["WA", "WA", "AC"], ["AC", "AC", "WA"]]
    lines = invocations.lines(invocation, invocation.rows.order_by("place"))
    assert [line.agrees for line in lines] == [True, True, True]


def test_what_breaks_an_expectation_is_kept_to_be_looked_at(sums, alice, work):
    written(sums, alice, solution("add.py"), solution("positive.py", POSITIVE))
    invocation = begin(sums, alice)
    work("generation")

    [cell] = InvocationCell.objects.all()
    assert (cell.place, cell.test, blobs.read(cell.output_id)) == (1, 3, b"2\n")
    assert blobs.read(cell.message_id)
    assert invocation.rows.get(place=1).results["verdict"] == ["AC", "AC", "WA"]


def test_what_is_known_is_not_run_again(sums, alice, work, count_runs):
    written(sums, alice, *three())
    begin(sums, alice)
    work("generation")
    assert len(count_runs) == 9
    count_runs.clear()

    written(sums, alice, solution("new.py"), pairs=[*PAIRS, (b"7 7\n", b"14\n")])
    invocation = begin(sums, alice)
    work("generation")

    assert sorted(count_runs) == [1, 2, 3, 4, 4, 4, 4]
    assert verdicts(invocation) == [["AC"] * 4, ["WA", "WA", "AC", "WA"], ["AC", "AC", "WA", "AC"], ["AC"] * 4]


def test_a_test_of_the_checker_runs_nothing_again(sums, alice, work, count_runs):
    written(sums, alice, solution("add.py"))
    first = begin(sums, alice)
    work("generation")
    asked = [{"input": None, "answer": blobs.put(b"1"), "output": blobs.put(b"2"), "accepts": False}]
    drafting.save(sums, alice, "checker", {"kind": "tokens", "flags": {}, "tests": asked}, None)
    drafting.save(sums, alice, "programs/add.py", solution("add.py", tests=asked), None)

    second = begin(sums, alice)
    work("generation")

    assert count_runs == [1, 2, 3] and second.document == first.document


def test_another_limit_runs_all_of_it_again(sums, alice, work, count_runs):
    written(sums, alice, solution("add.py"))
    begin(sums, alice)
    work("generation")
    limits = fresh(sums).draft.document["limits"]
    drafting.save(sums, alice, "limits", limits | {"time": 2.0}, None)

    begin(sums, alice)
    work("generation")

    assert count_runs == [1, 2, 3] * 2


def test_two_who_press_at_once_make_one(sums, alice, bob, work):
    written(sums, alice, *three())
    first, second = begin(sums, alice), begin(sums, bob)

    assert first == second
    assert (Invocation.objects.count(), Job.objects.count()) == (1, 1)


def test_of_two_at_the_very_same_moment_one_is_taken_back(sums, alice, bob, monkeypatch):
    written(sums, alice, *three())
    problem, first = fresh(sums), begin(sums, alice)
    monkeypatch.setattr(type(Job.objects.all()), "live", lambda rows: rows.none())
    monkeypatch.setattr(type(Job.objects), "create_once", lambda jobs, key, **fields: (Job.objects.get(), False))
    assert jobs.begin_invocation(problem, problem.draft, bob) == first
    assert Invocation.objects.count() == 1


@pytest.mark.parametrize(
    ("programs", "pairs", "reason"),
    [
        ([], PAIRS, "no solution"),
        ([solution], [], "no tests"),
        ([solution], [(b"1 2\n", None)], "1 of 1 tests have no answer"),
    ],
)
def test_what_is_hopeless_is_refused(sums, alice, programs, pairs, reason):
    written(sums, alice, *(make("add.py") for make in programs), pairs=pairs)
    with pytest.raises(Impossible, match=reason):
        begin(sums, alice)
    assert not Invocation.objects.exists() and not Job.objects.exists()


def test_what_does_not_compile_or_is_not_installed_has_no_cells(sums, alice, work):
    written(
        sums,
        alice,
        solution("bad.c", b"int main( {", language="c"),
        solution("odd.zig", b"", language="zig"),
        solution("add.py"),
    )
    invocation = begin(sums, alice)
    work("generation")

    states = list(invocation.rows.order_by("place").values_list("state", flat=True))
    assert states == ["CE", "absent", "done"]
    assert "error" in invocation.rows.get(place=0).said
    lines = invocations.lines(invocation, invocation.rows.order_by("place"))
    assert [line.agrees for line in lines] == [False, None, True]


def test_a_broken_checker_is_said(sums, alice, work):
    written(sums, alice, solution("add.py"), program("checker", "check.c", b"int main( {", language="c"))
    checker = {"kind": "program", "path": "check.c", "args": []}
    drafting.save(sums, alice, "checker", checker, None)
    begin(sums, alice)
    work("generation")

    job = Job.objects.get()
    assert job.state == Job.State.DEAD and "the checker doesn't compile" in job.reason


def test_a_checker_that_answers_neither_is_said_in_its_cells(sums, alice, work):
    neither = program("checker", "neither.py", b"import sys\nsys.exit('what is that?')\n")
    written(sums, alice, solution("add.py"), neither)
    drafting.save(sums, alice, "checker", {"kind": "program", "path": "neither.py", "args": []}, None)
    invocation = begin(sums, alice)

    work("generation")

    assert verdicts(invocation) == [["JE"] * 3]
    said = {blobs.read(cell.message_id) for cell in invocation.cells.all()}
    assert said == {b"the checker exited with 1, which is no verdict. what is that?"}


def test_a_killed_worker_costs_one_chunk(sums, alice, start, monkeypatch):
    slow = solution("slow.py", SLOW)
    pairs = [(b"%d 1\n" % n, b"%d\n" % (n + 1)) for n in range(60)]
    written(sums, alice, slow, pairs=pairs)
    invocation = begin(sums, alice)
    row = invocation.rows.get()
    foreman = start("worker", "generation", **FAST)
    wait_until(lambda: any(invocation.rows.get().results["verdict"]), foreman, patience=120)
    foreman.kill()
    kept = invocation.rows.get().results
    assert 0 < len(list(filter(None, kept["verdict"]))) < 60

    marked = [memory + 1 if code else 0 for code, memory in zip(kept["verdict"], kept["bytes"], strict=True)]
    type(row).objects.filter(pk=row.pk).update(results=kept | {"bytes": marked})
    start("sweeper", **FAST)
    start("worker", "generation", **FAST)
    wait_until(lambda: not Job.objects.get().is_live, patience=240)

    results = invocation.rows.get().results
    assert results["verdict"] == ["AC"] * 60
    done = [place for place, code in enumerate(kept["verdict"]) if code]
    assert [results["bytes"][place] for place in done] == [marked[place] for place in done], "run again"


def test_a_cancelled_one_goes_on_when_asked(sums, alice, work):
    written(sums, alice, *three())
    invocation = begin(sums, alice)
    queue.cancel(Job.objects.get())
    work("generation")
    assert verdicts(invocation) == [[""] * 3] * 3

    jobs.go_on(invocation, alice)
    work("generation")

    assert verdicts(invocation)[0] == ["AC"] * 3 and Job.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "runs"),
    [
        ({"place": 1, "test": 2}, [2]),
        ({"place": 2}, [1, 2, 3]),
        ({"failed": True}, [3]),
    ],
)
def test_a_cell_a_row_or_what_is_broken_is_run_again(sums, alice, work, count_runs, what, runs):
    written(sums, alice, solution("add.py"), solution("also.py", ADD + b"\n"), solution("positive.py", POSITIVE))
    invocation = begin(sums, alice)
    work("generation")
    before = verdicts(invocation)
    count_runs.clear()

    jobs.invoke_again(invocation, alice, **what)
    work("generation")

    assert count_runs == runs and verdicts(invocation) == before


def test_nothing_is_cleared_while_it_runs(sums, alice, work):
    written(sums, alice, *three())
    invocation = begin(sums, alice)
    with pytest.raises(Impossible, match="are being run already"):
        jobs.invoke_again(invocation, alice, place=0)


def test_a_cell_that_is_not_kept_is_run_to_be_seen(sums, alice, work):
    written(sums, alice, *three())
    invocation = begin(sums, alice)
    work("generation")
    assert not InvocationCell.objects.exists()

    jobs.ask_for_cell(invocation, 1, 2, alice)
    jobs.ask_for_cell(invocation, 1, 2, alice)
    work("generation")

    assert Job.objects.about("show_cell", InvocationCell.objects.get().pk).count() == 1
    assert blobs.read(InvocationCell.objects.get().output_id) == b"10\n"


def test_a_test_that_is_deleted_stays_readable(sums, alice, work):
    written(sums, alice, *three())
    invocation = begin(sums, alice)
    drafting.change(sums, alice, lambda draft: draft.document, tests=columns(PAIRS[:1]))
    work("generation")

    assert verdicts(invocation)[0] == ["AC"] * 3
    assert Invocation.objects.get(pk=invocation.pk).tests.count == 3


def test_only_the_newest_are_kept(sums, alice, work, monkeypatch):
    monkeypatch.setattr(invocations, "KEPT", 2)
    written(sums, alice, solution("add.py"))
    for _ in range(3):
        newest = begin(sums, alice)
        work("generation")
    assert Invocation.objects.count() == 2 and Invocation.objects.latest("pk") == newest


def test_few_rows_are_written(sums, alice, work, monkeypatch):
    written(sums, alice, *three())
    kept = []
    monkeypatch.setattr(invocations, "save", lambda row, cells: kept.append(row.place))
    invoking.Work(begin(sums, alice), invocations.save).run()
    assert kept == [0, 1, 2]


# Pure


def line(expected, verdicts, cpu_ms=None, **fields):
    said = {"path": "x", "expected": expected, "bounds_time": False}
    return Line(said, verdicts, cpu_ms or [10] * len(verdicts), [0] * len(verdicts), "done", **fields)


@pytest.mark.parametrize(
    ("expected", "verdicts", "broken"),
    [
        (["AC"], ["AC", "AC"], set()),
        (["AC"], ["AC", "WA"], {1}),
        (["WA"], ["AC", "WA"], set()),
        (["WA"], ["AC", "AC"], {0, 1}),
        (["WA"], ["AC", ""], set()),
        (["WA"], ["AC", "RTE"], {1}),
        (["WA", "TLE"], ["TLE", "WA"], set()),
        (["AC", "TLE"], ["AC", "AC"], set()),
        (["RTE"], ["AC", "MLE"], set()),
        ([], ["WA", "AC"], set()),
        (["WA"], ["JE", "AC"], {0}),
    ],
)
def test_which_cells_break_an_expectation(expected, verdicts, broken):
    assert line(expected, verdicts).broken == broken


def test_a_limit_is_a_multiple_of_the_slowest():
    found = recommending.advice(
        [line(["AC"], ["AC", "AC"], [10, 430]), line(["TLE"], ["AC", "TLE"], [10, 1010]), line(["WA"], ["WA", "AC"])]
    )
    assert (found.seconds, found.test) == (0.43, 2)
    assert [(one.format, one.seconds) for one in found.each] == [("2025-09", 1), ("legacy", 3)]
    assert [len(one.unseen) for one in found.each] == [1, 1]
    assert not any(one.too_near for one in found.each)


def test_one_that_should_be_too_slow_and_would_pass_is_told():
    found = recommending.advice([line(["AC"], ["AC"], [600]), line(["TLE"], ["AC"], [900])])
    assert [[slow.seconds for slow in one.too_near] for one in found.each] == [[0.9], [0.9]]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "No solution"),
        ([(["AC"], ["AC", ""])], "all tests yet"),
        ([(["AC"], ["AC", "TLE"])], "was stopped"),
    ],
)
def test_why_there_is_no_recommendation(lines, reason):
    assert reason in recommending.advice([line(*said) for said in lines]).why_not


def test_the_empty_matrix():
    assert Line.of({"path": "x", "expected": ["AC"]}, matrix.empty(2)).verdict is None
