"""The readiness list: what is open, what is not known, what would be better; and the job that finds it out."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from judge import blobs, drafting, jobs, trials, verification
from judge.models import Collaborator, Job, Trial
from judge.readiness import Readiness
from tests.workshop.conftest import WRONG
from tests.workshop.programs import ADD, program, solution
from tests.workshop.rows import answered, by_hand, fresh

PAGE = "/workshop/sums/"


def words(items):
    return " ".join(item.words for item in items)


def readiness(problem):
    problem = fresh(problem)
    return Readiness(problem, problem.draft)


@pytest.mark.django_db(transaction=True)
class TestTheList:
    def test_a_new_problem_lacks_everything(self, sums):
        found = words(readiness(sums).blocking)

        for said in ("statement has no text", "as the reference", "There are no tests"):
            assert said in found

    def test_what_nobody_has_run_is_unknown_and_blocks(self, whole):
        found = readiness(whole)

        assert {item.job for item in found.blocking} == {"verify", "check"}
        assert not found.is_ready and all(item.state == "unknown" for item in found.blocking)

    def test_it_is_ready_when_all_is_known(self, ready):
        found = readiness(ready)

        assert (found.blocking, found.is_ready) == ([], True)
        assert "The reference, add.py, passes every test" in words(found.done)

    def test_advice_blocks_nothing(self, ready):
        found = words(readiness(ready).advice)

        for said in ("Korean is missing", "no tags", "no validator", "Only one solution is right"):
            assert said in found

    def test_a_wrong_solution_that_passes_is_named(self, whole, write):
        write(solution("subtract.py", ADD, expected=["WA"]))
        jobs.verify_draft.function(whole.pk)

        assert "subtract.py should get WA, and gets AC" in words(readiness(whole).blocking)

    def test_a_reference_that_fails_is_named(self, whole, write):
        drafting.save(whole, None, "programs/add.py", solution("add.py", WRONG, reference=True), None)
        jobs.verify_draft.function(whole.pk)

        assert "The reference, add.py, gets “Wrong answer”" in words(readiness(whole).blocking)

    def test_another_limit_makes_verdicts_and_answers_unknown(self, ready, alice):
        drafting.save(ready, alice, "limits", drafting.LIMITS | {"time": 3.0}, None)

        found = readiness(ready)
        assert {item.job for item in found.blocking} == {"verify", "outputs"}

    def test_a_validator_that_is_added_has_to_be_asked(self, ready, write):
        write(program("validator", "valid.py", b"import sys\nsys.exit(42)\n"))

        assert "2 inputs of 2: not validated" in words(readiness(ready).blocking)

    def test_a_sample_without_an_answer_blocks(self, ready, write):
        write(tests=[by_hand(b"1 1\n", sample=1)])

        assert "A sample has no answer yet" in words(readiness(ready).blocking)

    def test_no_sample_blocks(self, ready, write):
        write(tests=[answered(ready, b"1 1\n", b"2\n")])

        assert "No test is a sample" in words(readiness(ready).blocking)

    def test_a_program_that_fails_its_own_test_blocks(self, ready, write):
        test = {"input": blobs.put(b"x"), "answer": None, "output": None, "accepts": False, "name": ""}
        write(program("validator", "valid.py", b"import sys\nsys.exit(42)\n", tests=[test]))
        jobs.check_programs.function(ready.pk)

        assert "valid.py fails 1 of its own 1 test" in words(readiness(ready).blocking)

    def test_a_program_that_does_not_compile_blocks(self, ready, write):
        write(solution("bad.cpp", b"int main() { return x; }\n", language="cpp"))
        jobs.check_programs.function(ready.pk)

        assert "bad.cpp doesn’t compile" in words(readiness(ready).blocking)

    def test_a_language_that_is_not_here_is_named(self, ready, write):
        write(solution("old.cob", b"", language="cobol"))

        assert "cobol isn’t installed here, so old.cob can’t be run" in words(readiness(ready).blocking)

    def test_limits_out_of_bounds_block(self, ready, alice):
        drafting.save(ready, alice, "limits", drafting.LIMITS | {"time": 0, "memory": 5}, None)

        assert "the time limit is 0 s" in words(readiness(ready).blocking)

    def test_a_slow_right_solution_is_told(self, ready):
        Trial.objects.filter(verdict="AC").update(cpu_ms=700)

        assert "takes 0.70 s of 1 s" in words(readiness(ready).advice)

    def test_how_strong_the_tests_are_is_measured_by_an_invocation_of_this_state(self, ready, alice, write):
        assert "isn’t measured" in words(readiness(ready).advice)
        problem = fresh(ready)
        jobs.invoke.function(jobs.begin_invocation(problem, problem.draft, alice).pk)
        assert "isn’t measured" not in words(readiness(ready).advice)
        write(solution("more.py", WRONG + b"\n", expected=["WA"]))

        assert "isn’t measured" in words(readiness(ready).advice)

    def test_a_generator_that_nothing_uses_is_told(self, ready, write):
        write(program("generator", "gen.py", b"print(1)\n"))

        assert "No line uses the generator gen.py" in words(readiness(ready).advice)


@pytest.mark.django_db(transaction=True)
class TestRunningTheSolutions:
    def test_nothing_is_run_twice(self, ready, monkeypatch):
        ran = []
        monkeypatch.setattr(verification, "verified", lambda version, program: ran.append(program["path"]))
        jobs.verify_draft.function(ready.pk)

        assert ran == []

    def test_only_what_changed_is_run(self, ready, write, monkeypatch):
        ran, original = [], verification.verified
        monkeypatch.setattr(verification, "verified", lambda v, p: ran.append(p["path"]) or original(v, p))
        write(solution("more.py", WRONG + b"\n", expected=["WA"]))
        jobs.verify_draft.function(ready.pk)

        assert ran == ["more.py"]

    def test_what_is_changed_back_is_known_still(self, ready, write, alice):
        drafting.save(ready, alice, "limits", drafting.LIMITS | {"time": 3.0}, None)
        drafting.save(ready, alice, "limits", drafting.LIMITS, None)

        assert readiness(ready).is_ready

    def test_without_answers_it_says_why_it_does_not_begin(self, whole, write):
        write(tests=[by_hand(b"1 1\n", sample=1)])

        assert "no answer yet" in trials.lack(fresh(whole).draft)

    def test_two_clicks_are_one_job(self, whole, as_alice):
        as_alice.post(PAGE + "verify")
        as_alice.post(PAGE + "verify")

        assert Job.objects.filter(kind="verify_draft").count() == 1


@pytest.mark.django_db(transaction=True)
class TestThePage:
    def test_it_lists_what_is_to_do_with_links_and_buttons(self, as_alice, whole):
        text = as_alice.get(PAGE).content.decode()

        assert "3 things to do before publishing" in text
        assert "Run every solution" in text and 'href="/workshop/sums/solutions/"' in text

    def test_it_shows_what_each_gets(self, as_alice, ready):
        text = as_alice.get(PAGE).content.decode()

        assert "Ready to be published" in text and 'title="Wrong answer">WA</abbr>' in text

    def test_who_reads_only_has_no_buttons(self, client, charlie, whole):
        Collaborator.objects.create(problem=whole, user=charlie, role="read")
        client.force_login(charlie)

        assert "Run every solution" not in client.get(PAGE).content.decode()
        assert client.post(PAGE + "verify").status_code == 403

    def test_strangers_get_nothing(self, as_charlie, whole):
        assert as_charlie.get(PAGE).status_code == as_charlie.post(PAGE + "verify").status_code == 404

    def test_why_it_failed_stands_there(self, as_alice, whole):
        Job.objects.create(kind="verify_draft", queue="generation", subject=whole.pk, state="dead", reason="no luck")

        assert "Not all were run: no luck" in as_alice.get(PAGE).content.decode()

    def test_it_can_be_cancelled(self, as_alice, whole):
        as_alice.post(PAGE + "verify")
        as_alice.post(PAGE + "verify/cancel")

        assert Job.objects.get(kind="verify_draft").state == "cancelled"

    def test_it_takes_as_many_statements_however_much_there_is(self, as_alice, ready, write):
        few = statements(as_alice, PAGE)
        write(*(solution(f"s{n}.py", ADD + b"#%d" % n) for n in range(20)))
        write(tests=[answered(ready, b"%d 1\n" % n, b"%d\n" % (n + 1), name=f"{n}", sample=1) for n in range(100)])

        assert statements(as_alice, PAGE) == few <= 8


def statements(client, address):
    cache.clear()
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE")) for query in captured.captured_queries)
