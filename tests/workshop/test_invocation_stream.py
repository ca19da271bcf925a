"""An invocation's page while its job is at work: each cell as it comes, rows when they are complete, the end."""

import pytest
from django.db.models.functions import Now

from judge import events, jobs
from judge.models import Collaborator, InvocationCell, Job
from judge.redis import connection as redis
from tests.web.test_submission_stream import opened, running, watch
from tests.workshop.invoked import begin, three, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_was_told(transactional_db):
    redis().flushdb()


@pytest.fixture
def invocation(sums, alice):
    written(sums, alice, *three())
    invocation = begin(sums, alice)
    Job.objects.update(state=Job.State.RUNNING, started=Now(), fence=1)
    return invocation


def tell(invocation, row, test, verdict):
    events.publish(invocation.topic, fence=1, row=row, test=test, verdict=verdict, cpu_ms=120, bytes=2**20)


def end(invocation):
    Job.objects.update(state=Job.State.DONE, finished=Now())
    events.publish(invocation.topic, state="ended")


def address(invocation, query=""):
    return f"/workshop/sums/invocations/{invocation.pk}/stream{query}"


def test_cells_come_one_by_one_and_the_page_at_the_end(invocation, alice):
    tell(invocation, 1, 2, "WA")
    parts = watch(alice, address(invocation), lambda: end(invocation))

    assert '<template><td id="c1-2" class="wa top" hx-swap-oob="true">' in parts[0]
    assert "1 of 9 run" in parts[0] and 'hx-trigger="load"' not in parts[0]
    assert 'hx-trigger="load"' in parts[-2] and 'hx-select="#invocation"' in parts[-2]
    assert parts[-1].startswith("event: end")


def test_a_row_that_is_complete_is_drawn_whole(invocation, alice):
    for test in (1, 2, 3):
        tell(invocation, 2, test, "AC")
    parts = watch(alice, address(invocation), lambda: end(invocation))

    assert '<template><tr id="r2" hx-swap-oob="true">' in parts[0] and "survives" in parts[0]
    assert parts[0].count("broken") >= 3


def test_what_is_filtered_out_is_not_sent(invocation, alice):
    tell(invocation, 1, 2, "WA")
    parts = watch(alice, address(invocation, "?only=broken"), lambda: end(invocation))

    assert "c1-2" not in parts[0] and "1 of 9 run" in parts[0]


@pytest.mark.parametrize("event", [{"row": 7, "test": 1}, {"row": 0, "test": 99}, {"cell": [0, 1]}, {"row": 0}])
def test_what_it_does_not_know_leaves_it_alone(invocation, alice, event):
    events.publish(invocation.topic, fence=1, verdict="AC", cpu_ms=1, bytes=1, **event)
    tell(invocation, 1, 2, "WA")
    assert "1 of 9 run" in "".join(watch(alice, address(invocation), lambda: end(invocation)))


def test_strangers_get_nothing(invocation, charlie):
    assert running(opened(charlie, address(invocation))).status_code == 404


def test_who_is_put_out_hears_no_more(invocation, bob, monkeypatch):
    monkeypatch.setattr("web.shared.RIGHTS", 0.0)
    tell(invocation, 0, 1, "AC")
    parts = watch(bob, address(invocation), lambda: (Collaborator.objects.all().delete(), tell(invocation, 0, 2, "AC")))
    assert parts[-1].startswith("event: end") and "2 of 9" not in "".join(parts)


def test_a_cell_that_is_run_is_fetched_when_it_is_known(invocation, alice):
    jobs.ask_for_cell(invocation, 0, 1, alice)

    def done():
        Job.objects.filter(kind="show_cell").update(state=Job.State.DONE, finished=Now())
        events.publish(invocation.topic, cell=[0, 1])

    parts = watch(alice, f"/workshop/sums/invocations/{invocation.pk}/cells/0/1/stream", done)
    assert InvocationCell.objects.count() == 1
    assert 'hx-select="#cell"' in parts[-2] and parts[-1].startswith("event: end")
