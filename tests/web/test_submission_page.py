import re

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from judge import events, jobs
from judge.models import Job, Problem, Submission
from judge.verdict import Verdict
from tests.factories import make_problem, publish, submit
from tests.web.conftest import judged, wrong


def page(client, submission, **query):
    response = client.get(f"/submissions/{submission.pk}/", query)
    assert response.status_code == 200
    return response.text


def panel(text, name):
    found = re.search(rf'<pre id="{name}"[^>]*>(.*?)</pre>', text, re.DOTALL)
    return found and found[1]


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_it_is_for_its_author_and_staff(client, published, alice, bob, charlie, dave):
    submission = judged(published, charlie)
    status = {}
    for user in (alice, bob, charlie, dave):
        client.force_login(user)
        status[user.username] = client.get(f"/submissions/{submission.pk}/").status_code
    client.logout()

    assert status == {"alice": 404, "bob": 404, "charlie": 200, "dave": 200}
    assert client.get(f"/submissions/{submission.pk}/").url == f"/login/?next=/submissions/{submission.pk}/"


def test_accepted(as_charlie, published, charlie):
    text = page(as_charlie, judged(published, charlie))

    assert "✓ Accepted on all 4 tests" in words(text)
    assert "0.012 s of 1 s" in words(text) and "3 MiB of 256 MiB" in words(text)
    assert 'id="answer"' not in text


def test_the_headline_is_the_first_failing_test_and_the_answer_the_smallest(as_charlie, published, charlie):
    text = page(as_charlie, judged(published, charlie, {2: wrong(b"31\n"), 3: wrong(b"1\n")}))

    assert "✕ Wrong answer on test 2 of 4" in words(text)
    assert "The smallest test that fails test 3, wrong answer: a value differs" in words(text)
    assert panel(text, "input") == "-5 5\n"
    assert panel(text, "output") == '<mark class="wrong" id="wrong">1</mark><i class="ws">⏎</i>\n'
    assert panel(text, "expected") == '<mark class="right" id="right">0</mark><i class="ws">⏎</i>\n'


def test_another_test_can_be_looked_at(as_charlie, published, charlie):
    submission = judged(published, charlie, {2: wrong(b"31\n"), 3: wrong(b"1\n")})

    assert panel(page(as_charlie, submission, test="2"), "input") == "10 20\n"
    passed = page(as_charlie, submission, test="1")
    assert panel(passed, "input") == "1 2\n" and "it wasn’t kept" in words(passed)
    for odd in ("0", "5", "x", "-1", "99999999999999999999999", "9" * 5000):
        assert panel(page(as_charlie, submission, test=odd), "input") == "-5 5\n"


def test_what_the_program_and_the_checker_said(as_charlie, published, charlie):
    submission = judged(published, charlie, {1: wrong(b"4\n", stderr=b"a = <1>\n", message=b"expected 3, found 4")})
    text = page(as_charlie, submission)

    assert "expected 3, found 4" in words(text)
    assert "Your standard error a = &lt;1&gt;" in words(text)


def test_nothing_printed(as_charlie, published, charlie):
    text = page(as_charlie, judged(published, charlie, {1: wrong(b"")}))

    assert "wrong answer: nothing was printed" in words(text)
    assert "ends here" in panel(text, "output") and "Nothing at all." in text


def test_odd_bytes_are_made_visible(as_charlie, published, charlie):
    text = page(as_charlie, judged(published, charlie, {1: wrong(b"3 \t4\r\n\xff\x00<b>\n")}))

    assert panel(text, "output") == (
        '3<i class="ws">·</i><i class="ws">→</i>\t<mark class="wrong" id="wrong">4</mark>'
        '<i class="ws odd">\\r</i><i class="ws">⏎</i>\n'
        '<i class="ws odd">\\xff\\x00</i>&lt;b&gt;<i class="ws">⏎</i>\n'
    )


def test_at_most_64_kib_of_each_are_sent_and_the_cut_is_said(as_charlie, sums, charlie):
    publish(sums, tests=[(b"7" * 100_000, b"8" * 100_000)])
    text = page(as_charlie, judged(sums, charlie, {1: wrong(b"8" * 200_000)}))

    assert len(panel(text, "input")) == len(panel(text, "output")) == len(panel(text, "expected")) == 65536
    assert words(text).count("Download the first 64 KiB of 97.7 KiB") == 2
    assert "Your output first 64 KiB of 195.3 KiB" in words(text)
    assert "lies behind the part that is shown" in words(text)
    assert "Copy input" not in text


@pytest.mark.parametrize(
    ("failing", "headline", "said"),
    [
        ({"verdict": Verdict.TIME_LIMIT}, "T Time limit exceeded on test 2 of 4", "test 2, time limit exceeded"),
        ({"verdict": Verdict.RUNTIME_ERROR, "stderr": b"boom"}, "R Runtime error on test 2 of 4", "boom"),
        ({"verdict": Verdict.MEMORY_LIMIT}, "M Memory limit exceeded on test 2 of 4", "memory limit exceeded"),
        ({"verdict": Verdict.OUTPUT_LIMIT, "output": b"x"}, "O Output limit exceeded on test 2 of 4", "output limit"),
    ],
)
def test_other_ways_to_fail(as_charlie, published, charlie, failing, headline, said):
    text = words(page(as_charlie, judged(published, charlie, {2: failing})))

    assert headline in text and said in text


def test_a_compile_error_shows_the_compilers_words_and_the_code(as_charlie, published, charlie):
    submission = judged(published, charlie, compiled=False, compiler=b"main.c:1: error: <expected>", source="int x")
    text = page(as_charlie, submission)

    assert "main.c:1: error: &lt;expected&gt;" in text
    assert '<details class="source" open>' in text
    assert 'id="strip"' not in text


def test_code_does_not_read_in_another_order_than_it_runs(as_charlie, published, charlie):
    text = page(as_charlie, judged(published, charlie, source="x = 1 # \u202e\u2066 0 = x\n"))

    assert "x = 1 # \\u202e\\u2066 0 = x" in words(text) and "\u202e" not in text


def test_a_judge_error_is_ours(as_charlie, published, charlie):
    submission = submit(published, charlie)
    Submission.objects.filter(pk=submission.pk).give_up()

    text = words(page(as_charlie, submission))
    assert "The fault is ours" in text and "doesn’t count against the day’s submissions" in text


BROKEN = {"verdict": Verdict.JUDGE_ERROR, "output": b"canary\n", "message": b"exit code 1: IndexError"}


def test_a_checker_that_broke_is_the_problems_and_its_people_see_how(client, published, alice, bob, charlie, dave):
    seen = {}
    for author, viewer in [(charlie, charlie), (charlie, dave), (alice, alice), (bob, bob)]:
        client.force_login(viewer)
        seen[viewer.username] = page(client, judged(published, author, {2: BROKEN, 3: wrong(b"1\n")}))

    for text in seen.values():
        assert "? Judge error on test 2 of 4" in words(text) and "own checker broke on" in words(text)
        assert "submit it again" not in text and "The fault is ours" not in text
    for name in ("dave", "alice", "bob"):
        assert panel(seen[name], "input") == "10 20\n" and "IndexError" in seen[name]
    assert panel(seen["charlie"], "input") is None and "IndexError" not in seen["charlie"]
    assert "broke on your output" in words(seen["charlie"]) and "broke on this output" in words(seen["dave"])


def test_of_many_tests_on_which_the_checker_broke_one_is_shown_whose_words_are_kept(as_dave, sums, charlie):
    publish(sums, tests=[(bytes([55] * size), b"1\n") for size in (9, 1, 2, 3)])

    assert "IndexError" in page(as_dave, judged(sums, charlie, dict.fromkeys((1, 2, 3, 4), BROKEN)))


def test_how_the_checker_broke_on_another_test_is_not_for_solvers(client, published, charlie, dave):
    submission = judged(published, charlie, {1: wrong(b"4\n"), 2: BROKEN})
    client.force_login(charlie)
    assert "IndexError" not in page(client, submission, test="2")
    client.force_login(dave)
    assert "IndexError" in page(client, submission, test="2")


def test_a_failed_attempt_is_tried_again(as_charlie, published, charlie):
    submission = submit(published, charlie)
    Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk, attempt=1)

    assert "next in the queue: an attempt failed; it is tried again" in words(page(as_charlie, submission))


def test_what_is_judged_again_shows_nothing_of_what_was(
    as_charlie, published, charlie, django_capture_on_commit_callbacks
):
    """By a job of its own, whose fences begin anew."""
    submission = submit(published, charlie, verdict=Verdict.JUDGE_ERROR)
    Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk, state="done", fence=2)
    events.publish(submission.topic, fence=2, test=1, verdict="WA", cpu_ms=1)
    events.publish(submission.topic, fence=2, state="judged")

    with django_capture_on_commit_callbacks(execute=True):
        jobs.judge_again(submission)
    assert "Test 1: no result" in page(as_charlie, submission)
    events.publish(submission.topic, fence=1, test=2, verdict="AC", cpu_ms=1)
    assert "Test 2: Accepted" in page(as_charlie, submission)


def test_judging_that_stopped_early_says_so(as_charlie, sums, charlie):
    publish(sums, tests=[(b"1\n", b"1\n"), (b"2\n", b"2\n")], stops_early=True)
    submission = judged(sums, charlie, {1: wrong(b"2\n")})
    submission.results = {name: column[:1] for name, column in submission.results.items() if name != "v"}
    submission.save()

    assert "Judging stopped at the first failing test" in words(page(as_charlie, submission))


# What a problem's authors keep to themselves


def hide(problem, visibility):
    Problem.objects.update(visibility=visibility)
    problem.refresh_from_db()


SECRET = {4: wrong(b"canary-output\n", stderr=b"canary-stderr", message=b"canary-message")}


@pytest.mark.parametrize(("visibility", "number", "is_seen"), [
    ("all", 4, True), ("small", 4, False), ("samples", 4, False),
    ("all", 3, True), ("small", 3, True), ("samples", 3, False),
    ("small", 1, True), ("samples", 1, True),
])  # fmt: skip
def test_visibility(as_charlie, published, charlie, visibility, number, is_seen):
    hide(published, visibility)
    submission = judged(published, charlie, {number: SECRET[4]})
    text = page(as_charlie, submission)

    assert (panel(text, "input") is not None) == is_seen
    assert ("canary" in text) == is_seen


def test_of_a_hidden_test_sizes_and_kind_are_told(as_charlie, published, charlie):
    hide(published, "samples")
    text = words(page(as_charlie, judged(published, charlie, SECRET)))

    assert "Test 4 hidden, wrong answer: a value differs" in text
    assert "Its input has 2,004 bytes, the expected output 3 bytes, yours 14 bytes." in text


def test_the_smallest_visible_test_is_shown_before_a_smaller_hidden_one(as_charlie, published, charlie):
    hide(published, "samples")
    text = page(as_charlie, judged(published, charlie, {1: wrong(b"4\n"), 3: wrong(b"1\n")}))

    assert panel(text, "input") == "1 2\n"


def test_staff_and_the_problems_people_see_everything(client, published, alice, bob, charlie, dave):
    hide(published, "samples")
    for author, viewer in [(alice, alice), (bob, bob), (charlie, dave)]:
        client.force_login(viewer)
        assert "canary-output" in page(client, judged(published, author, SECRET))


# A custom checker


def test_with_a_custom_checker_no_difference_is_marked(as_charlie, sums, charlie):
    publish(sums, tests=[(b"1\n", b"1\n")], checker={"kind": "program", "path": "check.py", "args": []})
    text = page(as_charlie, judged(sums, charlie, {1: wrong(b"2\n", message=b"not a prime")}))

    assert "<mark" not in text
    assert "The checker said not a prime" in words(text)
    assert "another output than the expected one may be right too" in words(text)


def test_how_the_program_ended_is_not_the_checkers_word(as_charlie, sums, charlie):
    publish(sums, tests=[(b"1\n", b"1\n")], checker={"kind": "program", "path": "check.py", "args": []})
    crash = {"verdict": Verdict.RUNTIME_ERROR, "message": b"The program ended with exit code 3."}
    text = words(page(as_charlie, judged(sums, charlie, {1: crash})))

    assert "ended with exit code 3" in text and "The checker said" not in text


# Before the verdict


def test_its_place_in_the_queue(as_charlie, published, charlie):
    for author in (charlie, charlie):
        submission = submit(published, author)
        Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk)
    text = page(as_charlie, submission)

    assert "Queued 2nd in the queue" in words(text)
    assert f'sse-connect="/submissions/{submission.pk}/stream?after=0"' in text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text


def test_a_judged_page_connects_to_nothing_and_looks_now_and_then(as_charlie, published, charlie):
    submission = judged(published, charlie)
    text = page(as_charlie, submission)

    assert "sse-connect" not in text and text.count("hx-get") == 1 and "http-equiv" not in text
    [news] = re.findall(r'hx-get="(/submissions/\d+/news\?seen=[^"]+)" hx-trigger="every 60s', text)
    assert as_charlie.get(news).status_code == 204
    Submission.objects.update(verdict=Verdict.RUNTIME_ERROR)
    assert b'id="main"' in as_charlie.get(news).content


def test_without_redis_it_shows_the_row_and_looks_again(as_charlie, published, charlie, settings, monkeypatch):
    submission = submit(published, charlie)
    Job.objects.create(kind="run_submission", queue="execution", subject=submission.pk, state="running")
    monkeypatch.setattr("judge.events.stream.connection", no_redis)
    text = page(as_charlie, submission)

    assert "◌ Running" in text and "Progress is unavailable." in words(text)
    assert 'hx-trigger="every 3s"' in text and "sse-connect" not in text


def no_redis():
    return Redis(unix_socket_path="/nonexistent/redis.sock", retry=Retry(NoBackoff(), 0))


def test_a_problem_with_other_tests_by_now_changes_nothing(as_charlie, published, charlie):
    submission = judged(published, charlie, {2: wrong(b"31\n")})
    publish(published, tests=[(b"9 9\n", b"18\n")])

    assert panel(page(as_charlie, submission), "input") == "10 20\n"


def test_a_thousand_tests_are_a_thousand_cells(as_charlie, charlie, db):
    many = make_problem("many")
    publish(many, tests=[(b"1\n", b"1\n")] * 1000)

    assert page(as_charlie, judged(many, charlie)).count('<li id="test-') == 1000
