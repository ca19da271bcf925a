"""What is taken of an answer: names of ours, sizes that we allow, nothing that leads anywhere."""

import json

import pytest

from judge import draft_programs, drafting
from judge.proposing import schemas, taking
from judge.proposing.placing import place_of, put
from judge.proposing.report import Fault, Kill, Probed, Report
from judge.proposing.rounds import State
from judge.proposing.suite import Suite
from judge.proposing.taking import stem, taken


def program(name="one", source="print(1)\n", **more):
    return {"name": name, "language": "python3", "source": source, "explanation": "It is one."} | more


def generator(name="one", lines=("one 1",), **more):
    return program(name, kind="small", lines=list(lines), **more)


def generators(*given):
    return taken(Suite(), schemas.Generators(generators=list(given)))


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("brute_force", "brute_force"),
        ("brute-force.py", "brute-force"),
        ("../../../etc/passwd", "etc_passwd"),
        ("/etc/passwd", "etc_passwd"),
        ("C:\\\\windows\\\\system32", "C_windows_system32"),
        ("<script>alert(1)</script>", "script_alert_1_script"),
        ("$(reboot)", "reboot"),
        (".hidden", "hidden"),
        ("a\0b\nc", "a_b_c"),
        ("합 계", "piece"),
        ("", "piece"),
        ("-", "piece"),
        ("--help", "help"),
        ("x" * 500, "x" * 40),
        ("random.py", "random-program"),
        ("random-program.py", "random-program"),
    ],
)
def test_a_name_is_ours_whatever_it_was(name, ours):
    assert stem(name, "piece") == ours


@pytest.mark.parametrize("name", ["../x", "a b", "<b>", "x" * 99, "", "..", "con.py.py", "-rf", "\u202egnp.exe"])
def test_a_draft_would_take_every_name(name):
    (piece,) = generators(generator(name)).generators
    draft_programs.check_name(piece.name)


def test_programs_of_one_name_are_both_kept_and_a_later_one_takes_its_place():
    found = generators(generator("one"), generator("one", source="print(2)\n"))
    assert [piece.name for piece in found.generators] == ["one.py", "one-2.py"]
    found = taken(found, schemas.Repair(generators=[generator("one.py", source="print(3)\n")]))
    assert [piece.source for piece in found.generators] == ["print(3)\n", "print(2)\n"]


def test_too_much_is_cut_and_said():
    found = generators(*[generator(f"gen{n}", [f"g {{1..{40}}}"]) for n in range(30)])
    assert len(found.generators) == taking.MOST_GENERATORS
    assert len(found.lines) == taking.MOST_LINES and "more than 120 tests" in found.faults[0]
    found = taken(Suite(), schemas.Solutions(slow=program(source="#" * 40_000), wrong=[program(verdict="WA")] * 50))
    assert found.slow is None and "longer than" in found.faults[0]
    assert len(found.wrong) == taking.MOST_WRONG
    probes = [{"input": f"{n}\n", "valid": True, "why": "w" * 10_000} for n in range(500)]
    huge = {"input": "1" * 10**6, "valid": True, "why": ""}
    found = taken(Suite(), schemas.Validator(validator=program(), probes=[*probes, huge]))
    assert len(found.probes) == taking.MOST_PROBES and max(len(one.why) for one in found.probes) == taking.MOST_WORDS


@pytest.mark.parametrize(
    "line",
    ["one 'a", "one 1 > ../../x", "one\n[secret]\nrm -rf /", "x" * 5000, "[secret/../..]", "one {1..99999}", "one \0"],
)
def test_a_line_that_is_none_is_left_out(line):
    found = generators(generator(lines=[line, "one 7"]))
    assert [text for _, text in found.lines] == ["one 7"] and len(found.faults) == 1


def test_a_line_is_the_generators_own_whatever_it_is_called_there():
    found = generators(generator("$(reboot)", ["; rm -rf / {1..2}", "other 'two words'"]))
    assert [line for _, line in found.lines] == ["reboot rm -rf / 1", "reboot rm -rf / 2", "reboot 'two words'"]


def test_lines_that_come_to_the_same_words_are_one():
    found = generators(generator("gen", ["gen 10 1", "gen 10 {1..3}", "gen 10 2 > b", "gen '10'  3"]))
    assert [line for _, line in found.lines] == ["gen 10 1", "gen 10 2", "gen 10 3"] and not found.faults


def test_a_repeated_line_takes_nobodys_room():
    found = generators(generator("gen", ["gen {1..100}", "gen {1..120}"]))
    assert len(found.lines) == taking.MOST_LINES and not found.faults


def test_what_is_a_range_once_more_is_left_out():
    found = generators(generator("gen", ["gen {{1..2}..3}", "gen 2"]))
    assert [line for _, line in found.lines] == ["gen 2"] and len(found.faults) == 1


def test_what_no_row_can_hold_is_replaced():
    found = taken(Suite(), schemas.Validator(validator=program(source="a\0b", explanation="c\0d"), probes=[]))
    assert "\0" not in json.dumps(found.document()) and "\\u0000" not in json.dumps(found.document())


def test_a_state_comes_back_from_its_document():
    found = generators(generator("one"))
    report = Report(
        1, broken=[Fault("x", "y")], probes=[Probed("1", True, "rejects", "", "sample")], kills=[Kill("w", "WA", 2)]
    )
    state = State(revision=3, suite=found)
    assert state.judge(report) and state.round == 2
    again = State.of(json.loads(json.dumps(state.document())))
    assert again == state and again.best == (found, report)


def test_the_best_round_is_kept():
    sound = [Probed("1", True, "accepts", "", "sample")]
    state = State(round=1)
    state.judge(Report(1, probes=sound, tests=5, agreed=5, kills=[Kill("a", "WA", 1), Kill("b", "AC", 0)]))
    state.judge(Report(2, probes=[Probed("1", True, "rejects", "", "sample")]))
    state.judge(Report(3, probes=sound, tests=9, agreed=0, disputed=3, kills=[Kill("a", "WA", 1), Kill("b", "WA", 1)]))
    assert state.best and state.best[1].round == 1
    assert not state.judge(Report(4, probes=sound, tests=4, agreed=4, kills=[Kill("a", "WA", 1), Kill("b", "WA", 1)]))
    assert state.best[1].round == 4


def test_only_the_first_three_failures_are_told():
    report = Report(1, failures=[Fault("one.py", f"failure {n}") for n in range(30)])
    assert [fault.words for fault in report.first_faults] == ["failure 0", "failure 1", "failure 2"]


@pytest.mark.django_db
def test_what_is_there_already_is_not_put_beside_itself():
    document = drafting.empty("en", "Sums")
    (piece,) = generators(generator("one")).generators
    first = place_of(document, piece, "0" * 64)
    document = put(document, first)
    second = place_of(document, piece, "0" * 64)
    assert put(document, second) == document and first.program == second.program
    third = place_of(document, piece, "1" * 64)
    assert third.program["path"] == "generators/one-2.py" and len(put(document, third)["programs"]) == 2
