"""A package over a draft that people work on: nothing made here is lost, and what became of everything is said."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from judge import blobs, drafting, generation, jobs, merging, testsets
from judge.models import Problem, Revision, Upload
from judge.packages import exporting, importing, uploading
from judge.queue import Refused
from tests.packages.conftest import ADD
from tests.packages.documents import drafts
from tests.workshop.programs import program, solution
from tests.workshop.rows import by_hand

GENERATE = b"import sys\nprint(*sys.argv[1:])\n"
ANOTHER = f"# another\n{ADD}"


def now(problem):
    return Problem.objects.with_draft().get(pk=problem.pk).draft


def bring(problem, author, path):
    """What the import says."""
    _, report = importing.bring(path).take_up(problem, author)
    return "\n".join(report.lines)


def change(problem, author, *programs, rows=(), **said):
    """What an author does to a draft."""

    def tests(draft):
        before = testsets.rows(draft.columns)
        kept = [row for row in before if not row.is_by_script]
        return testsets.columns(testsets.together([*kept, *rows], [row for row in before if row.is_by_script]))

    def edit(draft):
        paths = {one["path"] for one in programs}
        others = [one for one in draft.document["programs"] if one["path"] not in paths]
        return draft.document | {"programs": [*others, *programs]} | said

    hashes = [sha for one in programs for sha in one["files"].values()]
    drafting.change(problem, author, edit, tests=tests, hashes=hashes, note="by hand")


def generator(name="gen.py", source=GENERATE):
    return program("generator", f"generators/{name}", source)


def names(draft):
    return [row.name for row in testsets.rows(draft.columns)]


def paths(draft):
    return [one["path"] for one in draft.document["programs"]]


@pytest.fixture
def draft(alice):
    return drafting.start("Sums", alice)


@pytest.fixture
def brought(draft, alice, legacy):
    """The package, in the draft."""
    assert bring(draft, alice, legacy()) == ""
    return draft


def test_what_was_made_here_stays_beside_a_changed_package(brought, alice, legacy):
    korean = {"title": "덧셈", "format": "markdown", "text": "더하세요."}
    statements = now(brought).document["statements"] | {"ko": korean}
    change(
        brought,
        alice,
        generator(),
        solution("submissions/brute.py", b"print(7)\n", expected=["WA"]),
        rows=[by_hand(b"7 7\n", b"14\n", name="mine")],
        statements=statements,
        script="gen 8 {1..2}\n",
    )
    rows = generation.Generation(Problem.objects.with_draft().get(pk=brought.pk)).run()
    generation.put_in_place(Problem.objects.with_draft().get(pk=brought.pk), alice, rows)
    before = now(brought)
    files = {
        "data/secret/01-small.in": None,
        "data/secret/01-small.ans": None,
        "data/secret/02-large.in": "1000 2\n",
        "data/secret/02-large.ans": "1002\n",
        "submissions/accepted/right.py": ANOTHER,
        "submissions/wrong_answer/wrong.py": None,
    }
    said = bring(brought, alice, legacy(files))
    after = now(brought)

    assert names(after) == ["sample/1", "secret/02-large", "mine", "gen-01", "gen-02"]
    inputs = {row.name: blobs.read(row.input) for row in testsets.rows(after.columns)}
    assert inputs["secret/02-large"] == b"1000 2\n" and inputs["gen-02"] == b"8 2\n"
    assert paths(after)[-2:] == ["generators/gen.py", "submissions/brute.py"]
    assert "submissions/wrong_answer/wrong.py" not in paths(after)
    assert after.document["script"] == "gen 8 {1..2}\n" and after.document["statements"]["ko"] == korean
    assert "Replaced by the package’s: solution right.py; test secret/02-large." in said
    assert (
        "Kept beside it, for it was made or changed here: statement ko; generator gen.py; solution brute.py; " in said
    )
    assert "line of the script gen 8 {1..2}; test mine." in said
    assert "this one hasn’t: solution wrong.py; test secret/01-small." in said
    assert f"As it was before, it is revision {before.number}." in said


def test_the_same_package_again_changes_nothing(brought, alice, legacy):
    change(brought, alice, solution("submissions/mine.py", b"print(7)\n"), rows=[by_hand(b"7 7\n", name="mine")])
    bring(brought, alice, legacy())
    first = now(brought)
    bring(brought, alice, legacy())
    second = now(brought)

    assert (second.document, second.columns) == (first.document, first.columns) and "mine" in names(first)


def test_where_a_draft_was_read_and_what_was_proposed_in_it_stays_known(brought, alice, legacy):
    whence = {"brought": {"bounds": []}, "proposed": {"generators/one.py": {"run": 7}}}
    change(brought, alice, **whence)
    bring(brought, alice, legacy())
    assert whence.items() <= now(brought).document.items()


def test_what_somebody_changed_here_isnt_dropped_with_what_brought_it(brought, alice, legacy):
    mine = solution("submissions/wrong_answer/wrong.py", b"print(5)\n", expected=["WA"])
    change(brought, alice, mine)
    said = bring(brought, alice, legacy({"submissions/wrong_answer/wrong.py": None}))

    assert mine["path"] in paths(now(brought)) and "made or changed here: solution wrong.py" in said


def test_a_name_that_the_package_has_too_is_left_to_it(draft, alice, legacy):
    """A problem that was begun here, and a package from elsewhere."""
    change(
        draft,
        alice,
        solution("submissions/right.py", ANOTHER.encode(), reference=True),
        generator(),
        rows=[by_hand(b"9 9\n", b"18\n", name="secret/01-small")],
        script="[big]\ngen 5 5 > five\ngen 6 6\n",
    )
    files = {"generators/gen.py": "print(1)\n", "generators/generators.yaml": YAML}
    bring(draft, alice, legacy(files, "mixed-up"))
    after = now(draft)

    assert {"submissions/accepted/right.py", "submissions/right-2.py"} <= set(paths(after))
    assert {row.name: row.input for row in testsets.rows(after.columns)}["secret/01-small-2"] == by_hand(b"9 9\n").input
    assert next(one["path"] for one in after.document["programs"] if one["reference"]) == "submissions/right-2.py"


YAML = "solution: /submissions/wrong_answer/wrong.py\ndata:\n  secret:\n    data:\n      five: gen.py 3 2\n"


def test_lines_from_here_keep_their_generator_and_get_a_free_name(draft, alice, legacy):
    """Both have a generator of the same word: the line of each goes on making what it made."""
    change(draft, alice, generator("gen.cpp", b"int main(){}"), script="gen 5 5 > five\n")
    theirs = {"generators/gen.py": GENERATE.decode(), "generators/generators.yaml": YAML}
    said = bring(draft, alice, legacy(theirs))
    after = now(draft)

    assert "generators/gen-2.cpp" in paths(after) and "generator gen.cpp as gen-2.cpp" in said
    assert after.document["script"].split("\n")[-3:] == ["[]", "gen-2 5 5 > five-2", ""]


def test_of_a_range_only_what_the_package_hasnt_is_kept(draft, alice, legacy):
    change(draft, alice, generator(), script="gen 3 {1..3}\n")
    rows = generation.lines_of(now(draft))
    made = [replace(line.row, input=by_hand(b"3 %d\n" % n).input) for n, line in enumerate(rows, 1)]
    drafting.change(draft, alice, lambda draft: draft.document, tests=testsets.columns(made), note="made")
    bring(draft, alice, legacy({"generators/gen.py": GENERATE.decode(), "generators/generators.yaml": YAML}))
    after = now(draft)

    assert after.document["script"] == "[secret]\ngen.py 3 2 > five\n[]\ngen 3 1\ngen 3 3\n"
    kept = {row.name: row.line for row in testsets.rows(after.columns) if row.is_by_script}
    assert kept == {"gen-01": 4, "gen-02": 2, "gen-03": 5}  # the package asks for the second, and doesn't bring it


def test_a_package_of_ours_knows_what_it_brought(draft, alice, tmp_path, legacy):
    """Its tests say that they were made by hand; what it brought once goes when it goes there."""
    change(draft, alice, rows=[by_hand(b"1 1\n", b"2\n", name="a"), by_hand(b"2 2\n", b"4\n", name="b")])
    change(
        draft, alice, solution("submissions/add.py", reference=True), program("validator", "input_validators/v.py", OK)
    )
    folder = written_out(draft, tmp_path)
    bring(draft, alice, folder)
    change(draft, alice, rows=[by_hand(b"3 3\n", b"6\n", name="c")])
    for path in (folder / "data/secret").glob("b.*"):
        path.unlink()
    said = bring(draft, alice, folder)

    assert names(now(draft)) == ["a", "c"] and "test c" in said and "hasn’t: test b." in said


OK = b"import sys\nsys.exit(42)\n"


def written_out(problem, tmp_path):
    problem = Problem.objects.with_draft().get(pk=problem.pk)
    folder = tmp_path / "sums"
    exporting.write_folder(exporting.entries(exporting.draft(problem, problem.draft), "2025-09"), folder)
    return folder


def test_own_tests_of_programs_stay_too(brought, alice, legacy):
    validator = now(brought).program("input_validators/validate.py")
    test = {"input": blobs.put(b"x\n"), "answer": None, "output": None, "accepts": False, "name": ""}
    change(brought, alice, validator | {"tests": [test]})
    said = bring(brought, alice, legacy({"input_validators/validate.py": "import sys\nsys.exit(42)\n# new\n"}))

    assert now(brought).program("input_validators/validate.py")["tests"] == [test]
    assert "own test of validate.py" in said


@pytest.mark.django_db(transaction=True)
def test_more_than_a_draft_holds_is_refused_and_the_draft_stays(draft, alice, legacy, monkeypatch):
    change(draft, alice, rows=[by_hand(b"%d 7\n" % n, name=f"{n}") for n in range(3)])
    monkeypatch.setattr(testsets, "MOST", 5)
    before = now(draft)
    upload = uploading.receive(legacy())
    Upload.objects.filter(pk=upload.pk).update(problem=draft, author=alice)

    with pytest.raises(Refused, match="with the 3 tests that were made here the draft would have 6"):
        jobs.import_into_draft.function(upload.pk)
    assert now(draft) == before


def test_the_command_keeps_them_too_and_publishes_what_the_package_says(alice, legacy):
    first = importing.import_package(legacy(), alice)
    change(first.problem, alice, rows=[by_hand(b"7 7\n", b"14\n", name="mine")])
    again = importing.import_package(legacy({"submissions/accepted/right.py": ANOTHER}), alice)

    assert again.version.test_count == 3 and names(now(first.problem))[-1] == "mine"
    assert any("test mine" in note for note in again.notes)


# Whatever both say


def as_draft(said):
    return Revision(number=1, document=said[0], columns=said[1])


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(ours=drafts(), theirs=drafts())
def test_nothing_that_was_made_here_is_lost(ours, theirs):
    merged = merging.over(as_draft(ours), *theirs, True)

    made = {row.input for row in testsets.rows(ours[1]) if not row.is_by_script and row.line + row.origin != "file"}
    assert made <= set(merged.columns["input"])
    assert set(theirs[1]["input"]) <= set(merged.columns["input"])
    assert len(set(merged.columns["name"])) == len(merged.columns["name"])
    taken = {one["path"] for one in theirs[0]["programs"]}
    there = [sorted(one["files"].values()) for one in merged.document["programs"]]
    assert all(sorted(p["files"].values()) in there for p in ours[0]["programs"] if p["path"] not in taken)
    assert sum(one["reference"] for one in merged.document["programs"]) == 1


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(ours=drafts(), theirs=drafts())
def test_twice_is_once(ours, theirs):
    once = merging.over(as_draft(ours), *theirs, True)
    twice = merging.over(as_draft((once.document, once.columns)), *theirs, True)

    assert twice.document == once.document and twice.columns == once.columns
    assert not twice.report.replaced and not twice.report.dropped


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(first=drafts(), second=drafts())
def test_of_an_untouched_package_nothing_stays_but_what_the_next_one_has(first, second):
    before = merging.first(*first)
    merged = merging.over(as_draft((before.document, before.columns)), *second, True)

    assert {name: merged.document[name] for name in second[0]} == second[0]
    assert merged.columns == second[1] and not merged.report.kept
