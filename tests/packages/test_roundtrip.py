"""Whatever a draft says comes back from a package of it, and the package keeps the rules of its format."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from judge import blobs, drafting
from judge.models import Problem
from judge.packages import exporting
from judge.packages.importing import Brought, unsaved
from judge.packages.kattis import read
from judge.packages.kattis.layout import Source
from judge.packages.presenting import Page, titles_of
from judge.packages.storing import store
from tests.packages.documents import SHAS, drafts, sha, with_hashes
from tests.packages.format_2025 import violations
from tests.packages.rich import FORMATS, draft_of, probe, written
from tests.workshop.programs import program

pytestmark = pytest.mark.django_db
WITHIN_A_TEST = settings(
    max_examples=12,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.fixture
def known(db):
    """The pieces that drafts are made of, by their stand-ins."""
    return {sha(number): blobs.put(b"%d\n" % number) for number in range(SHAS)}


@pytest.fixture
def other(alice):
    """Another problem, which packages are brought to."""
    return drafting.start("Another", alice)


def source_of(draft, known):
    document, columns = with_hashes(draft[0], known), with_hashes(draft[1], known)
    sizes = [len(blobs.read(found)) for found in columns["input"]]
    answers = [len(blobs.read(found)) for found in columns["answer"]]
    return Source("sums", "", document, columns | {"input_bytes": sizes, "answer_bytes": answers})


def brought_back(source, format, problem):
    """By way of files, as an import reads them. What it proves and renders isn't asked here."""
    with tempfile.TemporaryDirectory(prefix="again-") as parent:
        folder = Path(parent, "sums")
        exporting.write_folder(exporting.entries(source, format), folder)
        wrong = violations(folder) if format == "2025-09" else []
        package = read(folder, "sums")
        page = Page(titles_of(package), {}, {}, [], package.credits, ())
        version = unsaved(package, store(package, package.images), page)
    Brought(package, version, ()).take_up(problem, None)
    return Problem.objects.with_draft().get(pk=problem.pk).draft, wrong


def by_role(document):
    """Of checkers the one that is used comes first."""
    chosen = document["checker"].get("path")
    found = {}
    for said in sorted(document["programs"], key=lambda program: program["path"] != chosen):
        found.setdefault(said["role"], []).append(said)
    return found


@FORMATS
@WITHIN_A_TEST
@given(draft=drafts())
def test_nothing_is_lost(format, draft, known, other):
    source = source_of(draft, known)
    found, wrong = brought_back(source, format, other)

    assert wrong == []
    for name in ("statements", "images", "limits", "details", "checker", "script"):
        assert found.document[name] == source.document[name], name
    for role, programs in by_role(source.document).items():
        for said, back in zip(programs, by_role(found.document)[role], strict=True):
            assert {name: (said[name], back.get(name)) for name in said if back.get(name) != said[name]} == {}
    assert found.tests.columns == source.columns


@FORMATS
def test_a_rich_draft_loses_nothing_either(rich, tmp_path, format, other):
    tests = rich.draft.tests.columns | {"name": ["a", "z", "b", "y"]}
    source = Source("sums", "", rich.draft.document, tests)
    found, wrong = brought_back(source, format, other)

    assert wrong == []
    assert by_role(found.document) == by_role(source.document)
    assert found.tests.columns == tests


def test_what_others_write_keeps_the_rules_too(newer):
    assert violations(newer()) == []


@pytest.mark.parametrize(
    ("files", "section"),
    [
        ({"problem.yaml": "problem_format_version: 2025-09\nname: Sums\nuuid: '1'\nauthor: me\n"}, "problem_yaml"),
        ({"problem.yaml": "problem_format_version: 2025-09\nname: Sums\nuuid: '1'\n"}, "problem_yaml"),  # two languages
        ({"data/test_group.yaml": "output_validator_args: [case_sensitive]\n"}, "test_data"),
        ({"data/secret/more/test_group.yaml": "args: []\n"}, "test_data"),
        ({"data/secret/alone.in": "1 2\n"}, "test_data"),
        ({"data/secret/01-small/inner.in": "1\n", "data/secret/01-small/inner.ans": "1\n"}, "test_data"),
        ({"data/invalid_output/one.in": "1 2\n", "data/invalid_output/one.ans": "3\n"}, "test_data"),
        ({"data/secret/test_group.yaml": "input_validator_flags: x\n"}, "arguments"),
        ({"data/secret/test_group.yaml": "input_validator_args: x\n"}, "arguments"),
        ({"data/secret/01-small.yaml": "input_validator_args: {nobody: [x]}\n"}, "arguments"),
        ({"submissions/submissions.yaml": "mixed/gone.py: {permitted: [WA]}\n"}, "submissions"),
        ({"submissions/submissions.yaml": "accepted: {permitted: [MLE]}\n"}, "submissions"),
        ({"submissions/accepted/right.py": None}, "submissions"),
        ({"statement/problem.md": "no language\n"}, "statements"),
        ({"statement/problem.en.md": "no end"}, "general_requirements"),
        ({"data/secret/a b.in": "1 2\n", "data/secret/a b.ans": "3\n"}, "general_requirements"),
        ({"submissions/accepted/Right.py": "print()\n"}, "general_requirements"),
        ({"extra/file": "x\n"}, "structure"),
        ({"input_validators/validate.py": None}, "programs"),
        ({"output_validator/a.py": "x\n", "output_validator/b.py": "x\n"}, "programs"),
    ],
)
def test_the_rules_notice_what_breaks_them(newer, files, section):
    assert any(found.startswith(f"{section}: ") for found in violations(newer(files)))


def test_limits_are_multiples_of_their_resolution(newer):
    said = "problem_format_version: 2025-09\nname: {en: S, ko: S}\nuuid: '1'\nlimits: {time_limit: 1.5}\n"
    package = newer({"problem.yaml": said})

    assert violations(package) == ["limits: a time limit of 1.5, which is no multiple of its resolution"]


@FORMATS
def test_arguments_that_differ_lie_where_the_format_has_them(rich, alice, tmp_path, format):
    """So that others run the validators as they are run here."""
    by_test = {"a": ["1"], "z": ["2"], "b": ["2"], "y": ["1"]}
    names = {"name": list(by_test), "group": [""] * 4}
    checked = program("validator", "input_validators/v.py", b"pass\n", args_by_test=by_test)
    others = [found for found in rich.draft.document["programs"] if found["role"] != "validator"]
    edited = rich.draft.document | {"programs": [*others, checked]}
    drafting.change(rich, alice, lambda draft: edited, tests=rich.draft.tests.columns | names)
    folder = written(draft_of(rich.slug), tmp_path, format)
    (folder / "algoitny.yaml").unlink()

    given = [case.args_for("v.py") for case in read(folder, "again").tests]
    assert given == [("1",), ("2",), ("2",), ("1",)]


def test_solutions_that_bound_no_time_say_so_where_the_format_looks(rich, alice, tmp_path):
    slow = dict(rich.draft.document["programs"][1], path="submissions/slow.py", bounds_time=False)
    drafting.change(rich, alice, lambda draft: draft.document | {"programs": [*draft.document["programs"], slow]})
    folder = written(draft_of(rich.slug), tmp_path, "2025-09")
    (folder / "algoitny.yaml").unlink()

    bounds = {found.name: found.bounds_time for found in read(folder, "again").solutions}
    assert bounds["two"] and not bounds["slow.py"]


def test_others_are_told_what_they_do_not_see(rich):
    source = exporting.draft(rich, rich.draft)
    legacy, newer = exporting.losses(source, "legacy"), exporting.losses(source, "2025-09")

    assert any("may write files" in said for said in legacy) and not any("may write files" in said for said in newer)
    assert any("TeX only" in said for said in legacy)
    assert any("either.py" in said for said in legacy) and not any("either.py" in said for said in newer)
    assert any("big.py" in said and "run-time error" in said for said in newer)


def test_a_test_of_the_checker_without_an_answer_lies_with_ours(rich, alice, tmp_path):
    tests = [probe(b"1 2\n", None, b"3\n", accepts=True)]
    checker = {"kind": "tokens", "flags": {}, "tests": tests}
    drafting.change(rich, alice, lambda draft: draft.document | {"checker": checker})
    folder = written(draft_of(rich.slug), tmp_path, "2025-09")

    assert not (folder / "data/valid_output").exists() and list((folder / "algoitny/tests").glob("*.out"))


def test_names_in_our_file_lead_nowhere(rich, tmp_path):
    folder = written(rich, tmp_path, "2025-09")
    text = (folder / "algoitny.yaml").read_text()
    path = "submissions/accepted/two"
    outside = "    path: ../../out\n    files: {start.py: ../../../start.py}\n"
    said = text.replace("    path: submissions/two\n", outside)
    assert said != text
    (folder / "algoitny.yaml").write_text(said)
    found = next(solution for solution in read(folder, "again").solutions if solution.path.endswith("two"))

    assert found.path == path and set(found.files) == {"start.py", "part.py"}
    shutil.rmtree(folder)
