"""An author's script, line by line."""

import pytest

from judge import script
from judge.script import MOST_LINE, MOST_TESTS

GENERATORS = ["generators/gen.py", "generators/tree.cpp"]


def wishes(text):
    parsed = script.parse(text)
    assert not parsed.faults
    return [(wish.line, wish.generator, wish.args, wish.group, wish.name) for wish in parsed.wishes]


def faults(text, generators=GENERATORS):
    found, _ = script.check(script.parse(text), generators)
    return [(fault.line, fault.message) for fault in found]


def test_a_line_is_a_generator_and_its_words():
    assert wishes("gen 10 42\n\n  # by hand\ngen 'two words' \"\" 7\n") == [
        (1, "gen", ("10", "42"), "", ""),
        (4, "gen", ("two words", "", "7"), "", ""),
    ]


def test_groups_hold_for_what_follows_and_end():
    assert [wish[3] for wish in wishes("gen 1\n[secret/large]\ngen 2\ngen 3\n[]\ngen 4")] == [
        "",
        "secret/large",
        "secret/large",
        "",
    ]


def test_names_and_polygons_automatic_ones():
    assert [wish[4] for wish in wishes("gen 1 > tiny\ngen 2 > $\ngen 3 > 7")] == ["tiny", "", "7"]


def test_a_range_is_many_tests():
    found = wishes("gen {1..2} n={-1..1} > few")
    assert [wish[2] for wish in found] == [
        ("1", "n=-1"),
        ("1", "n=0"),
        ("1", "n=1"),
        ("2", "n=-1"),
        ("2", "n=0"),
        ("2", "n=1"),
    ]
    assert [wish[4] for wish in found] == [f"few-{number}" for number in range(1, 7)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("gen 'open", "quot"),
        ("gen 1 \\", "escaped"),
        ("gen 1 > a b", "one name"),
        ("> name", "one name"),
        ("gen 1 > ../up", "no name for a test"),
        ("[two words]", "no name for a group"),
        ("[../up]", "no name for a group"),
        ("gen {5..1}", "empty"),
        ("{1..2} 3", "can't be a range"),
        ("gen \0", "character"),
        ("gen \ud800", "character"),
        (f"gen {'x' * MOST_LINE}", "at most 1,000 are taken"),
        (f"gen {{1..{MOST_TESTS + 1}}}", "2,000 tests"),
        ("gen {1..999999999} {1..999999999} {1..999999999}", "2,000 tests"),
        ("nothing 1", "There are gen, tree"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(line, said):
    assert [(number, said in message) for number, message in faults(f"gen 1\n{line}\ntree 2")] == [(2, True)]


def test_the_same_line_twice_is_refused():
    assert faults("gen 1 2\ntree 1 2\ngen   1 '2'\ngen.py 1 2\ngenerators/gen.py 1 2") == [
        (line, "The same as line 1: it would make the same test.") for line in (3, 4, 5)
    ]


def test_a_name_twice_is_refused():
    assert faults("gen 1 > a\ngen 2 > a") == [(2, "Line 1 has the name a already.")]


def test_a_name_that_two_generators_have_is_refused():
    assert faults("gen 1", ["a/gen.py", "b/gen.cpp"]) == [(1, "gen may be a/gen.py or b/gen.cpp: write which.")]


def test_without_generators_nothing_can_be_made():
    assert faults("gen 1", []) == [(1, "There is no generator gen: no generator has been written yet.")]


def test_generators_that_no_line_uses_are_named():
    _, advice = script.check(script.parse("gen 1"), GENERATORS)
    assert [fault.message for fault in advice] == ["No line uses the generator generators/tree.cpp."]


def test_as_many_tests_as_there_may_be():
    assert len(script.parse(f"gen {{1..{MOST_TESTS}}}").wishes) == MOST_TESTS
    assert script.parse(f"gen {{1..{MOST_TESTS}}}\ngen 1").faults[0].line == 2


def test_a_script_of_too_many_lines_is_refused_as_a_whole():
    assert [number for number, _ in faults("\n" * 6000)] == [0]
