"""Judging in the real sandbox: what a program does decides what people read."""

import pytest

from judge import blobs, judging
from judge.models import Submission
from judge.verdict import Verdict
from tests.factories import make_version, publish, submit

pytestmark = pytest.mark.django_db

SUM = "print(sum(map(int, input().split())))"
TESTS = [(b"1 2\n", b"3\n"), (b"2 2\n", b"4\n"), (b"10 20 30\n", b"60\n")]


@pytest.fixture
def judged(sums, alice):
    """Judge a source on the three tests and return the submission as it is remembered."""

    def judge(source, language="python3", tests=TESTS, **version):
        publish(sums, tests, **version)
        return decided(submit(sums, alice, source, language))

    return judge


def decided(submission, checkpoint=lambda _: None):
    submission = Submission.objects.for_judging().get(pk=submission.pk)
    submission.decide(judging.judge(submission, fence=1, checkpoint=checkpoint))
    return Submission.objects.defer(None).get(pk=submission.pk)


def test_a_right_program_is_accepted(judged):
    submission = judged(SUM)

    assert submission.verdict == Verdict.ACCEPTED
    assert submission.results["verdict"] == ["AC", "AC", "AC"]
    assert (submission.failed_test, submission.evidence) == (None, [])
    assert submission.cpu_ms > 0 and submission.memory > 0 and submission.judged


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("print(3)", Verdict.WRONG_ANSWER),
        ("", Verdict.WRONG_ANSWER),
        ("print(1 // 0)", Verdict.RUNTIME_ERROR),
        ("while True: pass", Verdict.TIME_LIMIT),
        ("import time; time.sleep(1000)", Verdict.TIME_LIMIT),
        ("data = ['x' * 2**20 for _ in range(4096)]", Verdict.MEMORY_LIMIT),
        ("while True: print('x' * 2**16)", Verdict.OUTPUT_LIMIT),
    ],
)
def test_each_failure_has_its_verdict(judged, source, verdict):
    assert judged(source, tests=TESTS[1:2]).verdict == verdict


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("java", "class Main { public static void main(String[] a) { int[][] x = new int[9999][]; "
                 "for (int i = 0; i < 9999; i++) x[i] = new int[1 << 20]; } }"),
        ("javascript", "const x = []; while (true) x.push(new Array(1 << 16).fill(x.length));"),
    ],
)  # fmt: skip
def test_a_full_heap_is_the_memory_limit_too(judged, language, source):
    assert judged(source, language, tests=TESTS[:1], time_limit=10).verdict == Verdict.MEMORY_LIMIT


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("int main() { return 3; }", b"The program ended with exit code 3."),
        ("#include <stdlib.h>\nint main() { abort(); }", b"The program was ended by signal 6 (SIGABRT: aborted)."),
        ("#include <signal.h>\nint main() { raise(40); }", b"The program was ended by signal 40."),
        ("#include <unistd.h>\nint main() { pause(); }", b"in most of which it did nothing but wait."),
        ("int main() { for (;;); }", b""),
    ],
)
def test_how_a_program_ended_is_kept(judged, source, words):
    submission = judged(source, language="c", tests=TESTS[:1])

    assert blobs.read(submission.evidence[0]["message"]).endswith(words)


@pytest.mark.parametrize(("allowed", "verdict"), [(False, Verdict.RUNTIME_ERROR), (True, Verdict.ACCEPTED)])
def test_a_program_may_write_files_into_its_folder_where_the_problem_says_so(judged, allowed, verdict):
    source = f"open('notes.txt', 'w').write('x')\n{SUM}"

    assert judged(source, allows_files=allowed).verdict == verdict


def test_what_goes_to_stderr_is_no_output(judged):
    flood = "for _ in range(300): print('x' * 2**16, file=sys.stderr)"
    submission = judged(f"import sys\n{flood}\n{SUM}")

    assert submission.verdict == Verdict.ACCEPTED
    assert (
        judged(f"import sys\nwhile True: {flood[flood.index('print') :]}", tests=TESTS[:1]).verdict
        == Verdict.TIME_LIMIT
    )


def test_a_program_has_one_processor(judged):
    source = "import os, sys\nassert len(os.sched_getaffinity(0)) == 1\n" + SUM

    assert judged(source).verdict == Verdict.ACCEPTED


def test_all_tests_run_and_the_first_failing_one_decides(judged):
    submission = judged("n = sum(map(int, input().split()))\nprint(n if n != 4 else 1 // 0)")

    assert submission.results["verdict"] == ["AC", "RTE", "AC"]
    assert (submission.verdict, submission.failed_test) == (Verdict.RUNTIME_ERROR, 2)


def test_it_stops_at_the_first_failing_test_where_the_problem_says_so(judged):
    assert judged("print(3)", stops_early=True).results["verdict"] == ["AC", "WA"]


def test_the_smallest_failing_test_comes_first_with_what_was_printed(judged):
    submission = judged("print('five'); import sys; print('why', file=sys.stderr)")

    numbers = [shown["n"] for shown in submission.evidence]
    first = submission.evidence[0]
    assert numbers == [1, 2, 3]
    assert (blobs.read(first["output"]), blobs.read(first["stderr"])) == (b"five\n", b"why\n")
    assert set(submission.blobs.values_list("pk", flat=True)) >= {first["output"], first["stderr"], first["message"]}


def test_output_that_is_not_utf8_is_kept_as_it_is(judged):
    submission = judged(r"import sys; sys.stdout.buffer.write(b'\xff\x00')")

    assert blobs.read(submission.evidence[0]["output"]) == b"\xff\x00"


def test_of_a_long_output_64_kib_are_kept_and_its_length(judged):
    submission = judged("print('x' * 100_000)")

    first = submission.evidence[0]
    assert (len(blobs.read(first["output"])), first["output_bytes"]) == (64 * 1024, 100_001)


def test_what_does_not_compile_keeps_the_compilers_words(judged):
    submission = judged("int main() { return 0 }", language="cpp")

    assert submission.verdict == Verdict.COMPILE_ERROR
    assert b"expected" in blobs.read(submission.compiler_id)
    assert submission.results["n"] == []


def test_a_version_without_tests_is_no_verdict(sums, alice):
    sums.publish(make_version(sums))

    with pytest.raises(judging.NoTests):
        decided(submit(sums, alice, SUM))


def test_a_later_stretch_goes_on_behind_the_first(judged, sums, alice, monkeypatch):
    """Killed after a checkpoint: what it had found counts, and no test is run twice."""
    publish(sums, TESTS)
    submission = submit(sums, alice, "print(3)")
    monkeypatch.setattr(judging, "STRETCH", 0)

    class Killed(Exception):
        pass

    def keep_and_die(found):
        submission.keep(found)
        if len(found.columns["n"]) == 2:
            raise Killed

    with pytest.raises(Killed):
        decided(submission, keep_and_die)
    again = decided(submission)

    assert again.results["n"] == [1, 2, 3]
    assert again.results["verdict"] == ["AC", "WA", "WA"]
    assert [shown["n"] for shown in again.evidence] == [2, 3]


@pytest.mark.parametrize("count", [20, 200])
def test_judging_takes_four_statements_however_many_tests(sums, alice, count, django_assert_max_num_queries):
    publish(sums, [(b"%d\n" % n, b"%d\n" % n) for n in range(count)])
    submission = submit(sums, alice, "int main() { return 0; }", language="c")

    with django_assert_max_num_queries(4):
        decided_plainly(submission)


def decided_plainly(submission):
    submission = Submission.objects.for_judging().get(pk=submission.pk)
    submission.decide(judging.judge(submission, fence=1, checkpoint=lambda _: None))
