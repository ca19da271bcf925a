"""What was read of a problem's constraints is told as numbers, until an author says otherwise."""

import pytest

from judge import drafting
from judge.proposing import constraints, questions
from judge.proposing.report import Report
from judge.proposing.suite import Suite
from tests.workshop import proposed
from tests.workshop.rows import fresh

pytestmark = pytest.mark.django_db
TEXT = """Double $n$.

## Constraints

- $1 \\le n \\le 99$
- $1 \\le |s| \\le 10$
- the sum of all $n$ is at most 500
"""


def bound(variable, kind, low, high, stated):
    return {"variable": variable, "kind": kind, "low": low, "high": high, "stated": stated}


READ = [
    bound("n", "integer", "1", "99", "$1 \\le n \\le 99$"),
    bound("s", "length", "1", "10", "$1 \\le |s| \\le 10$"),
    bound("n", "sum", "", "500", "the sum of all $n$ is at most 500"),
]
LINES = ["- n: integer, at least 1, at most 99", "- s: length, at least 1, at most 10", "- n: sum, at most 500"]


def document(text, *bounds):
    return {"statements": {"en": {"title": "", "text": text}}, "brought": {"bounds": list(bounds)}}


def told(text, *bounds):
    return constraints.told(document(text, *bounds)).split("\n")


def test_each_is_told_as_numbers():
    assert told(TEXT, *READ) == LINES


@pytest.mark.parametrize("before", [{}, {"brought": {"bounds": []}}])
def test_a_draft_that_nobody_read_has_none(before):
    assert constraints.told({"statements": {}} | before) == constraints.NONE


def test_one_that_the_author_has_corrected_is_not_told():
    assert told(TEXT.replace("n \\le 99", "n \\le 50"), *READ) == LINES[1:]
    assert told(TEXT.replace("- the sum of all $n$ is at most 500\n", ""), *READ) == LINES[:2]


def test_one_that_the_author_has_contradicted_elsewhere_is_not_told():
    assert told(TEXT + "- $1 \\le n \\le 100000$\n", *READ) == LINES[1:]


def test_the_space_between_words_is_nobodys_correction():
    assert told(TEXT.replace("of all $n$", "of\nall  $n$"), *READ) == LINES


@pytest.mark.parametrize("variable", ["h_i", "h_{i}", "$h_i$", "h _ i"])
def test_a_variable_is_the_same_however_it_is_written(variable):
    stated = "$1 \\le h_i \\le 10^9$"
    text = f"## Constraints\n\n{stated}\n\n$1 \\le h_i \\le 10^{{12}}$\n"
    assert told(text, bound(variable, "integer", "1", "1000000000", stated)) == [constraints.NONE]


def test_another_variables_name_is_no_number():
    said = bound("a_i", "integer", "1", "n", "$1 \\le a_i \\le n$")
    assert told("## Input\n$1 \\le a_i \\le n$", said) == ["- a_i: integer, at least 1, at most n"]


@pytest.mark.parametrize("task", [*questions.FIRST, questions.REPAIR])
def test_the_model_is_told(alice, task):
    problem = proposed.doubles(alice)
    statement = {"title": "Doubles", "format": "markdown", "text": TEXT}
    drafting.save(problem, alice, "statements/en", statement, None)
    drafting.change(problem, alice, lambda draft: draft.document | {"brought": {"bounds": READ}})
    fields = questions.fields(task, fresh(problem), Suite(), Report(1))
    assert fields["bounds"] == "\n".join(LINES)
