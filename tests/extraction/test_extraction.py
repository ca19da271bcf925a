"""A page becomes a problem: read once, its solution run on its samples, mended, and marked where that didn't help."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from judge import blobs, extraction, jobs, queue
from judge.gemini import AiError
from judge.models import AiRun, Job, Problem
from judge.testsets import rows
from tests.gemini.answers import Fails, quota, truncated, wrong_key
from tests.gemini.scripts import FOLDER
from tests.workshop.rows import fresh


def answer(problem, task="extraction"):
    return json.loads((FOLDER / problem / f"{task}.json").read_text())


def test_a_page_is_read_and_its_solution_proven(site, gemini, read):
    run = read({"url": site.url("/lanterns")})

    said = run.document["reading"]
    assert run.failure == "" and gemini.count() == 1
    assert said["title"] == "Lanterns of the Old Pier" and "$h_i$" in said["statement"]
    assert run.document["rehearsal"] == {"state": "right", "failures": [], "strangers": []}
    assert [(bound["variable"], bound["low"], bound["high"]) for bound in said["bounds"]] == [
        ("n", "1", "200000"),
        ("h_i", "1", "999999999"),
    ]
    assert said["samples"][1] == {"input": "3\n4 4 4\n", "output": "0\n"}  # as the page has it


def test_the_ai_reads_the_page_and_not_what_stands_around_it(site, gemini, read):
    read({"url": site.url("/lanterns")})
    (call,) = gemini.calls
    assert "5\n1 3 2 2 5" in call.text and r"$1 \le h_i < 10^9$" in call.text and "2 seconds" in call.text
    assert "THAT-NOBODY-READS" not in call.text and "<div" not in call.text


def test_a_solution_that_fails_a_sample_goes_back_with_the_difference(site, gemini, read):
    run = read({"url": site.url("/ferries")})

    assert [call.task for call in gemini.calls] == ["extraction", "extraction_repair"]
    told = gemini.calls[1].text
    assert "7 3" in told and "Right output:\n3" in told and "Printed:\n2" in told
    assert run.document["rehearsal"]["state"] == "right"
    assert "-(-n // c)" in run.document["reading"]["solution"]["code"]
    assert run.document["reading"]["language"] == "ko" and "나룻배" in run.document["reading"]["statement"]
    assert [bound["high"] for bound in run.document["reading"]["bounds"]] == [str(10**18), str(10**9)]


def test_what_still_fails_after_three_rounds_is_kept_and_marked(site, gemini, read, alice):
    run = read({"url": site.url("/beads")})

    assert [call.task for call in gemini.calls] == ["extraction", "extraction_repair", "extraction_repair"]
    assert run.failure == "" and run.document["rehearsal"]["state"] == "wrong"
    draft = extraction.begin(run, alice).draft
    (program,) = draft.programs("solution")
    assert not draft.reference and program["expected"] == [] and program["path"].endswith("unproven.py")
    assert draft.document["brought"]["rehearsal"] == "wrong"


def test_only_the_first_three_failures_go_back(site, gemini, read):
    said = answer("lanterns")
    said["samples"] = [{"input": "5\n1 3 2 2 5", "output": "2"}] * 6
    said["solution"]["code"] = "print(17)"
    gemini.will(said, task="extraction")
    gemini.will({"samples": said["samples"][:1], "solution": answer("lanterns")["solution"]}, task="extraction_repair")
    run = read({"url": site.url("/lanterns")})
    assert gemini.calls[1].text.count("Printed:") == 3 and run.document["rehearsal"]["state"] == "right"


def test_a_sample_that_the_page_does_not_have_goes_back_too(site, gemini, read):
    said = answer("lanterns")
    said["samples"].append({"input": "1\n7", "output": "1"})
    gemini.will(said, task="extraction")
    gemini.will({"samples": said["samples"][:2], "solution": said["solution"]}, task="extraction_repair")
    run = read({"url": site.url("/lanterns")})
    assert "Sample 3 doesn’t stand in the material" in gemini.calls[1].text
    assert run.document["rehearsal"]["strangers"] == [] and len(run.document["reading"]["samples"]) == 2


def test_a_draft_begins_with_what_was_read(site, read, alice):
    run = read({"url": site.url("/lanterns")})

    problem = extraction.begin(run, alice)

    document = problem.draft.document
    assert problem.owner == alice and problem.state == Problem.State.DRAFT and problem.current is None
    assert document["limits"] | {"time": 2.0, "memory": 128 * 2**20} == document["limits"]
    assert document["details"]["tags"] == ["implementation", "arrays"] and document["details"]["difficulty"] == 2
    text = document["statements"]["en"]["text"]
    assert "## Constraints\n\n- $1 \\le n \\le 2 \\cdot 10^5$" in text
    assert problem.draft.reference["path"] == "submissions/reference.py"
    assert document["brought"]["from"] == site.url("/lanterns") and document["brought"]["checked_by"] == ""
    tests = rows(problem.draft.columns)
    assert [(blobs.read(row.input), blobs.read(row.answer), row.sample) for row in tests] == [
        (b"5\n1 3 2 2 5\n", b"2\n", 1),
        (b"3\n4 4 4\n", b"0\n", 1),
    ]


def test_a_draft_is_begun_once(site, read, alice):
    run = read({"url": site.url("/lanterns")})
    assert extraction.begin(run, alice) == extraction.begin(run, alice)
    assert Problem.objects.count() == 1


def test_who_has_compared_it_takes_the_mark_away(site, read, alice):
    problem = extraction.begin(read({"url": site.url("/lanterns")}), alice)
    extraction.check(problem, alice)
    assert fresh(problem).draft.document["brought"]["checked_by"] == "alice"


# Known already


def test_what_was_read_within_the_hour_is_there_at_once(site, gemini, read, alice, charlie, django_assert_num_queries):
    read({"url": site.url("/lanterns")})
    with django_assert_num_queries(1):
        run = jobs.begin_extraction({"url": site.url("/lanterns/?utm_source=mail#top")}, charlie)
    assert run.is_finished and run.document["reading"]["title"] == "Lanterns of the Old Pier"
    assert gemini.count() == 1 and Job.objects.count() == 1 and site.asked == ["/lanterns"]
    assert extraction.begin(run, charlie).owner == charlie


def test_two_who_ask_at_once_wait_for_one_call(site, gemini, alice, charlie, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        first = jobs.begin_extraction({"url": site.url("/lanterns")}, alice)
        second = jobs.begin_extraction({"url": site.url("/lanterns?fbclid=1")}, charlie)
    jobs.extract_problem.function(first.pk)
    second.refresh_from_db()
    assert Job.objects.count() == 1 and gemini.count() == 1
    assert second.document["like"] == first.pk


def test_a_text_is_known_by_what_it_says_and_another_is_another(site, gemini, read):
    text = "Beads on a thread. " + "The longest run of equal beads. " * 10
    read({"url": "", "text": text})
    calls = gemini.count()
    read({"url": "", "text": text})
    assert gemini.count() == calls and site.asked == []
    read({"url": "", "text": f"{text}!"})
    assert gemini.count() > calls


@pytest.mark.parametrize("name", ["lanterns", "beads"])
def test_a_job_takes_two_statements_whatever_the_rounds(site, gemini, alice, name, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        run = jobs.begin_extraction({"url": site.url(f"/{name}")}, alice)
    with CaptureQueriesContext(connection) as done:
        jobs.extract_problem.function(run.pk)
    assert len([each for each in done if "SAVEPOINT" not in each["sql"]]) == 2


# What can't be had


def test_a_refused_page_is_a_result_and_keeps_what_was_asked(site, gemini, read):
    url = site.put("/closed", "<title>Just a moment...</title>", status=403)
    run = read({"url": url})
    assert "403" in run.failure and run.document["is_closed"] and run.document["asked"] == {"url": url}
    assert gemini.count() == 0 and run.finished


def test_a_page_that_only_scripts_write_is_refused(site, gemini, read):
    run = read({"url": site.put("/empty", "<div id=root></div><script>render()</script>")})
    assert "scripts" in run.failure and gemini.count() == 0


def test_a_refusal_is_not_remembered(site, gemini, read):
    url = site.put("/lanterns2", "busy", status=503)
    assert read({"url": url}).failure
    site.put("/lanterns2", (site.replies["/lanterns"]).body)
    assert read({"url": url}).failure == ""


@pytest.mark.parametrize("fails", [wrong_key(), Fails(400), truncated(answer("lanterns"))])
def test_an_ai_that_does_not_answer_is_said_in_words(site, gemini, read, fails):
    gemini.will(fails, task="extraction")
    run = read({"url": site.url("/lanterns")})
    assert run.failure.endswith(".") and run.finished and not run.document.get("is_closed")


def test_what_may_pass_is_left_to_the_queue(site, gemini, read, monkeypatch):
    monkeypatch.setattr("judge.gemini.retrying.sleep", lambda seconds: None)
    gemini.will(*[quota(0.01)] * 3, task="extraction")
    with pytest.raises(AiError):
        read({"url": site.url("/lanterns")})
    assert not AiRun.objects.get().is_finished


def test_nothing_that_is_no_problem_becomes_one(site, gemini, read):
    gemini.will(answer("lanterns") | {"is_problem": False}, task="extraction")
    run = read({"url": site.url("/lanterns")})
    assert "No programming problem" in run.failure


def test_a_repair_that_fails_leaves_what_there_was(site, gemini, read):
    gemini.will(Fails(400), task="extraction_repair")
    run = read({"url": site.url("/ferries")})
    assert run.failure == "" and run.document["rehearsal"]["state"] == "wrong"
    assert "not tried again" in run.document["warnings"][0]


def test_what_was_cut_short_is_nobody_elses(site, gemini, read, charlie):
    """By one person's budget, say: whoever has some left is read the page to the end."""
    gemini.will(Fails(400), task="extraction_repair")
    first = read({"url": site.url("/ferries")})
    assert first.document["rehearsal"]["state"] == "wrong" and "not tried again" in first.document["warnings"][-1]
    second = read({"url": site.url("/ferries")}, by=charlie)
    assert second.document["rehearsal"]["state"] == "right"


def test_a_cancelled_run_says_so(site, gemini, alice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        run = jobs.begin_extraction({"url": site.url("/lanterns")}, alice)
        queue.cancel(Job.objects.get())
    run.refresh_from_db()
    assert run.finished and run.failure
