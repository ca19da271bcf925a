"""A draft's states: what makes another one, and what two people do to the same part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from judge import blobs, drafting, freezing
from judge.models import DraftBlob, Problem, Revision
from tests.workshop.programs import solution
from tests.workshop.test_freezing import columns


def written(text, title="Sums"):
    return {"title": title, "format": "markdown", "text": text}


def now(problem):
    return Problem.objects.with_draft().get(pk=problem.pk).draft


def aged(problem, minutes=11):
    Revision.objects.filter(problem=problem).update(created=timezone.now() - timedelta(minutes=minutes))


def test_a_new_problem_has_a_first_state(sums, alice):
    assert (now(sums).number, now(sums).author, now(sums).tests.count) == (1, alice, 0)


def test_the_same_title_twice_gets_two_addresses(sums, alice):
    assert [sums.slug, drafting.start("Sums", alice).slug, drafting.start("Sums", alice).slug] == [
        "sums",
        "sums-2",
        "sums-3",
    ]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("나룻배 몇 번", "nalusbae-myeoch-beon"), ("Größe 2", "grosse-2"), ("가방 A", "gabang-a"), ("…", "problem")],
)
def test_a_title_in_other_letters_has_an_address_that_can_be_read(alice, title, slug):
    assert drafting.start(title, alice).slug == slug


def test_who_is_overtaken_by_another_of_the_same_title_gets_the_next_address(sums, alice, monkeypatch):
    free = iter(["sums", "sums-2"])  # the first was taken between the look and the write
    monkeypatch.setattr(drafting, "free_slug", lambda title: next(free))
    assert drafting.start("Sums", alice).slug == "sums-2"


def test_saves_in_a_row_are_one_state(sums, alice):
    for text in ("A", "Ad", "Add"):
        drafting.save(sums, alice, "statements/en", written(text), base=None)

    assert (now(sums).number, now(sums).document["statements"]["en"]["text"]) == (1, "Add")


def test_after_a_while_a_save_is_another_state(sums, alice):
    drafting.save(sums, alice, "statements/en", written("Add"), base=None)
    aged(sums)
    drafting.save(sums, alice, "statements/en", written("Subtract"), base=None)

    texts = [state.document["statements"]["en"]["text"] for state in sums.revisions.order_by("number")]
    assert texts == ["Add", "Subtract"]


def test_somebody_elses_save_is_another_state(sums, alice, bob):
    drafting.save(sums, bob, "script", "gen 1\n", base=None)

    assert [(state.number, state.author) for state in sums.revisions.order_by("number")] == [(1, alice), (2, bob)]


def test_a_save_that_changes_nothing_is_none(sums, alice, bob):
    drafting.save(sums, bob, "script", "", base=None)

    assert now(sums).number == 1


def test_two_people_may_edit_different_parts(sums, alice, bob):
    seen = now(sums).document
    drafting.save(sums, bob, "script", "gen 1\n", drafting.mark(seen["script"]))
    drafting.save(sums, alice, "statements/en", written("Add"), drafting.mark(seen["statements"]["en"]))

    document = now(sums).document
    assert (document["script"], document["statements"]["en"]["text"]) == ("gen 1\n", "Add")


def test_who_edits_what_has_changed_meanwhile_is_told_and_overwrites_nothing(sums, alice, bob):
    seen = drafting.mark(now(sums).document["statements"]["en"])
    drafting.save(sums, bob, "statements/en", written("Bob's"), seen)

    with pytest.raises(drafting.Conflict) as told:
        drafting.save(sums, alice, "statements/en", written("Alice's"), seen)
    assert (told.value.theirs["text"], told.value.revision.author) == ("Bob's", bob)
    assert now(sums).document["statements"]["en"]["text"] == "Bob's"


def test_the_same_change_twice_is_no_conflict(sums, alice, bob):
    seen = drafting.mark(now(sums).document["script"])
    drafting.save(sums, bob, "script", "gen 1\n", seen)
    drafting.save(sums, alice, "script", "gen 1\n", seen)

    assert now(sums).author == bob


def test_a_program_is_replaced_in_its_place_and_taken_out(sums, alice):
    for path in ("a.py", "b.py", "a.py"):
        drafting.save(sums, alice, f"programs/{path}", solution(path), base=None)
    assert [program["path"] for program in now(sums).document["programs"]] == ["a.py", "b.py"]

    drafting.save(sums, alice, "programs/a.py", None, base=None)
    assert [program["path"] for program in now(sums).document["programs"]] == ["b.py"]


def test_what_a_state_names_is_kept(sums, alice):
    program = solution("a.py", b"print(1)\n")
    drafting.save(sums, alice, "programs/a.py", program, None, program["files"].values())

    assert set(DraftBlob.objects.values_list("blob", flat=True)) == {blobs.put(b"print(1)\n")}


def test_a_draft_that_nobody_has_seen_is_called_as_its_title_says(sums, alice):
    drafting.save(sums, alice, "statements/en", written("", title="Add them"), base=None)

    assert Problem.objects.get(pk=sums.pk).title == "Add them"


def test_of_two_who_save_at_once_the_second_saves_upon_the_first(sums, alice, bob):
    before = now(sums)
    drafting.save(sums, alice, "script", "gen 1\n", None)  # renews the state that bob has read

    def added(draft):
        return drafting.replaced(draft.document, "details", draft.document["details"] | {"difficulty": 3})

    state = drafting.change(sums, bob, added, draft=before)

    assert (state.document["script"], state.document["details"]["difficulty"]) == ("gen 1\n", 3)
    assert (state.number, state.author) == (2, bob)


def test_a_state_that_was_published_meanwhile_is_not_renewed(sums, alice):
    before = now(sums)
    version = freezing.publish(sums, now(sums))

    state = drafting.change(sums, alice, lambda draft: draft.document | {"script": "gen 1\n"}, draft=before)

    assert (state.number, state.version) == (2, None)
    assert Revision.objects.get(version=version).document["script"] == ""


# Tests that didn't change


def stored(problem):
    """By number: whether the state has tests of its own."""
    return {row.number: row.own_columns is not None for row in Revision.objects.filter(problem=problem)}


def with_tests(problem, author, *data, note="tests"):
    tests = columns(*[(one, one) for one in data])
    return drafting.change(problem, author, lambda draft: draft.document, tests=tests, note=note)


def test_states_share_tests_that_did_not_change(sums, alice, bob, django_assert_num_queries):
    with_tests(sums, alice, b"1\n", b"2\n")
    tests = now(sums).columns
    for number, author in enumerate((bob, alice, bob), 1):
        drafting.save(sums, author, "script", f"gen {number}", None)

    assert stored(sums) == {1: True, 2: True, 3: False, 4: False, 5: False}
    with django_assert_num_queries(1):
        assert now(sums).columns == tests
    assert {row.shares.number for row in Revision.objects.filter(number__gt=2)} == {2}


def test_a_state_that_shared_them_and_changes_them_has_its_own(sums, alice, bob):
    """Saved again by the same author within minutes, it is the same state."""
    with_tests(sums, alice, b"1\n")
    first = now(sums).columns
    drafting.save(sums, bob, "script", "gen 1", None)
    with_tests(sums, bob, b"2\n", note="")

    assert stored(sums) == {1: True, 2: True, 3: True}
    assert now(sums).columns["input"] != first["input"]
    assert Revision.objects.with_tests().get(problem=sums, number=2).columns == first
    drafting.save(sums, bob, "script", "gen 2", None)
    assert now(sums).number == 3 and now(sums).columns["input"] != first["input"]


def test_what_is_restored_shares_the_tests_of_then(sums, alice, bob):
    with_tests(sums, alice, b"1\n")
    drafting.save(sums, bob, "script", "gen 1", None)
    with_tests(sums, alice, b"2\n")
    drafting.restore(sums, alice, 3)

    state = now(sums)
    assert (state.number, state.shares.number, state.tests.count) == (5, 2, 1)
    assert state.columns == Revision.objects.get(problem=sums, number=2).own_columns
