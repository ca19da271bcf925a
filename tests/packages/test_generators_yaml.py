"""BAPCtools' generators.yaml becomes a script, and what can't be a line of it stays a test by hand."""

import hashlib

import pytest

from judge import blobs, generation, testsets
from judge.generation import Generation
from judge.models import Problem
from judge.packages import reading
from judge.packages.importing import import_package
from judge.packages.package import PackageError

ECHO = "import sys\nprint(*sys.argv[1:3])\n"
WITH_HELP = "from help import shown\nimport sys\nshown(sys.argv[1:])\n"
FILES = {
    "generators/echo.py": ECHO,
    "generators/lib/main.py": WITH_HELP,
    "generators/help.py": "def shown(words): print(*words)\n",
    "generators/manual/case.in": "8 9\n",
    "generators/manual/case.ans": "17\n",
}
NO_DATA = {f"data/{name}": None for name in ("sample/1.in", "sample/1.ans")} | {
    f"data/secret/0{name}.{kind}": None for name in ("1-small", "2-large") for kind in ("in", "ans")
}
YAML = """
solution: /submissions/accepted/right.py
random_salt: salt
generators:
  helped: [lib/main.py, help.py]
data:
  sample:
    data:
      "1": {in: 1 2, ans: "3"}
      "2": echo.py 2 3
  secret:
    data:
      - "": {copy: manual/case}
      - counted:
          generate: echo.py {seed:7}  {count}
          count: 2
      - group:
          random_salt: other
          data:
            named: helped {seed} 1
            same: helped {seed} 1
      - last: echo.py 'a b' {name}
"""


def seed(text):
    return int(hashlib.sha512(text.encode()).hexdigest(), 16) % 2**31


def read(folder):
    with reading.opened(folder) as package:
        return package


@pytest.fixture
def package(legacy):
    """Writes a package with this generators.yaml, and without tests of its own."""
    return lambda yaml, files=(): legacy(NO_DATA | FILES | {"generators/generators.yaml": yaml} | dict(files))


def fresh(problem):
    return Problem.objects.with_draft().get(pk=problem.pk)


def made(problem):
    work = Generation(fresh(problem))
    rows = work.run()
    assert not list(work.failures)
    generation.put_in_place(problem, None, rows)
    return testsets.rows(fresh(problem).draft.tests.columns)


SCRIPT = f"""[sample]
echo.py 2 3 > 2
[secret]
echo.py {seed("saltecho.py {seed:7}  1")} 1 > 2-counted-1
echo.py {seed("salt:1echo.py {seed:7}  2")} 2 > 3-counted-2
[secret/1-group]
helped {seed("otherhelped {seed} 1")} 1 > named
[secret]
echo.py 'a b' testcase > 4-last
"""


def test_rules_become_lines_under_the_names_and_with_the_seeds_that_bapctools_has(package):
    found = read(package(YAML))

    assert found.draft["script"] == SCRIPT
    assert [(test.name, test.is_sample, test.answer is not None) for test in found.tests] == [
        ("sample/1", True, True),
        ("secret/1", False, True),
    ]
    assert [program.path for program in found.generators] == [
        "generators/echo.py",
        "generators/helped",
        "generators/lib",
    ]
    assert found.said == {"submissions/accepted/right.py": {"reference": True}}
    assert any("secret/1-group/same" in note and "same command" in note for note in found.notes)


@pytest.mark.django_db
def test_tests_are_made_with_answers_and_the_samples_are_samples(package, alice):
    yaml = YAML.replace("echo.py 'a b' {name}", "echo.py 5 6")
    taken = import_package(package(yaml, {"problem.yaml": "name: Sums\n"}), alice)
    assert taken.version is None
    assert any("no time limit is given" in note for note in taken.notes)

    rows = {row.name: row for row in made(taken.problem)}
    assert len(rows) == 7 and all(row.valid and row.answer for row in rows.values())
    assert [name for name, row in rows.items() if row.sample] == ["sample/1", "2"]
    assert blobs.read(rows["secret/1"].answer) == b"17\n"
    assert blobs.read(rows["2"].answer) == b"5\n"
    first = seed("saltecho.py {seed:7}  1")
    assert blobs.read(rows["2-counted-1"].input) == f"{first} 1\n".encode()
    assert rows["named"].group == "secret/1-group"


@pytest.mark.django_db
def test_tests_that_lie_in_data_know_their_lines_and_are_a_version(package, alice):
    yaml = "data: {secret: {data: {a: echo.py 1 2, b: {in: '3 4'}}}}"
    files = {"data/secret/a.in": "1 2\n", "data/secret/b.in": "3 4\n", "data/secret/c.in": "5 6\n"}
    answers = {"data/secret/a.ans": "3\n", "data/secret/b.ans": "7\n", "data/secret/c.ans": "11\n"}
    taken = import_package(package(yaml, files | answers), alice)

    assert taken.version.test_count == 3
    columns = fresh(taken.problem).draft.tests.columns
    origins = dict(zip(columns["name"], columns["origin"], strict=True))
    assert origins == {"secret/a": "script", "secret/b": "file", "secret/c": "file"}
    assert {(row.name, blobs.read(row.input)) for row in made(taken.problem)} == {
        ("a", b"1 2\n"),
        ("secret/b", b"3 4\n"),
        ("secret/c", b"5 6\n"),
    }


def test_what_a_folder_includes_stands_once(package):
    yaml = "data: {sample: {data: {a: echo.py 1 2}}, secret: {include: [sample], data: {b: echo.py 3 4}}}"
    files = {
        f"data/{name}.{kind}": text
        for name in ("sample/a", "secret/a")
        for kind, text in [("in", "1 2\n"), ("ans", "3\n")]
    }
    found = read(package(yaml, files))

    assert [test.name for test in found.tests] == ["sample/a"]
    assert any("includes" in note for note in found.notes)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("nobody.py 1", "there is no generator nobody.py"),
        ("../submissions/accepted/right.py", "there is no generator"),
        ("echo.py {seed} {seed:1}", "{seed} may stand in a command once"),
        ("echo.py 'a", "can't be split into words"),
        ("echo.py {1..3}", "can't stand in a line of the script"),
        ("writer.py", "writes its tests into files"),
        ("unknown.hs", "isn't installed"),
        ("{generate: echo.py 1 2, ans: '3'}", "answer is written by hand"),
        ("{copy: ../../../../etc/passwd}", "copy isn't a path below generators/"),
        ("{copy: manual/nothing}", "it needs in, copy or generate"),
        ("{in: [1]}", "in isn't a text"),
        ("{generate: [1]}", "generate isn't a command"),
        ("~", "it needs in, copy or generate"),
    ],
)
def test_a_rule_that_can_t_be_read_is_named_and_its_files_stay_tests_by_hand(package, rule, reason):
    yaml = f"data: {{secret: {{data: {{odd: {rule}, good: echo.py 1 2}}}}}}"
    if rule[0] not in "{~":
        yaml = f'data: {{secret: {{data: {{odd: {{generate: "{rule}"}}, good: echo.py 1 2}}}}}}'
    files = {
        "generators/writer.py": "open('testcase.in', 'w').write('1 2')\n",
        "generators/unknown.hs": "main = print 1\n",
        "data/secret/odd.in": "7 7\n",
        "data/secret/odd.ans": "14\n",
    }
    found = read(package(yaml, files))

    assert any("secret/odd: " in note and reason in note and "are kept" in note for note in found.notes), found.notes
    assert [test.name for test in found.tests] == ["secret/odd"]
    assert found.draft["script"] == "[secret]\necho.py 1 2 > good\n"


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"b{n}: &b{n} {{<<: [*{before}, *{before}]}}\n" for n, before in enumerate(["a"] + [f"b{n}" for n in range(40)])
)


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("data: {secret: {data: {a: {generate: echo.py, count: 1000000000}}}}", "the count 1000000000 isn't one"),
        ("data: {secret: {data: {a: {in: '1', count: 1..=999999999}}}}", "isn't one"),
        ("data: {secret: {data: {a: {in: '1', count: [1, 1]}}}}", "isn't one"),
        ("data: {secret: {data: [" + "{a: {in: '1 2', count: 100}}," * 30 + "]}}", "more than 2,000 tests"),
        ("data: [", "isn't YAML"),
        ("[" * 5000, "isn't YAML"),
        ("- 1", "isn't a mapping"),
        ("a: &a {b: *a}", "one within another more than"),
        ("!!python/object/apply:os.system ['true']", "isn't YAML"),
        (LAUGHS, "more than"),
        (MERGES, "more than"),
        ("x: " + "y" * 300_000, "larger than"),
        ("data: [{a: {in: '1'}}]", "can't be numbered"),
        ("data:" + "".join("\n" + " " * depth + "a:" for depth in range(1, 40)) + " 1", "one within another"),
    ],
)
def test_what_nobody_should_have_to_read_is_refused_soon_and_the_tests_in_data_are_taken(package, yaml, reason):
    data = {"data/secret/1.in": "1 2\n", "data/secret/1.ans": "3\n"}
    found = read(package(yaml, data))

    assert [test.name for test in found.tests] == ["secret/1"] and found.is_whole
    assert any(note.startswith("generators/generators.yaml isn't used: ") and reason in note for note in found.notes), (
        found.notes
    )

    with pytest.raises(PackageError, match="there are no tests"):
        read(package(yaml, dict.fromkeys(data)))


def test_yaml_s_words_are_those_of_version_1_2(package):
    yaml = "data: {secret: {data: {yes: echo.py no 010, off: {generate: echo.py on {count}, count: [010, -1]}}}}"
    found = read(package(yaml.replace("echo.py on {count}", "'echo.py on {count}'")))
    assert found.draft["script"].split("\n")[1:] == [
        "echo.py on 10 > off-10",
        "echo.py on -1 > off--1",
        "echo.py no 010 > yes",
        "",
    ]
