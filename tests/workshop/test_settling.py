"""Right solutions disagree: the author sees where and who, decides in one step, and the work goes on."""

import re
from html import unescape

import pytest

from judge import blobs, draft_programs
from judge.models import Job, Problem
from tests.queue.conftest import work
from tests.workshop.programs import program, solution
from tests.workshop.rows import by_hand, rows_of

__all__ = ["work"]

PAIR = b"import sys\nprint(*sys.argv[1:])\n"
SLOPPY = b"a, b = map(int, input().split())\nprint(a + b if a < 10 else 0)\n"
CRASHES = b"a, b = map(int, input().split())\nprint(a + b if a < 10 else [][0])\n"
PAGE, SETTLE = "/workshop/sums/tests/", "/workshop/sums/tests/settle"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def disputed(write, as_alice, work):
    """Alice's draft, whose generation has just failed."""

    def disputed(*others, script="pair 1 2\npair {20..21} 4 > far\n", kind="make", tests=None):
        write(solution("add.py", reference=True), program("generator", "pair.py", PAIR), script=script)
        problem = write(*others, tests=tests)
        as_alice.post(f"{PAGE}{kind}")
        work("generation")
        return problem

    return disputed


def text(client):
    return " ".join(client.get(PAGE).text.split())


def buttons(client):
    """What each of them on the page would post."""
    forms = re.findall(rf'<form method="post" action="{SETTLE}">(.*?)</form>', client.get(PAGE).text, re.S)
    fields = [re.findall(r'name="(\w+)" value="([^"]*)"', form) for form in forms]
    return [{name: unescape(value) for name, value in form} for form in fields]


def button(client, **said):
    return next(fields for fields in buttons(client) if said.items() <= fields.items())


def decide(client, work, **said):
    response = client.post(SETTLE, button(client, **said))
    work("generation")
    return response


def script_of(problem):
    return Problem.objects.with_draft().get(pk=problem.pk).draft.document["script"]


def expected(problem):
    draft = Problem.objects.with_draft().get(pk=problem.pk).draft
    return {one["path"]: one["expected"] for one in draft.programs("solution")}, draft.reference["path"]


def test_the_page_shows_the_test_its_input_and_who_stands_where(disputed, as_alice):
    disputed(solution("sloppy.py", SLOPPY), solution("right.py", b"print(sum(map(int, input().split())))\n"))
    page = text(as_alice)

    assert "Test far-1: sloppy.py against add.py" in page and "Test far-2:" in page
    assert "Agree: <b>right.py</b>" in page and "Says otherwise: <b>sloppy.py</b>" in page
    assert "20·4⏎" in page.replace('<i class="ws">', "").replace("</i>", "") or "20 4" in page
    assert all(f'name="do" value="{do}"' in page for do in ("expect", "prefer", "drop"))
    failure = Job.objects.get().checkpoint["failures"][0]
    assert blobs.read(failure["input"]) == b"20 4\n" and failure["agreeing"] == ["right.py"]


def test_the_solution_is_wrong(disputed, as_alice, work):
    problem = disputed(solution("sloppy.py", SLOPPY))
    response = decide(as_alice, work, do="expect", path="sloppy.py", verdict="WA", test="far-1")

    assert (response.status_code, response.url) == (302, f"{PAGE}#making")
    assert expected(problem) == ({"add.py": ["AC"], "sloppy.py": ["WA"]}, "add.py")
    assert [row.name for row in rows_of(problem)] == ["pair-01", "far-1", "far-2"]


def test_the_reference_is_wrong(disputed, as_alice, work):
    problem = disputed(solution("sloppy.py", SLOPPY))
    decide(as_alice, work, do="prefer", path="sloppy.py", test="far-1")

    assert expected(problem) == ({"add.py": ["WA"], "sloppy.py": ["AC"]}, "sloppy.py")
    assert [blobs.read(row.answer) for row in rows_of(problem)] == [b"3\n", b"0\n", b"0\n"]


def test_the_test_is_taken_out_of_its_line(disputed, as_alice, work):
    problem = disputed(solution("sloppy.py", SLOPPY), script="pair {9..10} 4 > far\npair 1 2\n")
    decide(as_alice, work, do="drop", test="far-2")

    assert script_of(problem) == "pair 9 4 > far-1\npair 1 2\n"
    assert [row.name for row in rows_of(problem)] == ["far-1", "pair-02"]


def test_a_right_solution_that_comes_to_no_end_stands_beside_it_too(disputed, as_alice, work):
    problem = disputed(solution("crashes.py", CRASHES))
    page = text(as_alice)

    assert "Comes to no end: <b>crashes.py</b>" in page and 'value="prefer"' not in page
    decide(as_alice, work, do="expect", path="crashes.py", verdict="RTE", test="far-1")
    assert expected(problem)[0]["crashes.py"] == ["RTE"] and len(rows_of(problem)) == 3


def test_an_answer_that_was_given_is_taken_back(disputed, as_alice, work):
    problem = disputed(kind="answer", tests=[by_hand(b"30 4\n", b"5\n", name="mine")])

    assert "Test mine: add.py against the answer that was given" in text(as_alice)
    decide(as_alice, work, do="forget", test="mine", kind="outputs")
    assert [blobs.read(row.answer) for row in rows_of(problem)] == [b"34\n"]


def test_a_test_by_hand_is_taken_out(disputed, as_alice, work):
    problem = disputed(
        solution("sloppy.py", SLOPPY),
        tests=[by_hand(b"30 4\n", name="mine"), by_hand(b"3 4\n", name="near")],
        script="",
    )
    decide(as_alice, work, do="drop", test="mine")

    assert [row.name for row in rows_of(problem)] == ["near"] and rows_of(problem)[0].answer


@pytest.mark.parametrize(
    "said",
    [
        {"do": "drop", "test": "far-1", "line": 9},
        {"do": "drop", "test": "gone"},
        {"do": "expect", "path": "gone.py", "verdict": "WA"},
        {"do": "expect", "path": "add.py", "verdict": "WA"},
        {"do": "expect", "path": "sloppy.py", "verdict": "AC"},
        {"do": "prefer", "path": "gone.py"},
        {"do": "forget", "test": "far-1"},
        {"do": "nothing"},
        {},
    ],
)
def test_what_can_not_be_done_any_more_is_said_and_nothing_changes(disputed, as_alice, said):
    problem = disputed(solution("sloppy.py", SLOPPY))
    before = Problem.objects.with_draft().get(pk=problem.pk).draft
    shown = {name: value for name, value in buttons(as_alice)[0].items() if name not in ("do", "path", "verdict")}
    response = as_alice.post(SETTLE, shown | said)

    assert response.status_code == 409 and 'role="alert"' in response.text
    after = Problem.objects.with_draft().get(pk=problem.pk).draft
    assert (after.edition, Job.objects.count()) == (before.edition, 1)


def test_a_click_that_comes_twice_takes_out_one_test(disputed, as_alice, work):
    problem = disputed(solution("sloppy.py", SLOPPY), script="pair 1 2\npair 20 4\npair 21 4\n")
    fields = button(as_alice, do="drop", test="pair-02")
    first, second = (as_alice.post(SETTLE, fields) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409) and 'role="alert"' in second.text
    assert script_of(problem) == "pair 1 2\npair 21 4\n"


def test_a_line_that_comes_before_it_takes_no_other_test_out(disputed, as_alice, write):
    problem = disputed(solution("sloppy.py", SLOPPY), script="pair 1 2\npair 20 4\n")
    write(script="pair 3 4\npair 1 2\npair 20 4\n")

    assert as_alice.post(SETTLE, button(as_alice, do="drop", test="pair-02")).status_code == 409
    assert script_of(problem) == "pair 3 4\npair 1 2\npair 20 4\n"


def test_a_test_by_hand_that_was_mended_since_stays(disputed, as_alice, write):
    problem = disputed(solution("sloppy.py", SLOPPY), tests=[by_hand(b"30 4\n", name="mine")], script="")
    fields = button(as_alice, do="drop", test="mine")
    write(tests=[by_hand(b"3 4\n", name="mine")])

    assert as_alice.post(SETTLE, fields).status_code == 409
    assert [row.name for row in rows_of(problem)] == ["mine"]


@pytest.mark.parametrize("now", ["sloppy.py", "third.py"])
@pytest.mark.parametrize("do", ["expect", "prefer"])
def test_what_was_found_against_another_reference_decides_nothing(disputed, as_alice, alice, do, now):
    third = solution("third.py", b"print(sum(map(int, input().split())))\n")
    problem = disputed(solution("sloppy.py", SLOPPY), third)
    fields = button(as_alice, do=do, path="sloppy.py")
    draft_programs.make_reference(problem, alice, now)
    page = text(as_alice)

    assert "sloppy.py against add.py" in page and "add.py prints" in page and "third.py prints" not in page
    assert buttons(as_alice) == [] and "That is how it stood when it was found." in page
    assert as_alice.post(SETTLE, fields).status_code == 409
    assert expected(problem) == ({"add.py": ["AC"], "sloppy.py": ["AC"], "third.py": ["AC"]}, now)


def test_an_answer_that_was_corrected_since_stays(disputed, as_alice, write):
    problem = disputed(kind="answer", tests=[by_hand(b"30 4\n", b"5\n", name="mine")])
    fields = button(as_alice, do="forget", test="mine")
    write(tests=[by_hand(b"30 4\n", b"34\n", name="mine")])

    assert buttons(as_alice) == []
    assert as_alice.post(SETTLE, fields).status_code == 409
    assert blobs.read(rows_of(problem)[0].answer) == b"34\n"


def test_what_was_found_before_the_reference_was_kept_is_shown_without_buttons(disputed, as_alice):
    disputed(solution("sloppy.py", SLOPPY))
    job = Job.objects.get()
    for failure in job.checkpoint["failures"]:
        for name in ("reference", "identity", "answer"):
            del failure[name]
    job.save()
    page = text(as_alice)

    assert "Test far-1: sloppy.py against the reference" in page and "The reference prints" in page
    assert "Reference: <b>" not in page and buttons(as_alice) == []


def test_others_decide_nothing(disputed, client, bob, charlie, sums):
    disputed(solution("sloppy.py", SLOPPY))
    sums.collaborators.update(role="read")
    for user, status in ((bob, 403), (charlie, 404)):
        client.force_login(user)
        assert client.post(SETTLE, {"do": "expect", "path": "sloppy.py", "verdict": "WA"}).status_code == status
