"""The format 2025-09."""

import pytest

from judge.packages.kattis import read
from judge.packages.package import PackageError


def refused(folder):
    with pytest.raises(PackageError) as refusal:
        read(folder, folder.name)
    return str(refusal.value)


def expected(package):
    return {found.path.removeprefix("submissions/"): [v.value for v in found.expected] for found in package.solutions}


def test_a_package_says_what_it_is(newer):
    package = read(newer(), "newer")

    assert (package.format, package.titles) == ("2025-09", {"en": "Sums", "ko": "덧셈"})
    assert {language: found.format for language, found in package.statements.items()} == {
        "en": "markdown",
        "ko": "markdown",
    }
    assert package.keywords == ("adding", "easy")
    assert (package.time.multiplier, package.time.resolution, package.memory_limit) == (2, 1, 2048 * 2**20)
    assert expected(package) == {"accepted/right.py": ["AC"], "wrong_answer/wrong.py": ["WA"]}


def test_times_are_multiplied_and_rounded_as_it_says(newer):
    limits = "limits: {time_multipliers: {ac_to_time_limit: 3.5}, time_resolution: 0.5, memory: 64, output: 1}"
    package = read(newer({"problem.yaml": f"problem_format_version: 2025-09\nname: Sums\n{limits}\n"}), "newer")
    assert (package.time.given, package.time.multiplier, package.time.resolution) == (None, 3.5, 0.5)
    assert (package.memory_limit, package.output_limit) == (64 * 2**20, 2**20)


def test_a_single_output_validator_may_be_spread_over_its_folder(newer):
    package = read(newer({"output_validator/check.cc": "int main() {}", "output_validator/check.h": ""}), "newer")
    assert (package.checker.program.path, package.checker.program.language) == ("output_validator", "cpp")

    package = read(
        newer({"output_validator/check.cc": None, "output_validator/check.h": None, "output_validator/v.py": ""}),
        "newer",
    )
    assert package.checker.program.path == "output_validator/v.py"


def test_an_output_validator_in_an_unknown_language_is_never_replaced(newer):
    assert "no output validator in a known language" in refused(newer({"output_validator/check.xyz": ""}))


def test_validator_arguments_come_from_groups_and_tests(newer):
    package = read(
        newer(
            {
                "data/sample/test_group.yaml": "output_validator_args: [float_tolerance, 1e-3]\n",
                "data/secret/test_group.yaml": (
                    "output_validator_args: [float_tolerance, 1e-3]\n"
                    "input_validator_args: {validate.py: ['a  b ', c]}\n"
                ),
                "data/secret/02-large.yaml": "input_validator_args: [d]\n",
            }
        ),
        "newer",
    )
    assert package.checker.flags == ("float_tolerance", "1e-3")
    assert [case.args_for("validate.py") for case in package.tests] == [(), ("a  b ", "c"), ("d",)]
    assert "differ" in refused(newer({"data/sample/test_group.yaml": "output_validator_args: [case_sensitive]"}))


def test_constants_are_put_in_their_places(newer):
    package = read(
        newer(
            {
                "problem.yaml": (
                    "problem_format_version: 2025-09\nname: {en: Sums, ko: 덧셈, sv: Summor}\n"
                    "constants: {limit: {value: 1000, tex: '1\\,000'}, name: Ada}\n"
                ),
                "statement/problem.en.md": "Up to {{limit}} for {{name}}, not {{unknown}}. {{nextsample}}",
                "statement/problem.sv.tex": "\\constant{limit.tex}",
                "input_validators/validate.py": "LIMIT = {{limit}}",
                "submissions/accepted/right.py": "print({{limit.value}})",
            }
        ),
        "newer",
    )
    assert package.statements["en"].text == "Up to 1000 for Ada, not {{unknown}}. {{nextsample}}"
    assert package.statements["sv"].text == "1\\,000"
    assert package.validators[0].files == {"validate.py": b"LIMIT = 1000"}
    assert package.solutions[0].files == {"right.py": b"print(1000)"}


def test_samples_may_be_shown_otherwise(newer):
    package = read(newer({"data/sample/1.in.statement": "in", "data/sample/1.out": "out"}), "newer")
    sample = package.tests[0]
    assert (sample.shown_input.read_text(), sample.shown_answer.read_text()) == ("in", "out")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"data/secret/01-small.yaml": "args: [x]"}, "arguments for the program"),
        ({"data/secret/01-small.files/a": ""}, "bring files"),
        ({"static_validator/v.py": ""}, "static validators"),
        ({"include/default/a": ""}, "include/"),
        ({"submissions/submissions.yaml": "accepted: [x]"}, "submissions.yaml"),
    ],
)
def test_what_is_not_taken_yet_is_refused_by_name(newer, files, reason):
    assert reason in refused(newer(files))


def test_submissions_yaml_narrows_what_is_expected(newer):
    rules = """
wrong_answer: {permitted: [AC, WA, TLE]}
"{accepted,brute_force}/*.py": {authors: Ada}
brute_force/hopeless.*: {required: [RTE]}
odd/*: {permitted: [AC, RTE]}
accepted/slow.py: {use_for_time_limit: false, language: pypy3}
brute_force/quick.py: {use_for_time_limit: lower}
"""
    sources = [
        "brute_force/hopeless.py",
        "brute_force/quick.py",
        "rejected/r.py",
        "odd/o.py",
        "other/x.py",
        "accepted/slow.py",
    ]
    package = read(
        newer({"submissions/submissions.yaml": rules} | {f"submissions/{path}": "pass" for path in sources}), "newer"
    )
    assert expected(package) == {
        "accepted/right.py": ["AC"],
        "accepted/slow.py": ["AC"],
        "brute_force/hopeless.py": ["RTE"],
        "brute_force/quick.py": ["TLE", "RTE"],
        "odd/o.py": ["AC", "RTE"],
        "other/x.py": [],
        "rejected/r.py": ["WA", "TLE", "RTE"],
        "wrong_answer/wrong.py": ["WA"],
    }
    bounding = {found.name for found in package.solutions if found.bounds_time}
    assert {"right.py", "quick.py", "o.py"} <= bounding and "hopeless.py" not in bounding


def test_a_rule_of_many_stars_and_braces_is_read_at_once(newer):
    pattern = "accepted/" + "*a" * 40 + "{a,{b,c}}" * 90
    assert read(newer({"submissions/submissions.yaml": f"'{pattern}': {{permitted: [AC]}}"}), "newer")
