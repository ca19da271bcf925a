"""How tests stand beside the programs as they are now."""

import pytest

from judge import generation, outputs, standing
from judge.generation import Generation
from judge.outputs import Answering
from judge.standing import Owed, Standing
from tests.workshop.programs import ADD, program, solution
from tests.workshop.rows import by_hand, fresh, rows_of

PAIR = b"import sys\nprint(*sys.argv[1:])\n"
TAKES_ALL = b"import sys\nsys.exit(42)\n"


@pytest.fixture
def made(write, sums):
    """One test by hand, with its answer, and one that was generated."""
    write(program("generator", "pair.py", PAIR), program("validator", "all.py", TAKES_ALL))
    problem = write(
        solution("add.py", reference=True), script="pair 1 2\n", tests=[by_hand(b"5 5\n", b"10\n", name="hand")]
    )
    generation.put_in_place(problem, None, Generation(problem).run())
    return sums


def states(problem):
    now = Standing.of(fresh(problem).draft)
    return [(now.validity(row), now.answer(row)) for row in rows_of(problem)]


def ready(problem):
    return standing.all_ready(fresh(problem).draft)


def test_what_was_generated_is_ready(made):
    assert states(made) == [("yes", "given"), ("yes", "answered")]
    assert ready(made) is True


def test_without_tests_nothing_is_said(sums):
    assert ready(sums) is None


def test_another_validator_makes_them_old(made, write):
    write(program("validator", "all.py", TAKES_ALL + b"#\n"))

    assert states(made) == [("old", "given"), ("old", "answered")]
    assert ready(made) is False


def test_another_reference_or_limit_makes_answers_old(made, write):
    write(solution("add.py", ADD + b"#\n", reference=True))

    assert states(made) == [("yes", "given"), ("yes", "old")]
    assert ready(made) is False


def test_another_right_solution_must_agree_before_an_answer_counts(made, write):
    problem = write(solution("again.py", ADD + b"#\n"))
    assert states(made) == [("yes", "given"), ("yes", "alone")] and ready(made) is False

    outputs.put_in_place(problem, None, Answering(problem).run())

    assert states(made) == [("yes", "given"), ("yes", "agreed")] and ready(made) is True


def test_what_the_script_asks_for_and_is_not_there(made, write):
    assert standing.owed(fresh(made).draft) == Owed(0, 0)
    assert standing.owed(write(script="pair 3 4\npair 5 6\n").draft) == Owed(2, 1)
    assert standing.owed(write(script="nothing\n").draft) == Owed()
