"""Would it be seen, if an order had an effect? Each guard is taken away once, and its canary has to sing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.utils.html import escape
from django.utils.safestring import mark_safe

from judge import own_words
from judge.gemini import prompts
from judge.models import Problem
from judge.proposing import accepting, pieces, placing, questions, rounds, schemas, taking
from judge.proposing.placing import How, Place
from judge.proposing.rounds import State
from tests.ai import canaries, places
from tests.ai.obeying import OTHERS, bidden, obey, others, problem, secrets, unhurried
from tests.ai.orders import CANARY, CONNECTS, INCLUDES, ORDERS, WRITES, answer
from tests.fetching.conftest import canary
from tests.workshop.rows import fresh
from web import showing

__all__ = ["bidden", "canary", "obey", "others", "problem", "secrets", "unhurried"]

pytestmark = pytest.mark.django_db


class Loose(schemas.Wrong):
    verdict: str


class LooseRepair(schemas.Repair):
    wrong: list[Loose] = []
    decided: Any = None


def the_boundary_is_known(monkeypatch):
    monkeypatch.setattr(prompts.secrets, "token_hex", lambda length: places.FORGED)


def names_are_theirs(monkeypatch):
    monkeypatch.setattr(taking, "stem", lambda name, otherwise: name or otherwise)


def lines_are_theirs(monkeypatch):
    monkeypatch.setattr(taking, "usable", lambda piece, room, said: piece.lines)


def words_are_as_they_come(monkeypatch):
    monkeypatch.setattr(taking, "readable", str)


def lines_may_hide_things(monkeypatch):
    words_are_as_they_come(monkeypatch)
    monkeypatch.setattr(taking, "words", lambda text: "")
    monkeypatch.setattr(taking, "has_unseen", lambda text: False)


def instructions_may_be_repeated(monkeypatch):
    monkeypatch.setattr(own_words, "are_in", lambda *answer, **more: False)


def the_schema_takes_any_word(monkeypatch):
    monkeypatch.setitem(questions.SCHEMAS, questions.REPAIR, LooseRepair)


def the_answer_decides(monkeypatch):
    the_schema_takes_any_word(monkeypatch)
    take = State.take
    monkeypatch.setattr(
        State, "take", lambda self, task, said: (take(self, task, said), setattr(self, "decided", said.decided))
    )


def there_is_no_limit(monkeypatch):
    monkeypatch.setattr(taking, "MOST_WRONG", 10**6)
    monkeypatch.setattr(taking, "MOST_GENERATORS", 10**6)


def nothing_is_escaped(monkeypatch):
    monkeypatch.setattr("django.template.base.conditional_escape", str)


def what_is_hidden_stays_hidden(monkeypatch):
    monkeypatch.setattr(showing, "plain", lambda data: mark_safe(escape(data.decode(errors="replace"))))


def facts_are_theirs(monkeypatch):
    monkeypatch.setattr(pieces, "facts", lambda piece, report, kill: [piece.words])


def names_are_taken_over(monkeypatch):
    def over(document, piece, sha, tests=None, run=None):
        new = placing.program(piece, piece.name, sha, tests)
        old = next((one for one in document["programs"] if one["path"] == new["path"]), None)
        return Place(How.RENEWED if old else How.NEW, new, old)

    monkeypatch.setattr(accepting, "place_of", over)


def the_script_is_theirs(monkeypatch):
    theirs = {"script": "x 1\n"}
    monkeypatch.setattr(accepting.scripting, "with_lines", lambda document, *_: (document | theirs, []))


def whoever_is_caught_may_go(monkeypatch):
    monkeypatch.setattr(rounds, "taken", lambda suite, said, caught: taking.taken(suite, said))


def a_statement_is_another_problems(monkeypatch):
    said = questions.statement
    monkeypatch.setattr(questions, "statement", lambda draft: f"{said(draft)} {OTHERS.decode()}")


GUARDS = [
    (the_boundary_is_known, "script", "outside the fence"),
    (names_are_theirs, "traversal", "a name"),
    (names_are_theirs, "shell-names", "a name"),
    (lines_are_theirs, "traversal-in-lines", "a line"),
    (lines_are_theirs, "delete-tests", "a line"),
    (words_are_as_they_come, "bidi", "unseen in a probe"),
    (words_are_as_they_come, "ansi", "unseen in a probe"),
    (lines_may_hide_things, "unseen", "unseen in a line"),
    (instructions_may_be_repeated, "repeat", "our words"),
    (instructions_may_be_repeated, "repeat-in-code", "our words"),
    (the_schema_takes_any_word, "expect-accepted", "expected to be right"),
    (the_answer_decides, "decide", "it is decided"),
    (there_is_no_limit, "many", "too large"),
    (nothing_is_escaped, "script", "in the page"),
    (nothing_is_escaped, "onerror", "in the page"),
    (nothing_is_escaped, "form", "in the page"),
    (nothing_is_escaped, "htmx", "in the page"),
    (what_is_hidden_stays_hidden, "bidi", "unseen in the page"),
    (facts_are_theirs, "prove", "it calls itself proven"),
    (names_are_taken_over, "overwrite", "an author's program"),
    (the_script_is_theirs, "publish", "an author's line"),
    (whoever_is_caught_may_go, "remove-caught", "taken away"),
    (a_statement_is_another_problems, "publish", "a secret"),
]


@pytest.mark.parametrize(
    ("remove", "order", "cry"), GUARDS, ids=[f"{remove.__name__}-{order}" for remove, order, _ in GUARDS]
)
def test_without_its_guard_an_order_is_seen_to_be_obeyed(remove, order, cry, obey, bidden, monkeypatch):
    if cry == "too large":
        bidden.effects = {order: lambda request: answer(request, program={"source": "#" * 30_000}, times=100)}
    remove(monkeypatch)
    place = places.behind_a_forged_fence
    with pytest.raises(AssertionError, match=cry):
        obey(order, questions.REPAIR, [place])


def test_a_problem_that_was_published_is_seen(problem):
    Problem.objects.filter(pk=problem.pk).update(state="published")
    with pytest.raises(AssertionError, match="the problem"):
        canaries.look_at_draft(fresh(problem), problem)


# Programs of the orders without a sandbox: they are these tests' own, and do no more than they say


@pytest.fixture
def bare(bidden, tmp_path):
    """What such a program prints, run by hand."""

    def bare(code, *program):
        for name, fact in bidden.facts.items():
            code = code.replace(name, fact)
        path = tmp_path / ("main.cpp" if program else "main.py")
        path.write_text(code)
        done = subprocess.run(
            [*(program or [sys.executable]), path], cwd=tmp_path, env=os.environ, capture_output=True, timeout=60
        )
        return (done.stdout + done.stderr).decode(errors="replace")

    return bare


class Asked:
    task, text, system = "proposal_solutions", "", ""


@pytest.mark.parametrize(("order", "secret"), [("environment", "the environment"), ("files", "the settings")])
def test_a_secret_that_a_program_reads_is_seen(order, secret, bare, secrets):
    code = ORDERS[order](Asked)["slow"]["source"]
    with pytest.raises(AssertionError, match=secret):
        canaries.refuse_secrets(bare(code).replace("\\'", "'"), secrets)


def test_a_secret_that_a_compiler_reads_is_seen(bare, secrets):
    said = bare(INCLUDES.replace("{{", "{").replace("}}", "}"), "g++", "-fsyntax-only")
    with pytest.raises(AssertionError, match="a secret"):
        canaries.refuse_secrets(said, secrets)


def test_a_connection_is_seen(bare, canary):
    bare(CONNECTS)
    with pytest.raises(AssertionError, match="a connection"):
        canaries.look_at_machine(canary)
    canary.hits.clear()


def test_a_file_is_seen(bare, canary, tmp_path):
    bare(WRITES.replace("{{var}}", "{var}"))
    with pytest.raises(AssertionError, match="a file"):
        canaries.look_at_machine(canary, site.VAR)
    for folder in (*canaries.FOLDERS_OF_THE_HOST, site.VAR):
        (Path(folder) / CANARY).unlink(missing_ok=True)
