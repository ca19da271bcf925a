"""The page of invocations: who sees it, what it shows, what it does."""

import csv
import io
import re

import pytest
from django.urls import reverse

from judge import drafting, jobs, queue
from judge.models import Invocation, InvocationCell, Job
from judge.redis import connection as redis
from tests.queue.conftest import work
from tests.workshop.invoked import PAIRS, POSITIVE, begin, columns, fresh, three, written
from tests.workshop.programs import solution

__all__ = ["work"]

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("workshop-invocation", "workshop-invocation-csv")
POSTS = ("workshop-invocation-again", "workshop-invocation-cancel", "workshop-invocation-limit")


@pytest.fixture(autouse=True)
def nothing_waits(transactional_db):
    redis().flushdb()


@pytest.fixture
def done(sums, alice, work):
    written(sums, alice, *three(), solution("survivor.py", POSITIVE, expected=["WA"]), pairs=PAIRS[:2])
    invocation = begin(sums, alice)
    work("generation")
    return invocation


def address(invocation, name="workshop-invocation", *more):
    return reverse(name, args=[invocation.problem.slug, invocation.pk, *more])


def html(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_strangers_get_nothing(as_charlie, done):
    assert as_charlie.get(reverse("workshop-invocations", args=["sums"])).status_code == 404
    for name in PAGES:
        assert as_charlie.get(address(done, name)).status_code == 404
    for name in POSTS:
        assert as_charlie.post(address(done, name)).status_code == 404
    assert as_charlie.get(address(done, "workshop-invocation-cell", 0, 1)).status_code == 404
    assert as_charlie.get(address(done, "workshop-invocation-stream")).status_code == 404


def test_readers_look_and_do_not_touch(client, charlie, done, sums):
    sums.collaborators.create(user=charlie, role="read")
    client.force_login(charlie)
    page = html(client.get(address(done)))
    assert "survives" in page and "Run all solutions" not in page and 'name="failed"' not in page
    for name in POSTS:
        assert client.post(address(done, name), {"failed": 1}).status_code == 403
    assert client.post(reverse("workshop-invocations", args=["sums"])).status_code == 403


def test_another_problems_invocation_is_not_there(as_alice, alice, done):
    other = drafting.start("Other", alice)
    assert as_alice.get(reverse("workshop-invocation", args=[other.slug, done.pk])).status_code == 404


def test_a_press_begins_one(as_alice, sums, alice):
    written(sums, alice, *three())
    response = as_alice.post(reverse("workshop-invocations", args=["sums"]))
    assert response.url == address(Invocation.objects.get())
    assert Job.objects.get().kind == "invoke"
    page = html(as_alice.get(response.url))
    assert "0 of 9 run" in page and "sse-connect" in page and "Cancel" in page


def test_why_it_can_not_begin_is_said_there(as_alice, sums):
    page = html(as_alice.post(reverse("workshop-invocations", args=["sums"])), 422)
    assert "There is no solution to run." in page


def test_the_matrix_says_what_each_got(as_alice, done):
    page = html(as_alice.get(reverse("workshop-invocations", args=["sums"])))
    assert page.count('id="r') == 4
    assert "2 not as expected" in page
    assert page.count("<b>survives</b>") == 2 and page.count(" broken") >= 4
    assert f'href="{address(done, "workshop-invocation-cell", 1, 1)}"' in page


def test_filters(as_alice, done):
    def cells(query):
        return html(as_alice.get(f"{address(done)}?{query}")).count('<td id="c')

    assert cells("") == 8
    assert cells("only=broken") == 4
    assert cells("verdict=WA") == 2
    assert cells("group=none") == 0
    assert "MiB" in html(as_alice.get(f"{address(done)}?show=memory"))


def test_a_group_alone(as_alice, sums, alice):
    written(sums, alice, solution("add.py"), groups=["small", "small", "large"])
    invocation = begin(sums, alice)
    page = html(as_alice.get(f"{address(invocation)}?group=small"))
    assert page.count('<td id="c') == 2 and "<option selected>small</option>" in page


def test_it_is_taken_home(as_alice, done):
    response = as_alice.get(address(done, "workshop-invocation-csv"))
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 8
    assert [rows[2][name] for name in ("solution", "expected", "test", "verdict", "breaks")] == [
        "twice.py",
        "WA",
        "1",
        "WA",
        "0",
    ]


def test_a_program_named_like_a_formula_is_no_formula(as_alice, sums, alice, work):
    written(sums, alice, solution("=1+1.py"))
    invocation = begin(sums, alice)
    assert "'=1+1.py" in html(as_alice.get(address(invocation, "workshop-invocation-csv")))


def test_the_tests_have_changed_since(as_alice, done, sums, alice):
    assert "have changed since" not in html(as_alice.get(address(done)))
    drafting.change(sums, alice, lambda draft: draft.document, tests=columns(PAIRS[:1]))
    assert "The tests have changed since" in html(as_alice.get(address(done)))
    assert html(as_alice.get(address(done, "workshop-invocation-cell", 0, 2)))


def test_a_recommended_limit_is_one_click(as_alice, done, sums):
    page = html(as_alice.get(address(done)))
    assert "Take 1 s" in page or "✓ it is" in page
    drafting.save(sums, done.requested_by, "limits", fresh(sums).draft.document["limits"] | {"time": 7.0}, None)
    as_alice.post(address(done, "workshop-invocation-limit"), {"format": "2025-09"})
    assert fresh(sums).draft.document["limits"]["time"] == 1
    assert as_alice.post(address(done, "workshop-invocation-limit"), {"format": "x"}).status_code == 422


def test_what_is_broken_is_run_again(as_alice, done):
    as_alice.post(address(done, "workshop-invocation-again"), {"failed": "1"})
    page = html(as_alice.get(address(done)))
    assert "4 of 8 run" in page and "↻" not in page
    response = as_alice.post(address(done, "workshop-invocation-again"), {"row": "0"})
    assert "are being run already" in html(response, 409)


@pytest.mark.parametrize("fields", [{"row": "4"}, {"row": "0", "test": "3"}, {"row": "0", "test": "0"}, {"test": "1"}])
def test_what_is_not_there_is_not_run_again(as_alice, done, fields):
    assert as_alice.post(address(done, "workshop-invocation-again"), fields).status_code == 404


def test_a_cancelled_one_offers_to_go_on(as_alice, sums, alice):
    written(sums, alice, *three())
    invocation = begin(sums, alice)
    as_alice.post(address(invocation, "workshop-invocation-cancel"))
    assert Job.objects.get().state == Job.State.CANCELLED
    assert "Run the rest" in html(as_alice.get(address(invocation)))
    as_alice.post(address(invocation, "workshop-invocation-again"), {"rest": "1"})
    assert Job.objects.get().is_live


def test_a_dead_one_says_why(as_alice, sums, alice, work):
    written(sums, alice, *three())
    drafting.save(sums, alice, "checker", {"kind": "program", "path": "add.py", "args": []}, None)
    invocation = begin(sums, alice)
    Job.objects.update(state=Job.State.DEAD, reason="The checker is no good.")
    page = html(as_alice.get(address(invocation)))
    assert "The checker is no good." in page and "Run the rest" in page


def test_a_cell_that_is_kept(as_alice, done):
    page = html(as_alice.get(address(done, "workshop-invocation-cell", 0, 1)))
    assert "It isn’t kept" not in page and "Run it to see its output" in page


def test_a_cell_is_run_to_be_seen(as_alice, done, work):
    look = address(done, "workshop-invocation-look", 1, 1)
    cell = address(done, "workshop-invocation-cell", 1, 1)
    assert as_alice.post(look).url == cell
    assert "It is being run again" in html(as_alice.get(cell))
    work("generation")

    page = html(as_alice.get(cell))
    assert re.search('<mark class="wrong"[^>]*>6', page) and re.search('<mark class="right"[^>]*>3', page)
    assert "a value differs" in page


def test_a_cell_that_can_not_be_run_says_why(as_alice, done):
    as_alice.post(address(done, "workshop-invocation-look", 1, 1))
    queue.cancel(Job.objects.latest("pk"))
    Job.objects.filter(kind="show_cell").update(state=Job.State.DEAD, reason="No room.")
    page = html(as_alice.get(address(done, "workshop-invocation-cell", 1, 1)))
    assert "No room." in page and "Run it to see its output" in page


@pytest.mark.parametrize("cell", [(4, 1), (0, 0), (0, 3)])
def test_a_cell_that_is_not_there(as_alice, done, cell):
    assert as_alice.get(address(done, "workshop-invocation-cell", *cell)).status_code == 404


def test_what_does_not_compile_is_shown(as_alice, sums, alice, work):
    written(sums, alice, solution("bad.c", b"int main( {", language="c"))
    invocation = begin(sums, alice)
    work("generation")
    page = html(as_alice.get(address(invocation)))
    assert "bad.c doesn’t compile" in page and "error" in page
    as_alice.post(address(invocation, "workshop-invocation-look", 0, 1))
    assert not InvocationCell.objects.exists()


def test_names_are_no_html(as_alice, sums, alice):
    written(sums, alice, solution("a<b>.py"))
    page = html(as_alice.get(address(begin(sums, alice))))
    assert "a<b>" not in page and "a&lt;b&gt;.py" in page


@pytest.mark.parametrize("size", [(1, 2), (12, 60)])
def test_statements_of_the_page(as_alice, sums, alice, size, django_assert_max_num_queries):
    programs = [solution(f"s{n}.py", b"print(%d)\n" % n) for n in range(size[0])]
    written(sums, alice, *programs, pairs=[(b"%d\n" % n, b"1\n") for n in range(size[1])])
    invocation = begin(sums, alice)
    jobs.ask_for_cell(invocation, 0, 1, alice)
    with django_assert_max_num_queries(8):
        html(as_alice.get(address(invocation)))
    with django_assert_max_num_queries(8):
        html(as_alice.get(reverse("workshop-invocations", args=["sums"])))
    with django_assert_max_num_queries(8):
        html(as_alice.get(address(invocation, "workshop-invocation-cell", 0, 1)))
