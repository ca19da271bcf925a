"""Steps that enqueue the next one: one workflow."""

import pytest

from judge import queue
from judge.models import Job
from tests.queue import kinds
from tests.queue.kinds import marks, say


@pytest.fixture
def chain(enqueue, work, alice):
    enqueue(kinds.first_step, 3, requested_by=alice)
    work()
    return lambda: list(Job.objects.order_by("pk"))


def states(jobs):
    return [(job.kind, job.state) for job in jobs]


def test_a_failed_step_stops_the_chain_with_its_reason(chain):
    first, second = chain()

    assert states(chain()) == [("first_step", "done"), ("second_step", "dead")]
    assert second.reason == "the second step may not go"
    assert (second.chain, second.requested_by) == (first, first.requested_by)


def test_a_retry_goes_on_from_the_failed_step(chain, work):
    say("go-3")
    assert not queue.retry(chain()[0])  # what is done is not done again
    assert queue.retry(chain()[1])

    work()

    assert states(chain()) == [("first_step", "done"), ("second_step", "done"), ("third_step", "done")]
    assert marks() == ["first-3", "second-3", "third-3"]
    assert {job.chain_id for job in chain()} == {None, chain()[0].pk}


def test_what_is_deleted_takes_along_what_only_it_needed(chain):
    first, second = chain()

    assert queue.delete([first, second]) == 2
    assert marks() == ["deleted-3", "first-3"]


def test_what_lives_again_is_not_deleted(chain):
    queue.retry(chain()[1])

    assert queue.delete(chain()) == 1
    assert states(chain()) == [("second_step", "queued")]


def test_a_step_that_was_cancelled_is_not_done_and_leads_nowhere(enqueue, work):
    job = enqueue(kinds.step_that_is_cancelled_at_its_end, 4)
    work()
    job.refresh_from_db()
    assert states(Job.objects.all()) == [("step_that_is_cancelled_at_its_end", "cancelled")] and marks() == []
    assert "Cancelled." in job.log and "Done." not in job.log


def test_who_cancels_a_step_that_is_done_means_the_one_that_goes_on(chain):
    first, second = chain()
    assert queue.retry(second)
    assert queue.cancel(first)
    assert states(chain()) == [("first_step", "done"), ("second_step", "cancelled")]
