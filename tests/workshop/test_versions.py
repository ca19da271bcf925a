"""Every state of a draft: listed, compared with any other, restored."""

from datetime import timedelta

import pytest
from django.utils import timezone

from judge import blobs, drafting, freezing
from judge.models import Collaborator, Problem, Revision
from tests.workshop.programs import solution
from tests.workshop.test_freezing import columns

PAGE = "/workshop/sums/versions"


def statement(text, title="Sums"):
    return {"title": title, "format": "markdown", "text": text}


def save(problem, author, path, value):
    """As a state of its own."""
    Revision.objects.filter(problem=problem).update(created=timezone.now() - timedelta(hours=1))
    files = value["files"].values() if path.startswith("programs/") else ()
    return drafting.save(problem, author, path, value, None, files)


def draft():
    return Problem.objects.with_draft("author").get(slug="sums").draft


@pytest.fixture
def history(sums, alice, bob):
    """1: empty. 2: Alice writes. 3: Bob changes a word. 4: Alice's program. 5: Bob changes it. 6: tests. 7: limits."""
    save(sums, alice, "statements/en", statement("Add $a$.\n\nDo it as quickly as you can."))
    save(sums, bob, "statements/en", statement("Add $a$.\n\nDo it as slowly as you can.", "Two sums"))
    save(sums, alice, "programs/add.py", solution("add.py", b"print(1)\nprint(2)\n"))
    save(sums, bob, "programs/add.py", solution("add.py", b"print(1)\nprint(3)\n", expected=["WA"]))
    drafting.change(sums, alice, lambda draft: draft.document, tests=columns((b"1\n", b"1\n"), (b"2\n", b"2\n")))
    save(sums, bob, "limits", drafting.LIMITS | {"time": 2.5, "memory": 2**30})
    return sums


def text(response):
    return " ".join(response.text.split())


def test_all_are_listed_with_who_when_and_what_became_of_them(as_alice, history, alice):
    version = freezing.publish(history, draft())
    drafting.restore(history, alice, 2)
    page = text(as_alice.get(PAGE))

    assert all(f"Revision {number}</a>" in page for number in range(1, 9))
    assert f"Published as version {version.number}" in page and "Revision 2 restored" in page
    assert page.count(">Restore<") == 7 and ">alice<" in page and ">bob<" in page


def test_a_statement_differs_by_line_and_word(as_alice, history):
    page = text(as_alice.get(f"{PAGE}/3"))

    assert "<mark>quickly</mark>" in page and "<mark>slowly</mark>" in page
    assert "<del>Sums</del> → <ins>Two sums</ins>" in page and "Program" not in page


def test_a_program_differs_by_its_files_and_what_is_said_of_it(as_alice, history):
    page = text(as_alice.get(f"{PAGE}/5"))

    assert "Program: add.py" in page and "<mark>2</mark>" in page and "<mark>3</mark>" in page
    assert "<del>AC</del> → <ins>WA</ins>" in page and "Statement" not in page.split("What changed")[1]


def test_limits_and_tests_differ_by_name(as_alice, history):
    limits, tests = text(as_alice.get(f"{PAGE}/7")), text(as_alice.get(f"{PAGE}/6"))

    assert "<del>1 s</del> → <ins>2.5 s</ins>" in limits and "<del>256 MiB</del> → <ins>1024 MiB</ins>" in limits
    assert "2 added</dt> <dd><ins>01, 02</ins>" in tests


def test_tests_that_were_removed_and_changed_are_named(as_alice, history, alice):
    drafting.change(history, alice, lambda draft: draft.document, tests=columns((b"one\n", b"1\n")), note="fewer")
    page = text(as_alice.get(f"{PAGE}/8"))

    assert "1 removed</dt> <dd><del>02</del>" in page and "1 changed</dt> <dd><ins>01</ins>" in page


def test_any_two_can_be_compared(as_alice, history):
    both = text(as_alice.get(f"{PAGE}/5?against=2"))
    back = text(as_alice.get(f"{PAGE}/2?against=5"))

    assert "<mark>slowly</mark>" in both and "Program: add.py (new)" in both
    assert "Program: add.py (removed)" in back
    assert "Nothing differs." in as_alice.get(f"{PAGE}/5?against=5").text
    assert "Statement: en" in as_alice.get(f"{PAGE}/1").text


@pytest.mark.parametrize("address", ["/99", "/0", "/3?against=99", "/99999999999999999999"])
def test_a_state_that_is_none_is_not_there(as_alice, history, address):
    assert as_alice.get(PAGE + address).status_code == 404


def test_a_state_is_restored_as_another_one(as_alice, history, alice):
    third = Revision.objects.get(problem=history, number=3)

    assert as_alice.post(f"{PAGE}/3/restore").status_code == 302
    now = draft()
    assert (now.number, now.author, now.note) == (8, alice, "Revision 3 restored")
    assert (now.document, now.columns) == (third.document, third.columns)
    assert Problem.objects.get(slug="sums").title == "Two sums"
    as_alice.post(f"{PAGE}/8/restore")
    assert draft().number == 8
    save(history, alice, "script", "gen 1\n")
    assert draft().number == 9 and Revision.objects.get(problem=history, number=3).document == third.document


def test_who_may_only_read_restores_nothing(client, history, bob):
    Collaborator.objects.update(role="read")
    client.force_login(bob)

    assert ">Restore<" not in client.get(PAGE).text
    assert client.post(f"{PAGE}/1/restore").status_code == 403


def test_others_find_nothing(as_charlie, history):
    assert {as_charlie.get(PAGE).status_code, as_charlie.get(f"{PAGE}/1").status_code} == {404}
    assert as_charlie.post(f"{PAGE}/1/restore").status_code == 404


def test_what_cant_be_read_as_lines_is_named(as_alice, sums, alice):
    files = {"a.bin": blobs.put(b"\0\1"), "b.txt": blobs.put(b"x\n" * 200_000)}
    program = solution("a") | {"files": files}
    drafting.save(sums, alice, "programs/a", program, None, files.values())
    page = as_alice.get(f"{PAGE}/1").text

    assert "Changed; it is no text." in page and "Changed; it has more than 256 KiB." in page


def test_much_is_shown_in_part(as_alice, sums, alice):
    """Fifty programs, two thousand tests, a statement as large as may be."""
    pairs = [(b"1\n", b"1\n")] * 2000
    programs = [solution(f"p{number}.py", b"print(%d)\n" % number * 300) for number in range(50)]

    def edit(draft):
        grown = drafting.replaced(draft.document, "statements/en", statement("x\n" * 131_000))
        return grown | {"programs": programs}

    hashes = [sha for program in programs for sha in program["files"].values()]
    drafting.change(sums, alice, edit, tests=columns(*pairs), hashes=hashes, note="much")
    page = as_alice.get(f"{PAGE}/2").text

    assert "and 1950 more" in page and "too much differs" in page and "more lines of the difference" in page
    assert len(page) < 10**6


@pytest.mark.parametrize("count", [1, 60])
def test_the_pages_ask_the_database_little(as_alice, sums, alice, bob, count, django_assert_max_num_queries):
    for number in range(count):
        drafting.save(sums, (alice, bob)[number % 2], "script", f"gen {number}\n", None)

    with django_assert_max_num_queries(4):
        page = as_alice.get(PAGE).text
    assert ("Page 1 of 2" in page) == (count == 60)
    with django_assert_max_num_queries(4):
        as_alice.get(f"{PAGE}/1")
