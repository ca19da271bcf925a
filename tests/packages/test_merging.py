"""A package over a draft that people work on: nothing made here is lost, and what became of everything is said."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from judge import blobs, drafting, editing, generation, jobs, merging, testsets
from judge.models import Problem, Revision, Upload
from judge.packages import exporting, importing, uploading
from judge.queue import Refused
from tests.packages.conftest import ADD
from tests.packages.documents import CONTENT, LINE, drafts
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


def correct(problem, author, name, answer):
    """As the page of that test does it."""
    row = next(row for row in testsets.rows(now(problem).columns) if row.name == name)
    editing.replace_test(problem, author, editing.mark(row), lambda row: editing.with_answer(row, answer))


def answer_to(problem, name):
    row = next(row for row in testsets.rows(now(problem).columns) if row.name == name)
    return row.answer and blobs.read(row.answer)


SMALL, ITS_ANSWER = "data/secret/01-small.in", "data/secret/01-small.ans"


def test_a_test_whose_answer_was_corrected_here_isnt_dropped_with_what_brought_it(brought, alice, legacy):
    correct(brought, alice, "secret/01-small", b"four\n")
    said = bring(brought, alice, legacy({SMALL: None, ITS_ANSWER: None}))

    assert answer_to(brought, "secret/01-small") == b"four\n" and "made or changed here: test secret/01-small." in said


def test_who_corrected_an_answer_is_told_that_the_package_has_another_one(brought, alice, legacy):
    correct(brought, alice, "secret/01-small", b"four\n")
    before = now(brought).number
    said = bring(brought, alice, legacy())

    assert answer_to(brought, "secret/01-small") == b"4\n"
    assert f"package’s: answer of test secret/01-small.\nAs it was before, it is revision {before}." in said


def test_so_is_who_wrote_the_test(draft, alice, legacy):
    change(draft, alice, rows=[by_hand(b"2 2\n", b"5\n", name="mine"), by_hand(b"1 2\n", b"3\n", name="right")])
    said = bring(draft, alice, legacy())

    assert answer_to(draft, "secret/01-small") == b"4\n" and "package’s: answer of test mine." in said


def test_an_answer_that_the_package_leaves_to_the_reference_stays_what_it_is(draft):
    rows = [by_hand(b"1\n", b"a\n", name="1"), by_hand(b"2\n", b"b\n", name="2", answered="reference")]
    rows += [by_hand(b"3\n", b"c\n", name="3")]
    document, theirs = now(draft).document, testsets.columns(replace(row, answer=None, answered="") for row in rows)
    package = merging.first(document, testsets.columns(rows[2:]))
    merged = merging.over(as_draft((package.document, testsets.columns(rows))), document, theirs, True)

    assert testsets.rows(merged.columns)[:2] == [*rows[:2]]
    assert merged.columns["answer"][2] is None  # an earlier package brought it
    assert (merged.report.kept, merged.report.dropped) == ({"answer of test": ["1"]}, {"answer of test": ["3"]})


def test_of_a_draft_without_marks_nothing_is_dropped(brought, alice, legacy):
    """It is from when there were none: nobody knows what was changed in it."""
    document = {name: value for name, value in now(brought).document.items() if name != merging.BROUGHT}
    drafting.begin(brought, document, now(brought).columns, alice)
    said = bring(brought, alice, legacy({SMALL: None, ITS_ANSWER: None}))

    assert "secret/01-small" in names(now(brought)) and "changed here: test secret/01-small." in said


def test_who_marked_the_same_bytes_otherwise_is_told_so(brought, alice, legacy):
    change(brought, alice, solution("submissions/b.py", ANOTHER.encode(), expected=["WA"]))
    said = bring(brought, alice, legacy({"submissions/accepted/a.py": ANOTHER}))

    there = {
        path: now(brought).program(path)["expected"] for path in paths(now(brought)) if path.endswith(("a.py", "b.py"))
    }
    assert there == {"submissions/accepted/a.py": ["AC"]} and "package’s: solution b.py by a.py." in said


def test_comments_stay_where_they_stood_between_the_lines_from_here(draft, alice, legacy):
    script = "# mine\ngen 5 5\n[big]\n  # gen 3 2 > five\ngen.py 6 6\n"
    change(draft, alice, generator(), script=script)
    said = bring(draft, alice, legacy({"generators/gen.py": GENERATE.decode(), "generators/generators.yaml": YAML}))
    theirs = "[secret]\ngen.py 3 2 > five\n"

    kept = "[]\n# mine\ngen 5 5\n[big]\n# gen 3 2 > five\ngen.py 6 6\n"
    assert now(draft).document["script"] == theirs + kept
    assert "comments of the script # mine, # gen 3 2 > five" in said


def test_credits_that_the_package_hasnt_are_said(draft, alice, legacy):
    change(draft, alice, generator(), details=drafting.DETAILS | {"credits": {"source": "A contest"}})
    assert "Replaced by the package’s: details." in bring(draft, alice, legacy()).replace("limits; ", "")


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


@st.composite
def packages(draw):
    """Some leave an answer to the reference."""
    document, columns = draw(drafts())
    return document, columns | {"answer": [draw(st.sampled_from([sha, sha, None])) for sha in columns["answer"]]}


def as_draft(said):
    return Revision(number=1, document=said[0], columns=said[1])


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(ours=drafts(), theirs=drafts())
def test_nothing_that_was_made_here_is_lost(ours, theirs):
    merged = merging.over(as_draft(ours), *theirs, True)

    made = {row.input for row in testsets.rows(ours[1]) if not row.is_by_script}
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
@given(first=packages(), second=packages())
def test_of_an_untouched_package_nothing_stays_but_what_the_next_one_has(first, second):
    before = merging.first(*first)
    merged = merging.over(as_draft((before.document, before.columns)), *second, True)

    assert {name: merged.document[name] for name in second[0]} == second[0]
    assert merged.columns == second[1] and not merged.report.kept


@st.composite
def worked_on(draw, document, columns):
    """What somebody makes of it who corrects answers and verdicts, renames programs, and writes comments."""
    answers = [draw(st.just(sha) | st.none() | CONTENT) for sha in columns["answer"]]
    programs = [
        program
        | {"path": draw(st.sampled_from([program["path"], f"{program['path']}-{number}"]))}
        | {"expected": draw(st.sampled_from([program["expected"], ["WA"]])) if program["expected"] else []}
        for number, program in enumerate(document["programs"])
    ]
    comments = draw(st.lists(LINE.map("# {}".format), max_size=3))
    script = "\n".join([*document["script"].split("\n"), *comments])
    return document | {"programs": programs, "script": script}, columns | {"answer": answers}


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data(), first=packages(), second=packages())
def test_what_somebody_corrected_is_there_or_said(data, first, second):
    """Over what one package brought comes the same again, or another one."""
    package = merging.first(*first)
    document, columns = data.draw(worked_on(package.document, package.columns))
    merged = merging.over(as_draft((document, columns)), *data.draw(st.sampled_from([first, second])), True)
    report = merged.report

    there = set(zip(merged.columns["input"], merged.columns["answer"], strict=True))
    is_package = set(zip(*(first[1][column] for column in ("name", "input", "answer")), strict=True))
    for row in testsets.rows(columns):
        is_by_line = row.is_by_script and row.input not in merged.columns["input"]  # goes as its line does
        if row.answer and not is_by_line and (row.name, row.input, row.answer) not in is_package:
            assert (row.input, row.answer) in there or row.name in report.replaced["answer of test"]
    alike = [(p["role"], sorted(p["files"].values()), p["expected"]) for p in merged.document["programs"]]
    for one, before in zip(document["programs"], first[0]["programs"], strict=True):
        if one != before:
            name = one["path"].rsplit("/", 1)[-1]
            is_there = (one["role"], sorted(one["files"].values()), one["expected"]) in alike
            assert is_there or any(line.split(" by ")[0] == name for line in report.replaced[one["role"]])
    comments = [line.strip() for line in document["script"].split("\n") if line.lstrip().startswith("#")]
    lines = [line.strip() for line in merged.document["script"].split("\n")]
    assert all(line in lines or line in report.dropped["comment of the script"] for line in comments)
