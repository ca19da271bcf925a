"""A problem leaves as a package, and an import of it gives it back."""

import io
import zipfile

import pytest
import yaml
from django.core.management import CommandError, call_command

from judge import blobs, drafting
from judge.models import Problem, Revision
from judge.models.revision import ORIGINS
from judge.packages import exporting
from judge.packages.importing import import_package
from judge.packages.kattis import read
from judge.packages.kattis.markdown_tex import tex
from judge.packages.kattis.names import safe
from judge.packages.package import PackageError
from tests.packages.rich import FORMATS, draft_of, written
from tests.workshop.programs import solution

pytestmark = pytest.mark.django_db


def contents(program):
    return {name: blobs.read(sha) for name, sha in program["files"].items()}


@FORMATS
def test_all_of_a_draft_comes_back(rich, tmp_path, format):
    import_package(written(rich, tmp_path, format))
    was, now = rich.draft.document, draft_of(f"again-{format.replace('-', '')}").draft.document

    assert now["statements"] == was["statements"] and now["images"] == was["images"]
    assert now["script"] == was["script"] and now["details"]["credits"] == was["details"]["credits"]
    for name in ("tags", "difficulty", "platform", "number"):
        assert now["details"][name] == was["details"][name], name
    assert now["limits"] == was["limits"]


@FORMATS
def test_every_program_comes_back(rich, tmp_path, format):
    import_package(written(rich, tmp_path, format))
    now = draft_of(f"again-{format.replace('-', '')}").draft.document

    assert len(now["programs"]) == len(rich.draft.document["programs"])
    by_name = {found["path"].rsplit("/", 1)[-1]: found for found in now["programs"]}
    for was in rich.draft.document["programs"]:
        found = by_name[was["path"].rsplit("/", 1)[-1]]
        for name in ("role", "language", "entry", "expected", "bounds_time", "args", "reference", "files"):
            assert found[name] == was[name], (was["path"], name)
        said = [{k: v for k, v in test.items() if k != "name"} for test in found["tests"]]
        assert said == [{k: v for k, v in test.items() if k != "name"} for test in was["tests"]]
    assert now["checker"]["path"].endswith("/check.py")


@FORMATS
def test_tests_come_back_in_order_and_with_their_lines(rich, tmp_path, format):
    import_package(written(rich, tmp_path, format))
    was, now = rich.draft.tests.columns, draft_of(f"again-{format.replace('-', '')}").draft.tests.columns

    for name in ("input", "answer", "sample", "line"):
        assert now[name] == was[name], name
    assert [origin == "script" for origin in now["origin"]] == [origin == "script" for origin in was["origin"]]
    assert set(now) >= set(ORIGINS)


def test_names_that_keep_their_order_are_kept(rich, tmp_path, alice):
    tests = rich.draft.tests.columns | {"name": ["a", "b", "c", "d"], "group": ["", "", "", "x"]}
    drafting.change(rich, alice, lambda draft: draft.document, tests=tests)
    folder = written(draft_of(rich.slug), tmp_path, "2025-09")

    names = sorted(path.relative_to(folder / "data").as_posix() for path in folder.glob("data/s*/**/*.in"))
    assert names == ["sample/a.in", "secret/b.in", "secret/c.in", "secret/x/d.in"]


def test_a_solution_of_several_verdicts_says_so_in_both(rich, tmp_path):
    newer, legacy = written(rich, tmp_path, "2025-09"), written(rich, tmp_path, "legacy")

    rules = yaml.safe_load((newer / "submissions/submissions.yaml").read_text())
    assert rules["mixed/either.py"] == {"permitted": ["AC", "WA", "TLE"], "required": ["WA", "TLE"]}
    assert (legacy / "algoitny/submissions/either.py").exists()  # where others don't look: it would be an error
    assert (legacy / "submissions/accepted/two/part.py").exists()


@FORMATS
def test_without_our_own_file_it_is_still_a_package(rich, tmp_path, format):
    folder = written(rich, tmp_path, format)
    (folder / "algoitny.yaml").unlink()
    package = read(folder, "again")

    assert package.format == format and len(package.tests) == 4 and package.time.given == 1.5
    found = {program.path.rsplit("/", 1)[-1]: [v.value for v in program.expected] for program in package.solutions}
    assert found["big.py"] == ["RTE"]
    assert found["two"] == ["AC"] and found["either.py"] == ([] if format == "legacy" else ["WA", "TLE"])
    assert package.checker.program.path.endswith("check.py")


@FORMATS
@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({}, ()),
        ({"case_sensitive": True, "space_change_sensitive": True}, ("case_sensitive", "space_change_sensitive")),
        ({"absolute": 1e-6, "relative": 1e-6}, ("float_tolerance", "1e-06")),
        ({"absolute": 0.5, "relative": -1}, ("float_absolute_tolerance", "0.5")),
    ],
)
def test_flags_of_the_standard_comparison_go_out(rich, alice, tmp_path, format, flags, words):
    checker = {"kind": "tokens", "flags": flags}
    drafting.change(rich, alice, lambda draft: draft.document | {"checker": checker})
    folder = written(draft_of(rich.slug), tmp_path, format)
    (folder / "algoitny.yaml").unlink()

    assert read(folder, "again").checker.flags == words


def test_a_test_without_an_answer_is_named(rich, alice):
    tests = rich.draft.tests.columns | {"answer": [*rich.draft.tests.columns["answer"][:3], None]}
    drafting.change(rich, alice, lambda draft: draft.document, tests=tests)
    problem = draft_of(rich.slug)

    with pytest.raises(PackageError, match="the test z has no answer yet"):
        exporting.entries(exporting.draft(problem, problem.draft), "legacy")


def test_more_than_is_wanted_is_refused(rich):
    with pytest.raises(PackageError, match="at most 0 MiB"):
        exporting.entries(exporting.draft(rich, rich.draft), "legacy", most=100)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a b.py", "-x", ".hidden", "합.py", "", "a" * 500, "con/aux", "a\\b"]
)
def test_a_name_is_safe(name):
    found = safe(name)

    assert found and "/" not in found and "\\" not in found and found[0] not in ".-" and len(found) <= 100


def test_odd_names_lead_nowhere(rich, alice, tmp_path):
    odd = solution("submissions/../../../evil.py")
    odd["files"] = {"../../evil.py": blobs.put(b"1\n"), "b/../c.py": blobs.put(b"2\n")}
    drafting.change(rich, alice, lambda draft: draft.document | {"programs": [*draft.document["programs"], odd]})
    problem = draft_of(rich.slug)

    for entry in exporting.entries(exporting.draft(problem, problem.draft), "legacy"):
        assert ".." not in entry.path.split("/") and not entry.path.startswith("/")


def test_an_archive_is_the_same_every_time_and_can_be_imported(rich, tmp_path):
    found = exporting.entries(exporting.draft(rich, rich.draft), "2025-09")
    archives = [io.BytesIO(), io.BytesIO()]
    for archive in archives:
        exporting.write_zip(found, "again", archive)

    assert archives[0].getvalue() == archives[1].getvalue()
    (tmp_path / "again.zip").write_bytes(archives[0].getvalue())
    assert import_package(tmp_path / "again.zip").version.test_count == 4


def test_the_command_writes_folders_and_archives(legacy, tmp_path):
    version = import_package(legacy()).version
    version.problem.publish(version)
    call_command("export_problem", "sums", tmp_path / "out", "--format", "legacy")
    call_command("export_problem", "sums", tmp_path / "out.zip", "--draft")

    assert (tmp_path / "out/data/secret/01-small.in").read_text() == "2 2\n"
    assert "sums/problem.yaml" in zipfile.ZipFile(tmp_path / "out.zip").namelist()


def test_the_command_refuses_with_a_reason(legacy, tmp_path):
    import_package(legacy())
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").touch()

    for slug, path, reason in (("nothing", "x", "no such problem"), ("sums", "x", "not published")):
        with pytest.raises(CommandError, match=reason):
            call_command("export_problem", slug, tmp_path / path)
    with pytest.raises(CommandError, match="there already"):
        call_command("export_problem", "sums", tmp_path / "full", "--draft")


def test_our_own_file_is_read_as_what_it_is(newer):
    """A file that anybody may have written."""
    own = {
        "script": ["no"],
        "titles": 7,
        "details": {"difficulty": 99, "platform": "x" * 500},
        "limits": {"memory": -5, "output": "lots"},
        "programs": {"submissions/accepted/right.py": {"language": "klingon", "expected": ["XX"], "args": 3}},
        "tests": {"default": [{"files": {"input": "../../../../etc/passwd"}}, "x"], "nobody": {}},
        "lines": [],
    }
    package = read(newer({"algoitny.yaml": yaml.safe_dump(own)}), "newer")

    assert (package.draft["script"], package.draft["details"], package.probes) == ("", {"platform": "x" * 30}, ())
    assert package.memory_limit == 2048 * 2**20


def test_tests_of_validators_and_checker_are_taken(newer):
    files = {
        "data/invalid_input/empty.in": "",
        "data/invalid_output/wrong.in": "1 2\n",
        "data/invalid_output/wrong.ans": "3\n",
        "data/invalid_output/wrong.out": "4\n",
        "data/valid_output/spaces.in": "1 2\n",
        "data/valid_output/spaces.ans": "3\n",
        "data/valid_output/spaces.out": "  3\n",
    }
    import_package(newer(files))
    document = draft_of("newer").draft.document

    (validator,) = [found for found in document["programs"] if found["role"] == "validator"]
    assert [(test["name"], test["accepts"]) for test in validator["tests"]] == [("empty", False)]
    assert [(test["name"], test["accepts"]) for test in document["checker"]["tests"]] == [
        ("wrong", False),
        ("spaces", True),
    ]
    assert blobs.read(document["checker"]["tests"][1]["output"]) == b"  3\n"


def test_an_invalid_input_is_that_validators_which_rejects_it(newer):
    refuses = "import sys\nsys.exit(43 if sys.stdin.read() == 'bad\\n' else 42)\n"
    import_package(newer({"input_validators/z.py": refuses, "data/invalid_input/bad.in": "bad\n"}))
    programs = draft_of("newer").draft.document["programs"]

    assert [found["path"] for found in programs if found["tests"]] == ["input_validators/z.py"]


def test_what_can_not_be_taken_is_said(newer):
    package = read(newer({"data/invalid_output/wrong.in": "1 2\n"}), "newer")

    assert any("data/invalid_output isn’t taken: data/invalid_output/wrong.ans is missing" in n for n in package.notes)


def test_generators_are_taken(newer):
    import_package(newer({"generators/gen.py": "print(1)\n", "generators/generators.yaml": "{}\n"}))
    programs = draft_of("newer").draft.document["programs"]

    assert [found["path"] for found in programs if found["role"] == "generator"] == ["generators/gen.py"]


def test_validators_keep_their_arguments(newer):
    import_package(newer({"data/test_group.yaml": "input_validator_args: [--max, '7']\n"}))
    programs = draft_of("newer").draft.document["programs"]

    assert [found["args"] for found in programs if found["role"] == "validator"] == [["--max", "7"]]


@FORMATS
def test_arguments_that_differ_between_tests_come_back(newer, tmp_path, format):
    strict = "import sys\nsys.exit(42 if sys.stdin.read().split()[0] == sys.argv[1] else 43)\n"
    args = {"data/sample/1.yaml": "'1'", "data/secret/01-small.yaml": "'2'", "data/secret/02-large.yaml": "'1000'"}
    said = {name: f"input_validator_args: [{word}]\n" for name, word in args.items()}
    import_package(newer({"input_validators/validate.py": strict} | said))
    was = draft_of("newer")
    import_package(written(was, tmp_path, format))

    now = draft_of(f"again-{format.replace('-', '')}").draft.program("input_validators/validate.py")
    assert now["args_by_test"] == {"sample/1": ["1"], "secret/01-small": ["2"], "secret/02-large": ["1000"]}
    assert now == was.draft.program("input_validators/validate.py")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A **b** *c* $a_1 < b$ 5% & `x_y`", r"A \textbf{b} \emph{c} $a_1 < b$ 5\% \& \texttt{x\_y}"),
        ("## Input ##", r"\section*{Input}"),
        ("1. one\n2. two", "\\begin{enumerate}\n\\item one\n\\item two\n\\end{enumerate}"),
        ("```\na_b {}\n\nc\n```", "\\begin{verbatim}\na_b {}\n\nc\n\\end{verbatim}"),
        ("![x](f.png) \\*", r"\includegraphics[width=0.6\textwidth]{f.png} *"),
        ("$$x^2$$", r"\[x^2\]"),
        ("snake_case_name", r"snake\_case\_name"),
    ],
)
def test_markdown_becomes_tex(markdown, expected):
    assert tex(markdown) == expected + "\n"


def test_a_published_problem_goes_out_as_it_was_published(rich, alice):
    from judge import freezing

    freezing.publish(rich, rich.draft)
    drafting.save(rich, alice, "script", "gen 1\n", None)
    problem = Problem.objects.select_related("current").get(pk=rich.pk)

    assert exporting.published(problem).document["script"] == rich.draft.document["script"]
    assert Revision.objects.filter(problem=rich).count() == 2
