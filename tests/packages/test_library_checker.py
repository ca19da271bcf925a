"""A problem in Library Checker's format becomes a draft, whose tests are made as its own tools make them."""

import io
import zipfile

import pytest

from judge import blobs, generation, jobs, testsets
from judge.checking import open_checker
from judge.freezing import frozen
from judge.generation import Generation
from judge.models import Problem
from judge.packages import reading, uploading
from judge.packages.importing import import_package
from judge.packages.library_checker import info
from judge.packages.library_checker.sources import params_header
from judge.packages.package import PackageError
from judge.verdict import Verdict
from tests.packages.conftest import written

# What testlib does is only to be called as it is: a validator ends with 0, a checker is told three files.
TESTLIB = """
#pragma once
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
inline void quit(int code, const char *words) { std::fprintf(stderr, "%s", words); std::exit(code); }
"""
INFO = """
title = 'Sum'
timelimit = 5.0
forum = "https://github.com/yosupo06/library-checker-problems/issues/1"
[[tests]]
    name = "example.in"
    number = 1
[[tests]]
    name = "random.cpp"
    number = 3
[[solutions]]
    name = "wrong.cpp"
    expect = "WA"
    allow_tle = true
[[solutions]]
    name = "slow.cpp"
    allow_tle = true
[[solutions]]
    name = "function.cpp"
    function = true
[params]
    MAX = 1_000_000
    NAME = "sum"
"""
TASK = """## @{keyword.statement}

@{lang.en}
Add $A$ and $B$.
@{lang.ja}
$A$ と $B$ を足してください。
@{lang.end}

## @{keyword.constraints}

- $0 \\leq A, B \\leq @{param.MAX}$, that is @{param.MAX}

## @{keyword.input}

```
$A$ $B_1$
```

## @{keyword.sample}

@{example.example_00}
"""
SUM = "#include <iostream>\nint main() { long long a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }\n"
FILES = {
    "common/testlib.h": TESTLIB,
    "common/random.h": "#pragma once\ninline long long mixed(long long seed) { return seed * 7919 % 1000; }\n",
    "math/sum/info.toml": INFO,
    "math/sum/task.md": TASK,
    "math/sum/gen/example_00.in": "1 2\n",
    "math/sum/gen/random.cpp": (
        '#include <cstdio>\n#include <cstdlib>\n#include "random.h"\n#include "../params.h"\n'
        'int main(int, char **argv) { std::printf("%lld %lld\\n", mixed(std::atoll(argv[1])), MAX); }\n'
    ),
    "math/sum/verifier.cpp": (
        '#include "testlib.h"\n#include "params.h"\n'
        'int main() { long long a, b; std::cin >> a >> b; if (a > MAX || b > MAX) quit(3, "too large"); }\n'
    ),
    "math/sum/checker.cpp": (
        '#include "testlib.h"\n'
        "int main(int count, char **argv) {\n"
        "  std::ifstream output(argv[2]), answer(argv[3]);\n"
        "  long long theirs, ours; output >> theirs; answer >> ours;\n"
        '  if (count != 4 || ours < 0) quit(3, "broken");\n'
        '  quit(theirs == ours ? 0 : 1, theirs == ours ? "right" : "not the sum");\n}\n'
    ),
    "math/sum/sol/correct.cpp": SUM,
    "math/sum/sol/wrong.cpp": SUM.replace("a + b", "a - b"),
    "math/sum/sol/slow.cpp": SUM + "// slowly\n",
    "math/sum/sol/function.cpp": '#include "sum.hpp"\nlong long sum(long long a, long long b) { return a + b; }\n',
    "math/sum/sol/stray.cpp": "",
    "math/sum/grader/sum.hpp": "#pragma once\nlong long sum(long long, long long);\n",
    "math/sum/grader/grader.cpp": (
        '#include <iostream>\n#include "sum.hpp"\n'
        "int main() { long long a, b; std::cin >> a >> b; std::cout << sum(a, b) << std::endl; }\n"
    ),
}


@pytest.fixture
def library(tmp_path):
    """Writes the repository, with these files in place of its own, and says where the problem is."""

    def make(files=()):
        return written(tmp_path / "library", FILES | dict(files)) / "math/sum"

    return make


def zipped(files, path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    path.write_bytes(data.getvalue())
    return path


def read(folder):
    with reading.opened(folder) as package:
        return package


def refused(folder):
    with pytest.raises(PackageError) as refusal:
        read(folder)
    return str(refusal.value)


def fresh(problem):
    return Problem.objects.with_draft().get(pk=problem.pk)


def made(problem):
    """The tests, really generated."""
    work = Generation(fresh(problem))
    rows = work.run()
    assert not list(work.failures)
    generation.put_in_place(problem, None, rows)
    return testsets.rows(fresh(problem).draft.tests.columns)


@pytest.mark.django_db
def test_a_problem_becomes_a_draft_whose_tests_are_made_with_its_seeds(library, alice):
    taken = import_package(library(), alice)

    assert taken.version is None and taken.problem.owner == alice and not taken.problem.is_published
    draft = fresh(taken.problem).draft
    assert draft.document["script"] == "random 0 > random_00\nrandom 1 > random_01\nrandom 2 > random_02\n"
    assert draft.document["limits"]["time"] == 5
    rows = made(taken.problem)
    assert [(row.name, blobs.read(row.input), blobs.read(row.answer), row.sample) for row in rows] == [
        ("example_00", b"1 2\n", b"3\n", 1),
        ("random_00", b"0 1000000\n", b"1000000\n", 0),
        ("random_01", b"919 1000000\n", b"1000919\n", 0),
        ("random_02", b"838 1000000\n", b"1000838\n", 0),
    ]
    assert all(row.valid for row in rows)


@pytest.mark.django_db
def test_its_checker_judges_and_its_verifier_refuses(library, alice, tmp_path):
    problem = fresh(import_package(library(), alice).problem)
    version = frozen(problem, problem.draft)
    for name, text in {"input": "1 2\n", "answer": "3\n", "broken": "-1\n"}.items():
        (tmp_path / name).write_text(text)

    with open_checker(version) as checker:
        right = checker.compare(tmp_path / "input", tmp_path / "answer", b"3\n")
        wrong = checker.compare(tmp_path / "input", tmp_path / "answer", b"4\n")
        with pytest.raises(Exception, match="exited with 3"):
            checker.compare(tmp_path / "input", tmp_path / "broken", b"3\n")
    assert (right.verdict, right.message) == (Verdict.ACCEPTED, b"right")
    assert (wrong.verdict, wrong.message) == (Verdict.WRONG_ANSWER, b"not the sum")
    with pytest.raises(PackageError, match="example_00 isn't valid: .*too large"):
        import_package(library({"math/sum/gen/example_00.in": "1 2000000\n"}), alice)


@pytest.mark.django_db
def test_solutions_have_the_verdicts_that_they_may_get(library, alice):
    draft = fresh(import_package(library(), alice).problem).draft
    solutions = {program["path"]: (program["expected"], program["reference"]) for program in draft.programs("solution")}

    assert solutions == {
        "submissions/correct.cpp": (["AC"], True),
        "submissions/wrong.cpp": (["WA", "TLE"], False),
        "submissions/slow.cpp": (["AC", "TLE"], False),
        "submissions/function": (["AC"], False),
    }
    jobs.generate_tests.function(draft.problem_id)
    jobs.generate_outputs.function(draft.problem_id)  # the function and the reference agree, says the checker
    assert all("+" in row.answered for row in testsets.rows(fresh(draft.problem).draft.tests.columns))


@pytest.mark.django_db
def test_the_same_problem_again_changes_nothing_and_another_is_another_state(library, alice):
    first = import_package(library(), alice)
    made(first.problem)
    number = fresh(first.problem).draft.number

    assert not import_package(library(), alice).is_new
    assert fresh(first.problem).draft.number == number and fresh(first.problem).draft.tests.count == 4
    assert import_package(library({"math/sum/sol/wrong.cpp": SUM.replace("a + b", "a")}), alice).is_new
    assert fresh(first.problem).draft.number == number + 1


def test_the_statement_is_in_both_languages_without_its_marks(library):
    statements = read(library()).statements

    english, japanese = statements["en"].text, statements["ja"].text
    assert "Add $A$ and $B$." in english and "足して" in japanese and "足して" not in english
    assert "## Problem Statement" in english and "## 問題文" in japanese
    assert "B \\leq 10^{6}$, that is 1000000" in english
    assert "> $A$ $B_1$" in english
    assert "@{" not in english and "Sample" not in english


def test_what_is_left_out_is_said(library):
    sha = "0" * 64
    hashes = f'{{"random_00.in": "{sha}", "random_02.in": "{sha}", "random_01.in": "1"}}'
    package = read(library({"math/sum/hash.json": hashes}))

    said = "\n".join(package.notes)
    assert "random_02 is left out: it has the same input as random_00" in said and "sol/stray.cpp" in said
    assert "random_02" not in package.draft["script"]


def test_an_archive_brings_the_headers_beside_or_in_the_problem_s_folder(library, tmp_path):
    alone = {name.removeprefix("math/"): text for name, text in FILES.items() if name.startswith("math")}
    message = refused(zipped(alone, tmp_path / "sum.zip"))
    assert "testlib.h" in message and "common/" in message

    beside = alone | {name: text for name, text in FILES.items() if name.startswith("common")}
    inside = {name.removeprefix("sum/"): text for name, text in beside.items()}
    for files in (FILES, beside, inside):
        assert read(zipped(files, tmp_path / "sum.zip")).name == "sum"
    two = {name.replace("math/sum", "math/other"): text for name, text in FILES.items()}
    assert "holds 2 problems" in refused(zipped(FILES | two, tmp_path / "two.zip"))


@pytest.mark.django_db
def test_a_folder_that_is_handed_in_brings_the_shared_headers_along(library, alice):
    taken = uploading.import_upload(uploading.receive(library(), alice))
    assert (taken.problem.slug, taken.version) == ("sum", None)


@pytest.mark.parametrize(
    ("was", "said", "reason"),
    [
        ("number = 3", "number = 1_000_000_000", "isn't one between 0 and"),
        ("number = 3", "number = 2000", "more than 2,000 tests"),
        ("number = 3", "number = -1", "isn't one between 0 and"),
        ('"random.cpp"', '"../random.cpp"', "no generator"),
        ('"random.cpp"', '"random.sh"', "no generator"),
        ('"wrong.cpp"', '"../../../../etc/passwd"', "no file in sol/"),
        ('"wrong.cpp"', '"missing.cpp"', "there is no sol/missing.cpp"),
        ("timelimit = 5.0", "timelimit = 1e9", "timelimit"),
        ("timelimit = 5.0", "", "timelimit"),
        ('expect = "WA"', 'expect = "??"', "verdict"),
        ('NAME = "sum"', 'NAME = "a\\"b"', "no constant"),
        ('NAME = "sum"', '"a b" = 1', "no constant"),
        ("title", "title = [", "isn't TOML"),
        ("title = 'Sum'", "a = " + "[" * 900, "isn't TOML"),
        ("title = 'Sum'", ".".join("a" * 2000) + " = 1", "a line of more than"),
    ],
)
def test_what_info_toml_must_not_say_is_refused(library, was, said, reason):
    assert reason in refused(library({"math/sum/info.toml": INFO.replace(was, said)}))


def test_includes_stay_within_the_problem_and_are_bounded(library):
    secret = '#include "../../../../../etc/hostname"\n#include "/etc/hostname"\n'
    package = read(library({"math/sum/sol/wrong.cpp": secret + SUM}))
    wrong = next(program for program in package.solutions if program.path.endswith("wrong.cpp"))
    assert list(wrong.files) == ["wrong.cpp"]

    circle = {"math/sum/sol/a.h": '#include "b.h"\n', "math/sum/sol/b.h": '#include "a.h"\n'}
    package = read(library(circle | {"math/sum/sol/wrong.cpp": '#include "a.h"\n' + SUM}))
    wrong = next(program for program in package.solutions if program.path == "submissions/wrong")
    assert sorted(wrong.files) == ["sol/a.h", "sol/b.h", "sol/wrong.cpp"]

    many = {f"math/sum/sol/{n}.h": f'#include "{n + 1}.h"\n' for n in range(300)}
    assert "more than" in refused(library(many | {"math/sum/sol/wrong.cpp": '#include "0.h"\n'}))


def test_a_link_that_leads_out_of_the_folder_is_refused(library, tmp_path):
    folder = library()
    (tmp_path / "secret.h").write_text("secret")
    (folder / "sol/secret.h").symlink_to(tmp_path / "secret.h")
    (folder / "sol/wrong.cpp").write_text('#include "secret.h"\n')
    assert "leads out of the package" in refused(folder)


def test_constants_are_written_as_generate_py_writes_them():
    said = info.Info("", 1, (), (), {"N": 5, "X": 0.5, "S": "text"}, "", "", "")
    assert params_header(said) == b'#define N (long long)5\n#define X 0.5\n#define S "text"\n'
