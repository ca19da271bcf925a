"""What a model and a page are told of a failing test: that of the smallest that may be seen, and of others nothing.

Everything that only the judge knows holds a canary of its own.
"""

import logging

import pytest
from django.db import transaction

from judge import blobs
from judge.models import Job
from tests.ai.hinted import GOOD, NOWHERE, RIGHT, failed, program, said, written
from tests.factories import publish
from tests.gemini.answers import Fails

pytestmark = pytest.mark.django_db(transaction=True)

ECHO = """import sys
text = sys.stdin.read()
print("printed", text.upper())
print("complained of", text.lower(), file=sys.stderr)
"""
CHECKER = """import sys
feedback = open(sys.argv[3] + "judgemessage.txt", "w")
print("the checker saw", open(sys.argv[1]).read(), file=feedback)
sys.exit(43)
"""
SMALL, LARGE = b"1 2\n", b"1 2 3 4 5 6\n"


def secret(name, size=600):
    """A test too large to be shown, whose every trace can be told: what is printed of it is in another case."""
    return f"Hidden-{name} ".encode() + b"7 " * size + b"\n", f"answer-of-{name}\n".encode()


def problem_with(sums, tests, names=None, visibility="small", samples=(), **fields):
    checker = program(CHECKER, path="check.py") | {"role": "checker", "expected": [], "args": []}
    fields = {
        "programs": [program(RIGHT, path="secret-name-of-a-solution.py"), checker],
        "checker": {"kind": "program", "path": "check.py", "args": []},
        "time_limit": 10,
        "statements": {"en": "<p>Say it.</p>"},
    } | fields
    version = publish(sums, tests=tests, samples=samples, **fields)
    if names:
        version.tests["name"] = names
        with transaction.atomic():
            version.save()
    sums.visibility = visibility
    sums.save()
    return sums


def told(gemini, submission):
    """All that the model was told, and what came of it."""
    gemini.will(said(**NOWHERE))
    run, _ = written(submission)
    (call,) = gemini.calls
    return run, call.system + call.text


def test_it_is_the_smallest_by_its_input_and_of_two_alike_the_first(gemini, sums, charlie):
    tests = [(LARGE, b"x\n"), (b"22 2\n", b"x\n"), (b"33 3\n", b"x\n"), (b"4444 4\n", b"x\n")]
    run, prompt = told(gemini, failed(problem_with(sums, tests, visibility="all"), charlie, ECHO))
    assert run.document["test"] == 2
    assert "22 2" in prompt
    assert not [other for other in ("33 3", "4444 4", "1 2 3 4") if other in prompt]


def test_a_sample_that_fails_is_told_of_though_smaller_hidden_tests_fail(gemini, sums, charlie):
    tests = [(b"%d\n" % number, b"x\n") for number in (7, 8, 9)]
    problem = problem_with(sums, tests, samples=[(LARGE, b"x\n")], visibility="samples")
    run, prompt = told(gemini, failed(problem, charlie, ECHO))
    assert (run.document["test"], "1 2 3 4 5 6" in prompt) == (1, True)


def test_the_smallest_that_may_be_seen_is_told_of_with_all_that_was_said(gemini, sums, charlie):
    problem = problem_with(sums, [secret("first"), (b"Seen 1\n", b"seen-answer\n")])
    _, prompt = told(gemini, failed(problem, charlie, ECHO))
    for known in ("Seen 1", "seen-answer", "printed SEEN 1", "complained of seen 1", "the checker saw Seen 1"):
        assert known in prompt


@pytest.mark.parametrize("seen", [[], [(b"Seen 1\n", b"seen-answer\n")]], ids=["all hidden", "one may be seen"])
def test_of_hidden_tests_the_model_is_told_nothing(gemini, sums, charlie, seen):
    """Not the input, the answer or the name; not what the program, its standard error or the checker made of it; nor
    what a solution's file is called.
    """
    names = [f"name-of-{number}" for number in range(2 + len(seen))]
    problem = problem_with(sums, [secret("first"), secret("second", 700), *seen], names)
    _, prompt = told(gemini, failed(problem, charlie, ECHO))
    prompt = prompt.lower()
    assert "wrong answer" in prompt and ("seen 1" in prompt) == bool(seen)
    for canary in ("hidden-", "answer-of", "7 7 7", "name-of", "secret-name"):
        assert canary not in prompt


def test_what_an_author_notes_in_a_statement_is_not_told(gemini, sums, charlie):
    """Solvers see a statement without its source's comments."""
    notes = {
        "tex": "Say it.\n% the tenth test is Hidden-in-tex\nIt costs 5\\% more.",
        "markdown": "Say it. <!-- Hidden-in-markdown\n --> It costs 5% more.",
    }
    for form, text in notes.items():
        problem = problem_with(sums, [(SMALL, b"x\n")], sources={"en": {"format": form, "text": text}})
        gemini.calls.clear()
        _, prompt = told(gemini, failed(problem, charlie, ECHO))
        assert "Say it." in prompt and "more." in prompt and "Hidden" not in prompt


def test_what_gemini_says_of_the_question_is_for_whoever_runs_the_site(gemini, sums, charlie, caplog, client):
    """It may quote a question that holds a right solution."""
    gemini.will(Fails(400, f"Invalid value: {RIGHT}"))
    run, job = written(failed(problem_with(sums, [(SMALL, b"x\n")]), charlie, ECHO))
    client.force_login(charlie)
    shown = client.get(job.get_absolute_url()).content.decode()
    assert job.state == Job.State.DEAD
    assert "Gemini refuses what it was asked" in shown
    assert not [words for words in (shown, run.failure, job.reason) if "sys.stdin" in words]
    assert "sys.stdin" in caplog.text


def test_the_log_of_a_job_names_no_hidden_data(gemini, sums, charlie, caplog):
    """The model repeats what it can't know; it is refused, and nobody reads it."""
    caplog.set_level(logging.DEBUG)
    gemini.will(*[said([*GOOD[:3], "Try Hidden-number-77777."])] * 2)
    tests = [(b"Hidden-number-77777 " + b"7 " * 600, b"x\n"), (SMALL, b"x\n")]
    run, job = written(failed(problem_with(sums, tests), charlie, ECHO))
    assert (run.document["levels"], len(run.document["refused"])) == ([], 2)
    for words in (str(run.document), job.reason, str(job.log), caplog.text):
        assert "Hidden-number" not in words


def test_blobs_of_hidden_tests_are_in_evidence_all_the_same(sums, charlie):
    """So the canaries above are really there to be told: a problem's authors see them."""
    submission = failed(problem_with(sums, [secret("first")]), charlie, ECHO)
    (kept,) = submission.evidence
    found = b"".join(blobs.read(kept[side]) for side in ("output", "stderr", "message"))
    assert b"HIDDEN-FIRST" in found and b"hidden-first" in found and b"saw Hidden-first" in found
