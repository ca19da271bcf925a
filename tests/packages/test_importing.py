"""A package becomes a problem, or leaves nothing behind; and its solutions are run as a solver's would be."""

import json
import re

import pytest
from django.core.management import CommandError, call_command

from judge import blobs
from judge.models import Problem, ProblemVersion, VersionBlob
from judge.packages import timing
from judge.packages.importing import import_package
from judge.packages.package import PackageError
from tests.packages.conftest import ADD, SUMS, YES

pytestmark = pytest.mark.django_db

CHECKER = """
import sys
given, right = sys.stdin.read().split(), open(sys.argv[2]).read().split()
sys.exit(42 if given == right else 43)
"""


def refused(folder):
    with pytest.raises(PackageError) as refusal:
        import_package(folder)
    assert not ProblemVersion.objects.exists() and not Problem.objects.exists()
    return str(refusal.value)


def command(capsys, *args):
    """What the command prints, and whether it ends well."""
    code = 0
    try:
        call_command(*map(str, args))
    except SystemExit as exit:
        code = exit.code
    return capsys.readouterr().out, code


def verified(capsys, *slugs):
    out, _ = command(capsys, "verify_problem", *slugs, "--json")
    return {
        found["path"].removeprefix("submissions/"): (found["verdict"], found["agrees"])
        for problem in json.loads(out)["problems"]
        for found in problem["submissions"]
    }


# Importing


def test_a_package_becomes_a_draft_with_one_version(legacy, alice):
    version = import_package(legacy({"problem.yaml": SUMS["problem.yaml"] + "keywords: adding easy\n"}), alice).version

    problem = Problem.objects.get(slug="sums")
    assert (problem.state, problem.current, problem.owner, problem.title) == ("draft", version, alice, "Sums")
    assert {tag.name for tag in problem.tags.all()} == {"adding", "easy"}
    version.refresh_from_db()
    assert (version.number, version.time_limit, version.memory_limit, version.format) == (1, 1, 256 * 2**20, "legacy")
    assert version.checker["kind"] == "tokens"
    assert version.samples == [{"input": "1 2\n", "answer": "3\n"}]
    assert "<mi>a</mi>" in version.statements["en"] and version.sources["en"]["format"] == "tex"
    tests = version.all_tests()
    assert [(test.name, test.is_sample, test.input_bytes) for test in tests] == [
        ("sample/1", True, 4),
        ("secret/01-small", False, 4),
        ("secret/02-large", False, 7),
    ]
    assert [blobs.read(test.answer) for test in tests] == [b"3\n", b"4\n", b"1001\n"]


def test_every_hash_that_a_version_names_is_a_row(legacy):
    version = import_package(legacy({"problem_statement/cat.png": b"PNG"})).version
    named = set(re.findall(r"\b[0-9a-f]{64}\b", json.dumps([version.programs, version.tests, version.images])))
    assert named == set(VersionBlob.objects.values_list("blob_id", flat=True)) and len(named) > 8


def test_the_same_content_is_the_same_version_and_other_content_a_new_one(legacy, zipped):
    first = import_package(legacy())
    again = import_package(zipped([(name, text) for name, text in SUMS.items()]))
    changed = import_package(legacy({"data/secret/02-large.ans": "1002\n"}))

    assert (again.version, again.is_new) == (first.version, False)
    assert (changed.version.problem, changed.version.number) == (first.version.problem, 2)
    assert Problem.objects.get().current == changed.version


def test_a_published_problem_keeps_its_version_until_the_next_is_published(legacy, capsys):
    command(capsys, "import_problem", legacy(), "--publish")
    import_package(legacy({"data/sample/1.in": "2 1\n"}))
    assert Problem.objects.get().current.number == 1

    command(capsys, "import_problem", legacy({"data/sample/1.in": "2 1\n"}), "--publish")
    assert Problem.objects.get().current.number == 2


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"problem.yaml": "validation: custom interactive"}, "interactive"),
        ({"input_validators/validate.py": "import sys\nsys.exit(43)"}, "sample/1 isn't valid"),
        ({"input_validators/validate.py": "import sys\nsys.exit(0)"}, "exited with 0"),
        ({"input_validators/validate.py": YES, "input_validators/b.ctd": "INT(1,9) NEWLINE"}, "sample/1 isn't valid"),
        ({"input_validators/validate.py": "syntax error"}, "doesn't compile"),
        ({"input_validators/validate.hs": "main = x"}, "isn't installed: haskell"),
        ({"problem.yaml": "validation: custom", "output_validators/v.cc": "int main( {"}, "v.cc doesn't compile"),
        ({"problem.yaml": "validator_flags: float_tolerance"}, "float_tolerance needs a number"),
        ({"problem.yaml": "name: x", "submissions/accepted/right.py": None}, "no time limit is given"),
        ({"problem_statement/problem.en.tex": r"\newcommand{\a}{\a\a}\a"}, "can't be rendered"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(legacy, files, reason):
    assert reason in refused(legacy(files))


def test_every_input_is_validated_with_its_arguments(legacy):
    source = "import sys\nsys.exit(42 if sys.argv[1:] == sys.stdin.read().split() else 43)\n"
    files = {
        "input_validators/validate.py": source,
        "data/sample/testdata.yaml": "input_validator_flags: 1 2\n",
        "data/secret/testdata.yaml": "input_validator_flags: 2 2\n",
    }
    assert "secret/02-large isn't valid" in refused(legacy(files))
    assert import_package(legacy(files | {"data/secret/02-large.in": "2 2\n"}))


def test_the_time_limit_follows_from_the_slowest_accepted_solution(legacy, newer):
    busy = "import time\nwhile time.process_time() < 0.3: pass\n" + ADD
    limits = "limits: {time_multipliers: {ac_to_time_limit: 5}, time_resolution: 0.25}"
    yaml = f"problem_format_version: 2025-09\nname: {{en: Sums, ko: 덧셈}}\n{limits}\n"
    one_test = {f"data/secret/0{name}.{suffix}": None for name in ("1-small", "2-large") for suffix in ("in", "ans")}
    slow = {"submissions/accepted/slow.py": busy, "submissions/time_limit_exceeded/x.py": busy * 9} | one_test

    old = import_package(legacy({"problem.yaml": "limits: {time_multiplier: 5}"} | slow)).version
    new = import_package(newer({"problem.yaml": yaml} | slow)).version

    assert old.time_limit == int(old.time_limit) >= 2
    assert (new.time_limit / 0.25).is_integer() and new.time_limit >= 1.5


def test_a_solution_that_never_ends_sets_no_time_limit(legacy, monkeypatch):
    monkeypatch.setattr(timing, "LONGEST", 0.2)
    files = {"problem.yaml": "name: Sums", "submissions/accepted/right.py": "while True: pass"}
    assert "right.py should fit into the time limit" in refused(legacy(files))


def test_a_statement_of_nobody_known_and_a_strange_name_make_a_problem(legacy):
    problem = import_package(
        legacy({"problem.yaml": "source_url: 'javascript:alert(1)'"}, name="Größe & Co")
    ).version.problem
    assert (problem.slug, problem.source_url) == ("groe-co", "")


# The commands


def test_packages_are_imported_and_refused_one_by_one(legacy, capsys, tmp_path):
    interactive = legacy({"problem.yaml": "validation: custom interactive"}, name="talk")
    out, code = command(capsys, "import_problem", legacy(), interactive, tmp_path / "nowhere", "--json")

    assert code == 1
    said = json.loads(out)
    assert said["imported"] == [{"path": str(tmp_path / "sums"), "slug": "sums"}]
    assert [found["path"] for found in said["refused"]] == [str(interactive), str(tmp_path / "nowhere")]
    assert "interactive" in said["refused"][0]["reason"]


def test_it_publishes_what_its_solutions_agree_with(legacy, capsys):
    out, code = command(capsys, "import_problem", legacy(), "--publish")
    assert (code, Problem.objects.get().state) == (0, "published")
    assert out.endswith("1 imported, 0 refused\n")


def test_it_does_not_publish_what_a_solution_disagrees_with(legacy, capsys):
    folder = legacy({"submissions/accepted/bad.py": "print(4)", "submissions/accepted/other.hs": "main = print 3"})
    out, code = command(capsys, "import_problem", folder, "--publish", "--json")

    assert (code, Problem.objects.get().state) == (1, "draft")
    assert "submissions/accepted/bad.py" in json.loads(out)["refused"][0]["reason"]


def test_the_last_line_counts_agreements(legacy, capsys):
    import_package(legacy({"submissions/accepted/bad.py": "print(4)", "submissions/mixed/any.py": "print(4)"}))
    out, code = command(capsys, "verify_problem", "sums")
    assert out.splitlines()[-1] == "2 of 3 agree"
    assert code == 1


def test_each_solution_gets_what_it_deserves(legacy, capsys):
    sources = {
        "accepted/two/main.cpp": '#include "add.h"\n#include <iostream>\nint main() { std::cout << add(); }',
        "accepted/two/add.h": "#include <iostream>\ninline int add() { int a, b; std::cin >> a >> b; return a + b; }",
        "accepted/Right.java": (
            "import java.util.*; public class Right { public static void main(String[] a) {"
            " Scanner s = new Scanner(System.in); System.out.println(s.nextInt() + s.nextInt()); } }"
        ),
        "time_limit_exceeded/loop.c": "int main() { for (;;) ; }",
        "run_time_error/crash.py": "raise ValueError",
        "run_time_error/large.py": "x = [0]\nwhile True: x += x",
        "run_time_error/loud.py": "while True: print('x' * 1000)",
        "compile_error/broken.cc": "int main( {",
        "no_output/silent.py": "",
        "wrong_answer/unknown.hs": "main = print 4",
        "mixed/any.py": "print(4)",
        "accepted/flaky.py": "# @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT\nprint(4)",
    }
    yaml = "limits: {time_limit: 1, memory: 128, output: 1}\n"
    import_package(legacy({f"submissions/{path}": source for path, source in sources.items()} | {"problem.yaml": yaml}))

    assert verified(capsys, "sums") == {
        "accepted/right.py": ("AC", True),
        "accepted/two": ("AC", True),
        "accepted/Right.java": ("AC", True),
        "accepted/flaky.py": ("WA", True),
        "wrong_answer/wrong.py": ("WA", True),
        "wrong_answer/unknown.hs": (None, None),
        "time_limit_exceeded/loop.c": ("TLE", True),
        "run_time_error/crash.py": ("RTE", True),
        "run_time_error/large.py": ("MLE", True),
        "run_time_error/loud.py": ("OLE", True),
        "compile_error/broken.cc": ("CE", True),
        "no_output/silent.py": ("WA", True),
        "mixed/any.py": ("WA", None),
    }


def test_a_problems_own_checker_and_validator_are_used(newer, capsys):
    files = {"output_validator/check.py": CHECKER, "input_validators/v.ctd": "INT(1,1000) SPACE INT(1,1000) NEWLINE"}
    import_package(newer(files))
    assert verified(capsys, "newer") == {"accepted/right.py": ("AC", True), "wrong_answer/wrong.py": ("WA", True)}


def test_a_checker_that_breaks_is_the_judges_error(newer, capsys):
    source = CHECKER.replace("sys.exit(", "sys.exit(1 / 0 if given == ['4'] else ")
    import_package(newer({"output_validator/check.py": source}))
    assert verified(capsys, "newer")["wrong_answer/wrong.py"] == ("JE", False)


def test_what_is_too_slow_for_cpython_may_be_meant_for_pypy(legacy, capsys):
    slow = "x = 0\nfor i in range(30_000_000): x += i & 3\n" + ADD
    import_package(legacy({"submissions/accepted/slow.py": slow}))
    out, _ = command(capsys, "verify_problem", "sums", "--json")
    found = next(found for found in json.loads(out)["problems"][0]["submissions"] if found["path"].endswith("slow.py"))
    assert (found["language"], found["verdict"], found["agrees"]) == ("pypy3", "AC", True)


def test_a_problem_that_nobody_knows_is_named(capsys):
    with pytest.raises(CommandError, match="no such problem: nothing"):
        call_command("verify_problem", "nothing")


# Its place among the others


def test_another_problem_of_the_same_name_is_refused(legacy):
    import_package(legacy({"problem.yaml": SUMS["problem.yaml"] + "uuid: first\n"}))

    with pytest.raises(PackageError, match="another problem of the name sums .uuid first."):
        import_package(legacy({"problem.yaml": SUMS["problem.yaml"] + "uuid: second\n"}))


def test_the_platform_and_number_follow_from_where_it_comes_from(legacy):
    url = "https://www.acmicpc.net/problem/1000"
    import_package(legacy({"problem.yaml": SUMS["problem.yaml"] + f"source: BOJ\nsource_url: {url}\n"}))

    problem = Problem.objects.get(slug="sums")
    assert (problem.source_url, problem.platform, problem.number) == (url, "baekjoon", "1000")


def test_a_text_that_no_database_takes_is_refused(newer):
    files = {"submissions/submissions.yaml": 'accepted/right.py: {entrypoint: "x\\0y"}\n'}

    assert "can't be stored" in refused(newer(files))


def test_a_limit_longer_than_a_stretch_of_judging_is_refused(legacy):
    assert "time_limit" in refused(legacy({"problem.yaml": SUMS["problem.yaml"] + "limits: {time_limit: 61}\n"}))


def test_settings_are_frozen_into_a_version_of_their_own(legacy):
    first = import_package(legacy()).version
    problem = first.problem
    problem.publish(first)
    problem.stops_early, problem.language_factors = True, {"python3": 3}
    problem.save()

    problem.freeze_settings()

    version = ProblemVersion.objects.get(pk=problem.current_id)
    assert (version.number, version.stops_early, version.time_limit_for("python3")) == (2, True, 3)
    assert not ProblemVersion.objects.get(number=1).stops_early
    assert version.tests == first.tests and version.blobs.count() == first.blobs.count()
    assert import_package(legacy()).version == version
    problem.freeze_settings()
    assert problem.versions.count() == 2
