"""What is accepted gives way to nothing that a person wrote, and takes the place of it only where they say so."""

from functools import partial

import pytest

from judge import blobs, draft_programs, drafting
from judge.draft_programs import ProgramError
from judge.proposing import accepting
from judge.proposing.accepting import Unseen, material
from judge.proposing.placing import place_of
from tests.workshop import proposed
from tests.workshop.programs import program
from tests.workshop.proposed import a_piece, offered
from tests.workshop.rows import fresh

pytestmark = pytest.mark.django_db(transaction=True)
ONE, MINE = "generators/one.py", b"print(7)\n"


@pytest.fixture
def doubles(alice):
    return proposed.doubles(alice)


@pytest.fixture
def run(doubles, alice):
    return offered(doubles, alice, a_piece("generator", "one.py", lines=["one 1", "one 2"]))


@pytest.fixture
def later(doubles, alice):
    """Of another proposal, the same generator written anew."""
    return offered(doubles, alice, a_piece("generator", "one.py", source="print(2)\n", lines=["one 2", "one 9"]))


@pytest.fixture
def mine(doubles, alice):
    return draft_programs.add(doubles, alice, "generator", "one.py", "python3", MINE)


def accept(run, user, **how):
    return accepting.accept(run, run.problem, user, [one["id"] for one in run.document["pieces"]], **how)


def seen(run):
    """The marks that its page carries now."""
    document = fresh(run.problem).draft.document
    return {one["id"]: place_of(document, *material(one, run.pk)).mark for one in run.document["pieces"]}


def source(problem, path=ONE):
    found = fresh(problem).draft.program(path)
    return blobs.read(next(iter(found["files"].values())))


def script(problem):
    return fresh(problem).draft.document["script"]


def test_what_a_person_wrote_stays(doubles, alice):
    """The same names: what is accepted lies beside it, and its lines call it by its new name."""
    own = [
        program("validator", "input_validators/validate.py", b"raise SystemExit(42)\n"),
        program("generator", ONE, MINE),
    ]
    for one in own:
        drafting.save(doubles, alice, f"programs/{one['path']}", one, None, one["files"].values())
    drafting.save(doubles, alice, "script", "[mine]\none", None)
    test = {"input": "1\n", "accepts": True, "why": ""}
    pieces = [
        a_piece("validator", "validate.py", tests=[test]),
        a_piece("generator", "one.py", lines=["one 3", "one 4"]),
    ]

    paths = accept(offered(doubles, alice, *pieces), alice)

    draft = fresh(doubles).draft
    assert paths == ["input_validators/validate-2.py", "generators/one-2.py"]
    assert [draft.program(one["path"]) for one in own] == own
    assert draft.document["script"] == "[mine]\none\n[]\none-2 3\none-2 4\n"
    assert [test["accepts"] for test in draft.program(paths[0])["tests"]] == [True]


def test_what_an_earlier_proposal_left_gives_way_with_its_lines(run, later, doubles, alice):
    drafting.save(doubles, alice, "script", "# mine\n", None)
    accept(run, alice)
    number = fresh(doubles).draft.number
    assert accept(later, alice) == [ONE]
    assert source(doubles) == b"print(2)\n" and script(doubles) == "# mine\none 2\none 9\n"
    drafting.restore(doubles, alice, number)
    assert source(doubles) == b"print(1)\n" and script(doubles) == "# mine\none 1\none 2\n"


def test_also_where_it_lies_under_another_name(run, later, doubles, alice, mine):
    assert accept(run, alice) == accept(later, alice) == ["generators/one-2.py"]
    assert source(doubles) == MINE and source(doubles, "generators/one-2.py") == b"print(2)\n"
    assert script(doubles) == "one-2 2\none-2 9\n"


def test_lines_that_a_person_has_moved_are_theirs(run, later, doubles, alice):
    accept(run, alice)
    drafting.save(doubles, alice, "script", "one 2\n[mine]\none 1", None)
    accept(later, alice)
    assert script(doubles) == "one 2\n[mine]\none 1\n[]\none 9\n"


def edited(problem, user):
    drafted = draft_programs.shown(fresh(problem).draft.program(ONE), "one.py")
    draft_programs.edit(problem, user, ONE, "one.py", {}, MINE, drafting.mark(drafted))


def with_words(problem, user):
    document = fresh(problem).draft.program(ONE)
    drafting.save(problem, user, f"programs/{ONE}", document | {"args": ["7"]}, None)


@pytest.mark.parametrize("change", [edited, with_words])
def test_what_a_person_has_changed_of_it_is_theirs(run, later, doubles, alice, change):
    accept(run, alice)
    change(doubles, alice)
    before = fresh(doubles).draft.program(ONE)
    assert accept(later, alice) == ["generators/one-2.py"]
    assert fresh(doubles).draft.program(ONE) == before


def test_a_slow_solution_never_gives_way_to_a_wrong_one(doubles, alice):
    accept(offered(doubles, alice, a_piece("slow", "naive.py")), alice)
    wrong = a_piece("wrong", "naive.py", source="print(3)\n", expected=["WA"])
    assert accept(offered(doubles, alice, wrong), alice) == ["submissions/naive-2.py"]


def test_in_another_language_it_has_the_same_place(run, doubles, alice):
    accept(run, alice)
    piece = a_piece("generator", "one.cpp", language="cpp", source="int main() {}\n", lines=["one 1"])
    assert accept(offered(doubles, alice, piece), alice) == ["generators/one.cpp"]
    assert fresh(doubles).draft.program(ONE) is None and script(doubles) == "one 1\n"


def test_a_person_may_say_that_theirs_is_replaced(run, doubles, alice, mine):
    before = fresh(doubles).draft.number
    assert accept(run, alice, replace=["generator:one.py"], shown=seen(run)) == [ONE]
    assert source(doubles) == b"print(1)\n" and script(doubles) == "one 1\none 2\n"
    drafting.restore(doubles, alice, before)
    assert source(doubles) == MINE


def test_nobody_replaces_what_they_have_not_seen(run, doubles, alice, mine):
    with pytest.raises(Unseen):
        accept(run, alice, replace=["generator:one.py"])
    assert source(doubles) == MINE


def test_who_saves_in_the_very_moment_is_not_overwritten(run, later, doubles, alice, monkeypatch):
    """Between reading the newest state and writing the next one."""
    accept(run, alice)
    looked_at, stale = seen(later), fresh(doubles).draft
    edited(doubles, alice)
    monkeypatch.setattr(accepting.drafting, "change", partial(drafting.change, draft=stale))
    with pytest.raises(Unseen):
        accept(later, alice, shown=looked_at)
    assert source(doubles) == MINE


def test_unit_tests_that_a_person_wrote_outlive_it(doubles, alice):
    path = draft_programs.add(doubles, alice, "validator", "validate.py", "python3", b"raise SystemExit(43)\n")
    kept = {"input": blobs.put(b"7\n"), "answer": None, "output": None, "accepts": False, "name": "mine"}
    drafting.save(doubles, alice, f"programs/{path}", fresh(doubles).draft.program(path) | {"tests": [kept]}, None)
    tests = [{"input": text, "accepts": True, "why": ""} for text in ("7\n", "8\n")]
    run = offered(doubles, alice, a_piece("validator", "validate.py", tests=tests))
    accept(run, alice, replace=["validator:validate.py"], shown=seen(run))
    found = fresh(doubles).draft.program(path)["tests"]
    assert found[0] == kept and [test["input"] for test in found] == [kept["input"], blobs.put(b"8\n")]


def test_the_reference_is_replaced_by_nobody(doubles, alice):
    run = offered(doubles, alice, a_piece("slow", "reference.py"))
    with pytest.raises(ProgramError, match="is the reference"):
        accept(run, alice, replace=["slow:reference.py"], shown=seen(run))
    assert accept(run, alice) == ["submissions/reference-2.py"]


def test_accepting_twice_is_accepting_once(run, doubles, alice):
    accept(run, alice)
    number = fresh(doubles).draft.number
    assert accept(run, alice) == []
    accepting.reject(run, doubles, alice, ["generator:one.py"])
    run.refresh_from_db()
    assert fresh(doubles).draft.number == number
    assert run.document["decided"]["generator:one.py"]["state"] == "accepted"


def test_what_has_left_the_draft_since_may_be_accepted_again(run, doubles, alice):
    """Who goes back to an earlier state loses nothing that was paid for; what was turned down stays so."""
    accept(run, alice)
    meant = "generator:one.py"
    drafting.change(doubles, alice, lambda draft: draft.document | {"programs": draft.document["programs"][:1]})
    accepting.reject(run, doubles, alice, ["generator:one.py"])

    assert accept(run, alice) == []  # an older page, on which it was open
    assert accept(run, alice, again=[meant]) == [ONE]
    assert source(doubles) == b"print(1)\n" and script(doubles) == "one 1\none 2\n"
    assert accept(run, alice, again=[meant]) == []


def test_solutions_of_one_name_in_one_proposal_are_both_kept(doubles, alice):
    pieces = [a_piece("slow", "naive.py"), a_piece("wrong", "naive.py", source="print(3)\n", expected=["WA"])]
    assert accept(offered(doubles, alice, *pieces), alice) == ["submissions/naive.py", "submissions/naive-2.py"]


def test_an_older_proposal_takes_nothing_from_a_newer_one(run, later, doubles, alice):
    accept(later, alice)
    assert accept(run, alice) == ["generators/one-2.py"]
    assert source(doubles) == b"print(2)\n" and script(doubles) == "one 2\none 9\none-2 1\none-2 2\n"


def test_an_older_proposals_same_program_leaves_the_newer_ones_lines(run, doubles, alice):
    newer = offered(doubles, alice, a_piece("generator", "one.py", lines=["one 8"]))
    accept(newer, alice)
    accept(run, alice)
    assert script(doubles) == "one 8\none 1\none 2\n"
    assert fresh(doubles).draft.document["proposed"][ONE]["run"] == newer.pk


@pytest.mark.parametrize("own", ["one {1..2}", "one 1\none 2 > tiny", "generators/one.py 1\none.py '2'"])
def test_a_test_that_the_script_asks_for_in_other_words_is_not_asked_for_twice(run, later, doubles, alice, own):
    accept(run, alice)
    drafting.save(doubles, alice, "script", own, None)
    accept(later, alice)
    assert script(doubles) == f"{own}\none 9\n"


def test_lines_that_call_it_by_its_path_follow_it_into_another_language(run, doubles, alice):
    accept(run, alice)
    drafting.save(doubles, alice, "script", "generators/one.py 5\n", None)
    piece = a_piece("generator", "one.cpp", language="cpp", source="int main() {}\n", lines=["one 5"])
    accept(offered(doubles, alice, piece), alice)
    assert script(doubles) == "generators/one.cpp 5\n"


def test_nobody_loses_lines_that_they_have_not_seen_go(run, later, doubles, alice):
    accept(run, alice)
    before = script(doubles)
    drafting.save(doubles, alice, "script", "# apart\n" + before.replace("\n", "\n\n"), None)
    looked_at = seen(later)
    drafting.save(doubles, alice, "script", before, None)
    with pytest.raises(Unseen):
        accept(later, alice, shown=looked_at)


@pytest.mark.parametrize("by_a_person", [True, False])
def test_a_wrong_solution_takes_no_right_ones_place(doubles, alice, by_a_person):
    if by_a_person:
        draft_programs.add(doubles, alice, "solution", "naive.py", "python3", MINE)
    else:
        accept(offered(doubles, alice, a_piece("slow", "naive.py", expected=["AC", "TLE"])), alice)
    wrong = offered(doubles, alice, a_piece("wrong", "naive.py", source="print(3)\n", expected=["WA"]))
    with pytest.raises(ProgramError, match="only one of the two"):
        accept(wrong, alice, replace=["wrong:naive.py"], shown=seen(wrong))
