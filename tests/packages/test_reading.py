"""The legacy format, as it is written and as it is found."""

import pytest

from judge.packages.kattis import read
from judge.packages.package import PackageError
from judge.verdict import Verdict


def refused(folder):
    with pytest.raises(PackageError) as refusal:
        read(folder, folder.name)
    return str(refusal.value)


def solution(package, path):
    return next(found for found in package.solutions if found.path == f"submissions/{path}")


def test_a_package_says_what_it_is(legacy):
    package = read(legacy(), "sums")

    assert (package.format, package.titles) == ("legacy", {"en": "Sums"})
    assert [case.name for case in package.tests] == ["sample/1", "secret/01-small", "secret/02-large"]
    assert [case.is_sample for case in package.tests] == [True, False, False]
    assert (package.time.given, package.memory_limit, package.output_limit) == (1, 256 * 2**20, 8 * 2**20)
    assert [(found.path, found.expected) for found in package.solutions] == [
        ("submissions/accepted/right.py", (Verdict.ACCEPTED,)),
        ("submissions/wrong_answer/wrong.py", (Verdict.WRONG_ANSWER,)),
    ]
    assert package.checker.program is None
    assert package.notes == ()


def test_a_name_may_stand_in_the_statement_only(legacy):
    package = read(
        legacy(
            {
                "problem.yaml": "source: Test\n",
                "problem_statement/problem.tex": "\\problemname{Sums of {\\em two}}",
                "problem_statement/problem.en.tex": None,
                "problem_statement/problem.sv.tex": "%% plainproblemname: Summor\n\\problemname{$\\Sigma$}",
            }
        ),
        "sums",
    )
    assert package.titles == {"en": "Sums of {\\em two}", "sv": "Summor"}


def test_a_package_without_name_statement_and_validators_is_taken_with_notes(legacy):
    package = read(
        legacy(
            {
                "problem.yaml": "# nothing\n",
                "problem_statement/problem.en.tex": None,
                "input_validators/validate.py": None,
                "data/secret/01-small.in": None,
                "data/secret/01-small.ans": None,
                "data/secret/02-large.in": None,
                "data/secret/02-large.ans": None,
            }
        ),
        "sums",
    )
    assert package.titles == {"en": "sums"}
    assert [case.name for case in package.tests] == ["sample/1"]
    assert (package.time.given, package.time.multiplier) == (None, 5)
    assert set(package.notes) == {"there is no statement", "there is no input validator"}


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("type: scoring", "scoring"),
        ("validation: custom interactive", "interactive"),
        ("validation: custom score", "scoring"),
        ("validation: custom multi-pass", "multi-pass"),
        ("problem_format_version: 2025-09\ntype: [pass-fail, interactive, multi-pass]", "interactive and multi-pass"),
        ("problem_format_version: 2025-09\ntype: submit-answer", "submit-answer"),
        ("problem_format_version: 2030-01", "2030-01"),
        ("validation: custom", "no output validator"),
        ("limits: {memory: lots}", "memory"),
        ("limits: {time_limit: -1}", "time_limit"),
        ("limits: {time_limit: 1e6}", "at most 60"),
        ("limits: {memory: .inf}", "memory"),
        ("limits: {output: 1000000}", "at most 256"),
        ("name: [", "isn't YAML"),
        ("- name", "isn't a mapping"),
        ("? {a: " + "[" * 5000, "isn't YAML"),
        ("x: !!python/object/apply:os.system [ls]", "isn't YAML"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(legacy, yaml, reason):
    assert reason in refused(legacy({"problem.yaml": yaml}))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"data/secret/01-small.ans": None}, "data/secret/01-small.ans is missing"),
        ({"data/secret/01-small.in": None}, "data/secret/01-small.ans has no input beside it"),
        ({"data/secret/01-small.in": "version https://git-lfs.github.com/spec/v1\noid sha256:1\n"}, "Git LFS"),
        (
            {
                "data/secret/a/testdata.yaml": "output_validator_flags: case_sensitive",
                "data/secret/a/1.in": "",
                "data/secret/a/1.ans": "",
            },
            "differ",
        ),
        ({"include/python3/lib.py": ""}, "include/"),
        ({"graders/grade.py": ""}, "graders"),
        ({"problem.yaml": None}, "no problem.yaml"),
    ],
)
def test_what_is_missing_or_not_taken_is_refused(legacy, files, reason):
    assert reason in refused(legacy(files))


def test_a_package_without_tests_is_refused(legacy):
    nothing = {
        f"data/{name}.{suffix}": None
        for name in ("sample/1", "secret/01-small", "secret/02-large")
        for suffix in ("in", "ans")
    }
    assert "no tests" in refused(legacy(nothing))


def test_groups_come_in_order_with_their_arguments(legacy):
    package = read(
        legacy(
            {
                "data/testdata.yaml": "input_validator_flags: max=10\n",
                "data/secret/00-group/b.in": "",
                "data/secret/00-group/b.ans": "",
                "data/secret/00-group/testdata.yaml": "input_validator_flags: {name: validate.py, flags: max=5 odd}\n",
            }
        ),
        "sums",
    )
    assert [case.name for case in package.tests][1:] == ["secret/00-group/b", "secret/01-small", "secret/02-large"]
    assert [case.args_for("validate.py") for case in package.tests] == [
        ("max=10",),
        ("max=5", "odd"),
        ("max=10",),
        ("max=10",),
    ]
    assert package.tests[1].args_for("another.py") == ()


def test_validator_flags_of_the_problem_and_its_tests_are_joined(legacy):
    package = read(
        legacy(
            {
                "problem.yaml": "validator_flags: float_tolerance 1e-6\n",
                "data/testdata.yaml": "output_validator_flags: case_sensitive\n",
            }
        ),
        "sums",
    )
    assert package.checker.flags == ("float_tolerance", "1e-6", "case_sensitive")


def test_a_custom_validator_may_be_a_folder(legacy):
    files = {"output_validators/check/check.cc": "int main() {}", "output_validators/check/lib.h": ""}
    package = read(legacy({"problem.yaml": "validation: custom", **files}), "sums")
    assert (package.checker.program.path, package.checker.program.language) == ("output_validators/check", "cpp")
    assert set(package.checker.program.files) == {"check.cc", "lib.h"}


def test_a_viva_validator_is_not_used_and_a_ctd_one_becomes_a_program(legacy):
    package = read(legacy({"input_validators/a.viva": "{}", "input_validators/b.ctd": "INT(1, 9) NEWLINE"}), "sums")
    assert [found.path for found in package.validators] == ["input_validators/b.ctd", "input_validators/validate.py"]
    assert "VIVA" in package.notes[0]
    assert "b.ctd, line 1" in refused(legacy({"input_validators/b.ctd": "INT(1, 9) )"}))
    assert "b.ctd" in refused(legacy({"input_validators/b.ctd": "INT(" + "(" * 100_000}))


# Links


def test_links_within_a_folder_are_followed(legacy):
    folder = legacy()
    (folder / "data/secret/03.in").symlink_to("01-small.in")
    (folder / "data/secret/03.ans").symlink_to("01-small.ans")
    assert len(read(folder, "sums").tests) == 4


@pytest.mark.parametrize("name", ["data/secret/03.in", "submissions/accepted/x.py", "problem_statement/problem.sv.tex"])
@pytest.mark.parametrize("target", ["/etc/passwd", "../../../outside", "/nowhere"])
def test_a_link_out_of_the_folder_is_refused(legacy, tmp_path, name, target):
    (tmp_path / "outside").write_text("secret")
    folder = legacy()
    (folder / name).symlink_to(target)
    assert f"{name} is a link that leads" in refused(folder)


def test_a_linked_folder_outside_is_refused_and_one_that_nobody_reads_is_harmless(legacy, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder = legacy()
    (folder / "problem.pdf").symlink_to("/nowhere/problem.pdf")
    assert read(folder, "sums")
    (folder / "data/secret/group").symlink_to(tmp_path / "elsewhere")
    assert "leads out" in refused(folder)


# Solutions


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# @EXPECTED_RESULTS@: CORRECT", ["AC"]),
        ("# @EXPECTED_RESULTS@: ACCEPTED", ["AC"]),
        ("# @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT", ["WA", "TLE"]),
        ("# @expected_results@: time_limit_exceeded", ["TLE"]),
        ("# @EXPECTED_RESULTS@:   RUN_TIME_ERROR , ACCEPTED  \r", ["RTE", "AC"]),
        ("# @EXPECTED_RESULTS@: RUN-ERROR,COMPILER-ERROR", ["RTE", "CE"]),
        ("# @EXPECTED_RESULTS@: NO-OUTPUT", ["WA"]),
        ("# @EXPECTED_RESULTS@: OUTPUT-LIMIT,MEMORY-LIMIT", ["OLE", "MLE"]),
        ("# @EXPECTED_RESULTS@: CHECK-MANUALLY", []),
        ("# @EXPECTED_RESULTS@: CORRECT\n# @EXPECTED_RESULTS@: CORRECT", []),
        ("print(1)", ["TLE"]),
    ],
)
def test_a_source_says_what_it_should_get_before_its_folder_does(legacy, source, expected):
    path = "submissions/time_limit_exceeded/x.py"
    package = read(legacy({path: source}), "sums")
    assert [verdict.value for verdict in solution(package, "time_limit_exceeded/x.py").expected] == expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("accepted", ["AC"]),
        ("run_time_error", ["RTE"]),
        ("runtime_error", ["RTE"]),
        ("compile_error", ["CE"]),
        ("compiler_error", ["CE"]),
        ("no_output", ["WA"]),
        ("output_limit", ["OLE"]),
        ("rejected", ["WA", "TLE", "RTE"]),
        ("brute_force", ["TLE", "RTE"]),
        ("mixed", []),
        ("mixed-verdicts", []),
        ("check_manually", []),
        ("slow_accepted", []),
    ],
)
def test_a_folder_says_what_to_expect(legacy, folder, expected):
    package = read(legacy({f"submissions/{folder}/x.py": "pass"}), "sums")
    assert [verdict.value for verdict in solution(package, f"{folder}/x.py").expected] == expected


def test_a_folder_of_files_is_one_solution_with_its_entry(legacy):
    files = {
        "submissions/accepted/two/main.py": "import helper",
        "submissions/accepted/two/helper.py": "",
        "submissions/accepted/two/notes.txt": "",
        "submissions.json": '{"submissions/accepted/two/": {"entry_point": "main.py"}}',
    }
    found = solution(read(legacy(files), "sums"), "accepted/two")
    assert (set(found.files), found.language, found.entry) == (
        {"main.py", "helper.py", "notes.txt"},
        "python3",
        "main.py",
    )


def test_what_compilers_leave_behind_is_left_out(legacy):
    strays = {
        f"submissions/accepted/{name}": b"\x7fELF" for name in ("a.out", "x.exe", "X.class", "x.cc.bin", ".hidden")
    }
    package = read(legacy(strays), "sums")
    assert len(package.solutions) == 2
    assert "a.out" in package.notes[0] and "hidden" not in package.notes[0]


def test_other_languages_have_names(legacy):
    names = {
        "a.cs": "csharp",
        "b.go": "go",
        "c.hs": "haskell",
        "d.kt": "kotlin",
        "e.rb": "ruby",
        "f.cc": "cpp",
        "g.C": "cpp",
    }
    package = read(legacy({f"submissions/accepted/{name}": "x" for name in names}), "sums")
    assert {found.name: found.language for found in package.solutions if found.name in names} == names


def test_old_python_is_told_apart(legacy):
    sources = {
        "a.py": "#!/usr/bin/env python2\nprint(1)",
        "b.py": "import sys\nprint 'x'",
        "c.py": "#!/usr/bin/python3\nprint (1)",
        "d.py": "n = 1\nprint n\n",
        "e.py": '"""We print numbers, and\nprint them well."""\nprint(1)',
    }
    package = read(legacy({f"submissions/accepted/{name}": source for name, source in sources.items()}), "sums")
    found = {solution.name: solution.language for solution in package.solutions if solution.name in sources}
    assert found == {"a.py": "python2", "b.py": "python2", "c.py": "python3", "d.py": "python2", "e.py": "python3"}


# DOMjudge's own files


@pytest.mark.parametrize(
    ("files", "seconds"),
    [
        ({".timelimit": "2.5\n"}, 2.5),
        ({"domjudge-problem.ini": "timelimit='3'\nname=Sums\n"}, 3),
        ({"domjudge-problem.ini": "timelimit = 3", ".timelimit": "4"}, 3),
        ({"problem.yaml": "limits: {time_limit: 7}", ".timelimit": "4"}, 7),
    ],
)
def test_a_time_limit_may_stand_where_domjudge_keeps_it(legacy, files, seconds):
    package = read(legacy({"problem.yaml": "name: Sums"} | files), "sums")
    assert package.time.given == seconds


def test_what_no_database_takes_is_left_out(legacy):
    files = {"problem.yaml": 'name: "a\\0b\\ud800\\n c"', "problem_statement/problem.en.tex": "x\0y"}
    package = read(legacy(files), "sums")
    assert (package.titles["en"], package.statements["en"].text) == ("ab c", "xy")


def test_images_come_with_the_statement(legacy):
    package = read(legacy({"problem_statement/cat.png": b"PNG", "problem_statement/notes.txt": ""}), "sums")
    assert package.images == {"cat.png": b"PNG"}


def test_old_text_in_latin_1_is_read(legacy):
    package = read(legacy({"problem_statement/problem.en.tex": "Lukáš".encode("iso-8859-2")}), "sums")
    assert package.statements["en"].text.startswith("Luk")


@pytest.mark.parametrize(
    ("yaml", "credits"),
    [
        (
            "author: Ada Lovelace, Alan Turing and Grace Hopper\nsource: Test 1843\nsource_url: https://example.org\n"
            "license: cc by-sa\nrights_owner: KTH\n",
            {
                "authors": ["Ada Lovelace", "Alan Turing", "Grace Hopper"],
                "source": "Test 1843",
                "source_url": "https://example.org",
                "license": "cc by-sa",
                "rights_owner": "KTH",
            },
        ),
        ("license: unknown\nsource_url: 'javascript:alert(1)'", {}),
        ("credits: Lovelace, Ada <ada@example.org>", {"authors": ["Lovelace, Ada"]}),
        (
            "credits: {authors: [Ada <a@example.org>, {name: Alan, orcid: 1}]}\n"
            "source: [{name: One, url: https://one.example}, Two]",
            {"authors": ["Ada", "Alan"], "source": "One", "source_url": "https://one.example"},
        ),
    ],
)
def test_its_people_and_its_license_are_kept(legacy, yaml, credits):
    assert read(legacy({"problem.yaml": yaml}), "sums").credits == credits
