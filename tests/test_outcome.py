import json

from judge.outcome import Outcome, Run
from judge.verdict import Verdict


def run(number, verdict=Verdict.ACCEPTED, size=10, sample=False, **fields):
    fields = {"cpu": 0.25, "wall": 0.3, "memory": 3_000_000} | fields
    return Run(number=number, input_bytes=size, is_sample=sample, verdict=verdict, **fields)


def outcome(*runs):
    found = Outcome()
    for one in runs:
        found.record(one)
    return found


def names(pieces):
    return [f"hash of {piece.decode()}" for piece in pieces]


def test_the_verdict_is_that_of_the_first_failing_test():
    found = outcome(run(1), run(2, Verdict.TIME_LIMIT), run(3, Verdict.WRONG_ANSWER))

    assert (found.verdict, found.failed_test) == (Verdict.TIME_LIMIT, 2)


def test_it_is_accepted_when_every_test_is():
    assert (outcome(run(1), run(2)).verdict, outcome(run(1)).failed_test) == (Verdict.ACCEPTED, None)


def test_the_three_smallest_failing_tests_are_kept_smallest_first():
    found = outcome(*[run(n, Verdict.WRONG_ANSWER, size) for n, size in enumerate([50, 10, 40, 30, 20], start=1)])

    assert [kept.input_bytes for kept in found.failures] == [10, 20, 30]


def test_a_failing_sample_is_kept_beside_them():
    sizes = [5, 6, 7, 8]
    found = outcome(*[run(n, Verdict.WRONG_ANSWER, size, sample=size == 8) for n, size in enumerate(sizes, start=1)])

    assert [kept.input_bytes for kept in found.failures] == [5, 6, 7, 8]


def test_it_is_remembered_as_columns_and_hashes():
    found = outcome(run(1), run(2, Verdict.WRONG_ANSWER, output=b"5", output_bytes=1, message=b"line 1"))

    stored = found.stored(names, seconds=1.5)

    assert stored.columns == {
        "v": 1, "n": [1, 2], "verdict": ["AC", "WA"], "cpu_ms": [250, 250], "bytes": [3_000_000, 3_000_000],
    }  # fmt: skip
    assert stored.evidence == [
        {"n": 2, "output_bytes": 1, "output": "hash of 5", "stderr": "hash of ", "message": "hash of line 1"}
    ]
    assert stored.compiler is None


def test_a_compile_error_keeps_the_compilers_messages():
    stored = Outcome(compiled=False, compiler=b"expected ';'").stored(names, seconds=0)

    assert (stored.verdict, stored.compiler) == (Verdict.COMPILE_ERROR, "hash of expected ';'")


def test_a_result_takes_at_most_40_bytes_a_test():
    found = outcome(*[run(n, Verdict.TIME_LIMIT, cpu=99.999, memory=2**32) for n in range(1, 2001)])

    assert len(json.dumps(found.columns)) <= 40 * 2000
