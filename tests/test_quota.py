"""What a day's quota counts."""

import pytest

from judge.verdict import Verdict
from tests.factories import publish, submit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verdict", "cpu_ms", "counts"),
    [
        (Verdict.PENDING, None, True),
        (Verdict.ACCEPTED, 12, True),
        (Verdict.COMPILE_ERROR, None, True),
        (Verdict.JUDGE_ERROR, None, False),  # nothing could be run: the try comes back
        (Verdict.JUDGE_ERROR, 12, True),  # all tests were run, and the problem's checker broke on the output
    ],
)
def test_only_a_submission_of_which_nothing_could_be_run_is_given_back(sums, alice, verdict, cpu_ms, counts):
    publish(sums, [(b"1\n", b"1\n")])
    submit(sums, alice, "x", verdict=verdict, cpu_ms=cpu_ms)

    assert alice.executions_left == alice.plan.daily_executions - counts
