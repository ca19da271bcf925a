"""Draft to version and back."""

from judge import blobs, drafting, freezing, judging, taking_up
from judge.compiling import compiled
from judge.models import Problem, TestSet
from judge.models.revision import COLUMNS
from tests.workshop.programs import ADD, solution


def columns(*pairs, samples=0):
    hashes = blobs.put_all([data for pair in pairs for data in pair])
    many = len(pairs)
    own = {
        "name": [f"{number:02}" for number in range(1, many + 1)],
        "input": hashes[::2],
        "answer": hashes[1::2],
        "input_bytes": [len(pair[0]) for pair in pairs],
        "answer_bytes": [len(pair[1]) for pair in pairs],
        "sample": [1] * samples + [0] * (many - samples),
        "origin": ["hand"] * many,
    }
    return TestSet.nothing() | {name: [""] * many for name in ("group", "line", "made", "valid", "answered")} | own


def prepared(sums, alice):
    program = solution("add.py", reference=True)
    drafting.save(sums, alice, "programs/add.py", program, None, program["files"].values())
    statement = {"title": "Sums", "format": "markdown", "text": "Add $a$ and $b$."}
    drafting.save(sums, alice, "statements/en", statement, None)
    tests = columns((b"1 2\n", b"3\n"), (b"4 5\n", b"9\n"), samples=1)
    drafting.change(sums, alice, lambda draft: draft.document, tests=tests)
    return Problem.objects.with_draft().get(pk=sums.pk)


def test_a_draft_can_be_judged_without_being_saved(sums, alice):
    problem = prepared(sums, alice)
    version = freezing.frozen(problem, problem.draft)

    runs = judging.runs(compiled("python3", {"main.py": ADD}), version, version.all_tests())

    assert [run.verdict for run in runs] == ["AC", "AC"]
    assert version.pk is None


def test_publishing_freezes_it(sums, alice):
    problem = prepared(sums, alice)
    version = freezing.publish(problem, problem.draft)

    problem = Problem.objects.with_draft().select_related("current").get(pk=sums.pk)
    assert problem.is_published and problem.current == version and problem.draft.version == version
    assert "<math" in version.statements["en"]
    assert version.samples == [{"input": "1 2\n", "answer": "3\n"}]


def test_what_follows_is_another_state_and_leaves_the_version_alone(sums, alice):
    problem = prepared(sums, alice)
    version = freezing.publish(problem, problem.draft)
    drafting.save(problem, alice, "script", "gen 1\n", None)

    problem = Problem.objects.with_draft().select_related("current").get(pk=sums.pk)
    assert (problem.draft.number, problem.draft.version, problem.current) == (2, None, version)


def test_the_same_content_is_the_same_version(sums, alice):
    problem = prepared(sums, alice)

    assert freezing.publish(problem, problem.draft).pk == freezing.publish(problem, problem.draft).pk


def test_a_version_that_is_taken_up_is_the_same_again(sums, alice):
    problem = prepared(sums, alice)
    version = freezing.publish(problem, problem.draft)
    draft, _ = taking_up.take_up(problem, version, alice, "Package sums")

    again = freezing.frozen(problem, draft)
    for name in ("titles", "sources", "programs", "tests", "checker", "time_limit", "memory_limit", "test_count"):
        assert getattr(again, name) == getattr(version, name), name
    assert draft.reference["path"] == "add.py"
    assert set(draft.tests.columns) >= set(COLUMNS)
