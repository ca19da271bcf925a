"""Tests made by an author's programs, really run."""

import pytest

from judge import blobs, editing, generation, jobs, testsets, tools
from judge.generation import Generation, Impossible
from judge.sandbox import MIB, Limits
from judge.standing import Standing
from judge.testsets import Row
from tests.workshop.programs import ADD, program, solution
from tests.workshop.rows import by_hand, fresh, rows_of, shown

PAIR = b"import sys\nprint(*sys.argv[1:])\n"  # prints its words
TWO = b"import sys\nwords = sys.stdin.read().split()\nsys.exit(42 if len(words) == 2 else 'not two numbers')\n"
NEVER = b"while True: pass\n"
FLOOD = b"import sys\nwhile True: sys.stdout.write('x' * 2**20)\n"
NETWORK = b"import socket\nsocket.create_connection(('127.0.0.1', 80))\n"
DICE = b"import random\nprint(random.random(), 1)\n"


@pytest.fixture
def ready(write):
    """With a generator, a validator and a reference."""
    write(
        program("generator", "pair.py", PAIR),
        program("validator", "two.py", TWO),
        solution("add.py", reference=True),
    )
    return write


def generate(problem, author=None):
    work = Generation(problem)
    found = work.run()
    if not work.failures.found:
        generation.put_in_place(problem, author, found)
    return [(failure.line, failure.message) for failure in work.failures]


def test_a_script_becomes_tests_with_answers(ready, sums, alice):
    problem = ready(script="[large]\npair 1 2\npair 3 {4..5} > some\n")

    assert generate(problem, alice) == []

    assert shown(sums) == [
        ("pair-01", b"1 2\n", b"3\n"),
        ("some-1", b"3 4\n", b"7\n"),
        ("some-2", b"3 5\n", b"8\n"),
    ]
    first = rows_of(sums)[0]
    assert (first.group, first.origin, first.line) == ("large", "script", 2)
    assert first.made and first.valid and first.answered
    assert (fresh(sums).draft.note, fresh(sums).draft.author) == ("Tests generated", alice)


def test_what_has_not_changed_is_not_run_again(ready, sums, runs):
    generate(ready(script="pair 1 2\npair 3 4\n"))
    before, number = rows_of(sums), fresh(sums).draft.number
    runs.clear()

    assert generate(fresh(sums)) == []

    assert (runs, rows_of(sums), fresh(sums).draft.number) == ([], before, number)


def test_a_new_line_costs_one_test(ready, sums, runs):
    generate(ready(script="pair 1 2\npair 3 4\n"))
    runs.clear()

    generate(ready(script="pair 5 6\n# moved\npair 1 2\n"))

    assert runs == ["generated", "generated", "complaint", "answer"]  # the generator's first line is run twice
    assert [(row.line, blobs.read(row.input)) for row in rows_of(sums)] == [(1, b"5 6\n"), (3, b"1 2\n")]


def test_another_validator_is_asked_and_nothing_else_is_run(ready, sums, runs):
    generate(ready(script="pair 1 2\n"))
    runs.clear()

    generate(ready(program("validator", "two.py", TWO + b"# stricter\n")))

    assert runs == ["complaint"]


def test_another_reference_answers_and_nothing_else_is_run(ready, sums, runs):
    generate(ready(script="pair 1 2\n"))
    runs.clear()

    generate(ready(solution("add.py", ADD + b"print('!')\n", reference=True)))

    assert runs == ["answer"]
    assert shown(sums) == [("pair-01", b"1 2\n", b"3\n!\n")]


def test_tests_by_hand_stand_first_and_samples_before_all(ready, sums):
    hand = [by_hand(b"7 8\n", name="plain"), by_hand(b"1 1\n", b"2\n", name="sample", sample=1)]

    generate(ready(script="pair 1 2\n", tests=hand))

    assert shown(sums) == [
        ("sample", b"1 1\n", b"2\n"),
        ("plain", b"7 8\n", b"15\n"),
        ("pair-01", b"1 2\n", b"3\n"),
    ]
    assert all(row.valid for row in rows_of(sums))
    assert [row.is_given for row in rows_of(sums)] == [True, False, False]


def test_what_the_author_does_meanwhile_is_kept(ready, sums):
    problem = ready(script="pair 1 2\n", tests=[by_hand(b"7 8\n", name="old"), by_hand(b"5 5\n", name="gone")])
    work = Generation(problem)
    found = work.run()
    ready(tests=[by_hand(b"7 8\n", name="old", group="small"), by_hand(b"9 9\n", name="new")])

    generation.put_in_place(problem, None, found)

    assert [(row.name, row.group, bool(row.valid)) for row in rows_of(sums)] == [
        ("old", "small", True),
        ("new", "", False),
        ("pair-01", "", True),
    ]


def test_a_generated_sample_stays_one(ready, sums):
    generate(ready(script="pair 1 2\npair 3 4\n"))
    rows = rows_of(sums)
    second = Row(**{name: getattr(rows[1], name) for name in testsets.NAMES} | {"sample": 1})
    ready(tests=[rows[0], second])

    generate(ready(script="pair 1 2\npair 3 4\npair 5 6\n"))

    assert [(row.name, row.sample) for row in rows_of(sums)] == [("pair-02", 1), ("pair-01", 0), ("pair-03", 0)]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (NEVER, "The generator bad.py was stopped after 0.5 s."),
        (FLOOD, "The generator bad.py printed more than 4 MiB."),
        (NETWORK, "The generator bad.py ended with exit code 1."),
        (b"import sys\nsys.exit('no such size')\n", "The generator bad.py ended with exit code 1. no such size"),
        (b"print(1, 2, 3)\n", "The input isn't valid: two.py exited with 1: not two numbers"),
        (DICE, "bad.py printed something else the second time"),
        (b"print(1, 2)\n", "It has the same input as the test pair-01."),
        (b"import os\nos.abort()\n", "The generator bad.py was ended by signal 6"),
    ],
)
def test_a_bad_generator_is_named_by_line_and_the_old_tests_stay(ready, sums, monkeypatch, source, said):
    cpu = 0.5 if source is NEVER else 20
    monkeypatch.setattr(tools, "GENERATOR", Limits(cpu=cpu, wall=30, memory=256 * MIB, output=4 * MIB))
    generate(ready(script="pair 1 2\n"))
    before = rows_of(sums)

    found = generate(ready(program("generator", "bad.py", source), script="pair 1 2\n\nbad\n"))

    assert [line for line, _ in found] == [3] and said in found[0][1]
    assert rows_of(sums) == before


def test_every_bad_line_is_named_and_the_good_ones_go_on(ready):
    found = generate(ready(script="pair 1\npair 1 2\npair 1 2 3\n"))

    assert [line for line, _ in found] == [1, 3]


def test_a_generator_that_never_ends_is_not_tried_for_ever(ready, monkeypatch, runs):
    monkeypatch.setattr(tools, "GENERATOR", Limits(cpu=0.2, wall=10, memory=256 * MIB))
    problem = ready(program("generator", "bad.py", NEVER), script="bad {1..100}\n")

    assert [line for line, _ in generate(problem)] == [1, 1, 1]
    assert runs == ["generated"] * 3


def test_no_line_fills_the_disk(ready, runs):
    """What is there already, by hand, takes nobody's room."""
    problem = ready(script="pair {1..9} 1\n")
    work = Generation(problem, most_bytes=20)  # 4 + 2 bytes of each
    rows = work.run()
    assert [row.name for row in rows if row.is_by_script] == ["pair-01", "pair-02", "pair-03", "pair-04"]
    (failure,) = work.failures
    assert (failure.line, failure.test) == (1, "pair-05") and "no room for it" in failure.message


def test_a_validator_that_takes_its_time_is_not_asked_for_ever(ready, monkeypatch, runs):
    monkeypatch.setattr(generation, "SLOW", 0)
    problem = ready(program("validator", "two.py", b"import sys\nsys.exit(1)\n"), script="pair {1..9} 1\n")

    assert len(generate(problem)) == 3 and runs.count("complaint") == 3


def test_a_reference_that_crashes_on_one_test_is_named_with_it(ready, sums):
    source = ADD + b"assert a != 37, 'thirty-seven'\n"
    problem = ready(solution("add.py", source, reference=True), script="pair {1..60} 0\n")

    found = generate(problem)

    assert [line for line, _ in found] == [1] and "add.py ended with exit code 1." in found[0][1]
    work = Generation(problem)
    work.run()
    assert [failure.place for failure in work.failures] == ["line 1, test pair-37"]
    assert rows_of(sums) == []


def test_what_does_not_compile_is_said(ready, write):
    broken = program("generator", "bad.cpp", b"int main() {", language="cpp")
    found = generate(ready(broken, script="bad 1\nbad 2\n"))
    assert [line for line, _ in found] == [1] and "bad.cpp doesn't compile" in found[0][1]

    with pytest.raises(Impossible, match="two.py doesn't compile"):
        generate(ready(program("validator", "two.py", b"def"), script="pair 1 2\n"))


def test_what_cannot_be_begun_is_said_at_once(write, sums):
    with pytest.raises(Impossible, match="nothing to do"):
        generate(write(solution("add.py", reference=True)))
    with pytest.raises(Impossible, match="Line 1 of the script: There is no generator pair"):
        generate(write(script="pair 1"))
    write(solution("add.py"), program("generator", "pair.py", PAIR))
    with pytest.raises(Impossible, match="no reference solution"):
        generate(fresh(sums))


def test_only_the_first_three_failures_are_in_the_log(ready):
    said = []
    work = Generation(ready(script="\n".join(f"pair {n}" for n in range(5))), say=said.append)
    work.run()

    assert len(work.failures) == 5 and len(said) == 3


def test_the_job_itself(ready, sums):
    ready(script="pair 1 2\n")

    jobs.generate_tests(sums.pk)

    assert shown(sums) == [("pair-01", b"1 2\n", b"3\n")]


def test_the_other_right_solutions_are_asked_too(ready, sums, runs):
    problem = ready(solution("again.py", ADD + b"\n"), script="pair 1 2\n", tests=[by_hand(b"5 5\n", b"10\n")])

    assert generate(problem) == []

    assert runs.count("answer") == 4  # what was given is asked of both
    now = Standing.of(fresh(sums).draft)
    assert [now.answer(row) for row in rows_of(sums)] == ["given", "agreed"]
    runs.clear()
    assert generate(fresh(sums)) == [] and runs == []


def test_where_one_disagrees_the_old_tests_stay(ready, sums):
    generate(ready(script="pair 1 2\n"))
    before = rows_of(sums)
    sloppy = b"a, b = map(int, input().split())\nprint(a + b if a < 10 else 0)\n"

    [(line, message)] = generate(ready(solution("sloppy.py", sloppy), script="pair 1 2\npair 30 4\n"))

    assert line == 2 and message.startswith("sloppy.py doesn't agree with add.py.")
    assert rows_of(sums) == before


def test_an_answer_by_hand_that_is_wrong_is_said(ready):
    problem = ready(script="pair 1 2\n", tests=[by_hand(b"5 5\n", b"11\n")])

    [(line, message)] = generate(problem)

    assert line == 0 and message.startswith("add.py doesn't agree with the answer that was given.")


def test_an_input_that_is_changed_makes_an_answer_that_was_given_a_question_again(ready, sums, alice):
    generate(ready(tests=[by_hand(b"5 5\n", b"10\n")]))
    [row] = rows_of(sums)
    assert row.is_given and row.answered

    editing.replace_test(sums, alice, editing.mark(row), lambda row: editing.with_input(row, b"5 6\n"))

    assert rows_of(sums)[0].is_given and generate(fresh(sums)) != []


def test_a_validator_gets_the_words_of_the_test(ready, sums, runs):
    most = b"import sys\nsys.exit(42 if int(input().split()[0]) <= int(sys.argv[1]) else 'too large')\n"
    by_test = {"large": ["100"]}
    validator = program("validator", "two.py", most, args=["9"], args_by_test=by_test)
    problem = ready(validator, script="pair 5 1 > small\npair 50 1 > large\npair 60 1 > other\n")

    assert generate(problem) == [(3, "The input isn't valid: two.py exited with 1: too large")]

    assert generate(ready(script="pair 5 1 > small\npair 50 1 > large\n")) == []
    runs.clear()
    assert generate(ready(script="pair 50 1 > small\n")) == [
        (1, "The input isn't valid: two.py exited with 1: too large")
    ]
    assert runs == ["complaint"]
