"""`evaluate_ai` end to end: a package of ours, the real SDK against the local Gemini, a real sandbox."""

import json
import os
import signal

import pytest
from django.core.management import CommandError, call_command

from judge.models import AiRun, DraftBlob, Job, Problem, ProblemVersion, Revision, Tag, VersionBlob
from tests.packages.conftest import written
from tests.workshop import proposed

pytestmark = pytest.mark.django_db

NEVER_SEEN = "# known to the package alone\n"
DOUBLES = {  # Gemini's tests are 3, 4 and 99
    "problem.yaml": "name: Doubles\nlimits:\n  time_limit: 5\n  memory: 256\nkeywords: arithmetic\n",
    "problem_statement/problem.en.md": proposed.DOUBLES,
    "data/sample/1.in": "2\n",
    "data/sample/1.ans": "4\n",
    "data/secret/fifty.in": "50\n",
    "data/secret/fifty.ans": "100\n",
    "input_validators/validate.py": proposed.VALID,
    "submissions/accepted/a_reference.py": proposed.DOUBLE,
    "submissions/accepted/twice.py": f"{NEVER_SEEN}n = int(input())\nprint(n + n)\n",
    "submissions/accepted/to_98.py": "n = int(input())\nprint(min(2 * n, 196))\n",
    "submissions/mixed/unknown.py": "print(0)\n",
    "submissions/wrong_answer/but_50.py": f"{NEVER_SEEN}n = int(input())\nprint(2 * n if n != 50 else 1)\n",
    "submissions/wrong_answer/square.py": "n = int(input())\nprint(n * n)\n",
    "submissions/run_time_error/large.py": "n = int(input())\nassert n < 60\nprint(2 * n)\n",
}


@pytest.fixture
def package(tmp_path):
    return written(tmp_path / "doubles", DOUBLES)


@pytest.fixture
def evaluate(capsys):
    """Its JSON, and whether it ended well."""

    def evaluate(*arguments):
        try:
            call_command("evaluate_ai", *map(str, arguments), "--json")
            code = 0
        except SystemExit as end:
            code = end.code
        return json.loads(capsys.readouterr().out), code

    return evaluate


def test_it_counts_which_known_solutions_the_tests_judge_rightly(gemini, package, evaluate):
    """One that is right fails at 99, one that is wrong fails at 50 alone, which nobody asks for."""
    proposed.will(gemini)
    found, code = evaluate(package.parent)

    (problem,) = found["problems"]
    run = AiRun.objects.get()
    shares = {
        "tpr": 0.5,
        "tnr": 0.6667,
        "right": {"accepted": 1, "of": 2},
        "wrong": {"rejected": 2, "of": 3},
    }
    spent = {"rounds": 1, "tests": 3, "calls": 3, "tokens": 3600, "cost": run.cost / 1e6}
    spreads = {"tpr": {"mean": 0.5, "low": 0.5, "high": 0.5}, "tnr": {"mean": 0.6667, "low": 0.6667, "high": 0.6667}}
    assert code == 0 and found["refused"] == [] and not found["interrupted"] and run.cost > 0
    assert found["total"] == {"name": "all", "takes": 1, "spread": spreads} | shares | spent
    assert found["summaries"] == [found["total"] | {"name": "doubles"}]
    assert problem.pop("submissions") == [
        {"path": f"submissions/{path}.py", "expected": [expected], "verdict": verdict}
        for path, expected, verdict in [
            ("accepted/to_98", "AC", "WA"),
            ("accepted/twice", "AC", "AC"),
            ("run_time_error/large", "RTE", "RTE"),
            ("wrong_answer/but_50", "WA", "AC"),
            ("wrong_answer/square", "WA", "WA"),
        ]
    ]
    assert problem == {"name": "doubles", "take": 1, "failure": "", "note": ""} | shares | spent
    assert not any(NEVER_SEEN.strip() in call.text for call in gemini.calls)
    refuse_leftovers()


def refuse_leftovers():
    """Only the ledger has heard of it."""
    for model in (Problem, ProblemVersion, Revision, VersionBlob, DraftBlob, Job, Tag):
        assert not model.objects.exists(), model
    run = AiRun.objects.get()
    assert run.is_finished and run.problem is None and run.document is None
    assert run.input_tokens + run.output_tokens > 0 and run.key == "evaluate doubles"


def test_no_tests_count_against_a_model_that_talks_nonsense(gemini, package, evaluate):
    gemini.will("certainly!", "certainly!")
    found, code = evaluate(package)

    assert code == 1 and found["problems"][0]["failure"] == "Gemini’s answer made no sense."
    assert found["total"]["right"] == {"accepted": 0, "of": 2} and found["total"]["tnr"] == 0
    refuse_leftovers()


def test_a_budget_that_is_spent_says_nothing_of_the_model(gemini, package, evaluate, settings):
    settings.AI_TOKENS_PER_PROBLEM = 2400  # two calls
    proposed.will(gemini)
    found, code = evaluate(package.parent, "--problems", "doubles")

    (problem,) = found["problems"]
    assert code == 1 and problem["failure"] == "What the AI does for one problem is spent."
    assert problem["tpr"] is None and found["total"]["wrong"] == {"rejected": 0, "of": 0}
    assert problem["calls"] == gemini.count() == 2 and AiRun.objects.get().failure == problem["failure"]
    refuse_leftovers()


def test_without_a_key_it_says_what_to_set(package, settings):
    settings.GEMINI_API_KEY = ""
    with pytest.raises(CommandError, match="GEMINI_API_KEY") as error:
        call_command("evaluate_ai", str(package))
    assert error.value.returncode == 2


def test_a_package_that_is_not_there_is_no_figure(gemini, package):
    with pytest.raises(CommandError, match="no such package: triples") as error:
        call_command("evaluate_ai", str(package), "--problems", "triples")
    assert error.value.returncode == 2


# Several times


FEWER = {"generators": [proposed.GENERATORS["generators"][0] | {"lines": ["one 3", "one 50"]}]}


def test_each_take_asks_with_other_seeds_and_the_spread_is_said(gemini, package, evaluate):
    """The second time Gemini thinks of 50 and not of 99: both who are right pass, one that crashes does too."""
    proposed.will(gemini)
    proposed.will(gemini, proposal_generators=FEWER)
    found, code = evaluate(package, "--times", "2")

    seeds = [call.config["seed"] for call in gemini.calls]
    assert code == 0 and len(seeds) == 6 and [seed + 1 for seed in seeds[:2]] == seeds[3:5]
    assert [(one["take"], one["tpr"], one["tnr"]) for one in found["problems"]] == [(1, 0.5, 0.6667), (2, 1, 0.6667)]
    (summary,) = found["summaries"]
    assert summary["takes"] == 2 and summary["spread"]["tpr"] == {"mean": 0.75, "low": 0.5, "high": 1}
    assert summary["right"] == {"accepted": 3, "of": 4} and summary["calls"] == 6
    assert found["total"] == summary | {"name": "all"}
    assert sum(run.cost for run in AiRun.objects.all()) / 1e6 == pytest.approx(summary["cost"])


# What people read


def test_people_get_a_table_and_see_what_is_being_done(gemini, package, capsys):
    proposed.will(gemini)
    call_command("evaluate_ai", str(package))

    said = capsys.readouterr()
    head, _, row, _, total, *misjudged = said.out.splitlines()
    assert head.split() == ["problem", "takes", "TPR", "TNR", "rounds", "tests", "calls", "tokens", "cost"]
    figures = [
        "1",
        "1/2",
        "(50.0",
        "%)",
        "2/3",
        "(66.7",
        "%)",
        "1",
        "3",
        "3",
        "3,600",
        f"${AiRun.objects.get().cost / 1e6:.4f}",
    ]
    assert row.split() == ["doubles", *figures] and total.split() == ["all", *figures]
    assert misjudged == [
        "doubles, take 1: submissions/accepted/to_98.py: WA, expected AC",
        "doubles, take 1: submissions/wrong_answer/but_50.py: AC, expected WA",
    ]
    assert said.err.splitlines() == [
        "1 of 1, doubles: round 1: asks for proposal_validator",
        "1 of 1, doubles: round 1: asks for proposal_solutions",
        "1 of 1, doubles: round 1: asks for proposal_generators",
        "1 of 1, doubles: round 1: 3 tests, 0 faults, 1 of 1 wrong solutions caught",
        "1 of 1, doubles: judges 5 known solutions",
    ]


def test_who_interrupts_it_gets_what_there_is(gemini, package, evaluate, request):
    """Ctrl-C while the second take is asked for: it is no figure, but is paid for."""
    proposed.will(gemini)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background may ignore it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))

    def interrupted(_):
        os.kill(os.getpid(), signal.SIGINT)
        return {}

    gemini.persona = interrupted
    found, code = evaluate(package, "--times", "3")

    assert code == 130 and found["interrupted"] and [one["take"] for one in found["problems"]] == [1]
    assert found["summaries"][0]["takes"] == 1 and found["total"]["tpr"] == 0.5
    first, second = AiRun.objects.order_by("pk")
    assert first.failure == "" and second.is_finished and second.failure == "It was stopped."
