"""Whether programs compile, and what they answer to their own tests: in the sandbox, once for the same content."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connections, transaction
from django.db.models.functions import Now
from django.test import AsyncClient
from django.urls import reverse

from judge import blobs, drafting, events, jobs, program_checks, unit_tests
from judge.models import Job, Problem, ProgramCheck
from tests.workshop.programs import ADD, program, solution

POSITIVE = b"import sys\nn = int(input())\nprint('n is', n)\nsys.exit(42 if n > 0 else 43)\n"
EXACT = b"""import sys
_, answer, feedback = sys.argv[1:4]
said = sys.stdin.read()
open(feedback + "judgemessage.txt", "w").write("said " + said)
if said == "crash\\n":
    sys.exit(7)
sys.exit(42 if said == open(answer).read() else 43)
"""


def fresh(problem):
    return Problem.objects.with_draft("author").select_related("owner").get(pk=problem.pk)


def keep(problem, *programs):
    for found in programs:
        drafting.save(problem, None, f"programs/{found['path']}", found, None, found["files"].values())


def check(problem):
    jobs.check_programs(problem.pk)


def said_of(problem, path):
    document = fresh(problem).draft.document
    found = fresh(problem).draft.program(path)
    known = program_checks.known(problem, program_checks.is_asked(document))
    compiled = known.get(program_checks.digest(found)) if found else None
    tests = [known.get(test.key) for test in program_checks.tests_of(document, found)]
    return compiled, [(check.answer, check.words) if check else None for check in tests]


@pytest.mark.django_db(transaction=True)
class TestCompiling:
    def test_each_program_is_compiled_and_the_compilers_words_are_kept(self, sums):
        keep(sums, solution("good.py"), solution("bad.cpp", b"int main() { return x; }\n", language="cpp"))
        check(sums)

        assert said_of(sums, "good.py")[0].answer == "compiles"
        assert said_of(sums, "bad.cpp")[0].answer == "fails"
        assert "was not declared in this scope" in said_of(sums, "bad.cpp")[0].words

    def test_nothing_is_compiled_twice(self, sums, monkeypatch):
        keep(sums, solution("good.py"))
        check(sums)
        monkeypatch.setattr(program_checks, "compiled", None)
        keep(
            sums,
            solution("same.py") | {"files": {"good.py": blobs.put(ADD)}},
        )
        check(sums)

        assert ProgramCheck.objects.count() == 1

    def test_a_language_that_isnt_here_is_left_alone(self, sums, as_alice):
        keep(sums, solution("good.zz", language="klingon"))
        check(sums)

        assert not ProgramCheck.objects.exists()
        assert b"is not installed here" in as_alice.get(reverse("workshop-solutions", args=["sums"])).content


@pytest.mark.django_db(transaction=True)
class TestAsking:
    def test_a_validator_answers_its_inputs(self, sums, alice):
        keep(sums, program("validator", "v.py", POSITIVE))
        for text, accepts in (("1\n", True), ("-1\n", False), ("0\n", True), ("x\n", False)):
            unit_tests.add(sums, alice, "v.py", input=text, accepts=accepts)
        check(sums)

        answers = said_of(sums, "v.py")[1]
        assert [answer for answer, _ in answers] == ["accepts", "rejects", "rejects", "rejects"]
        assert answers[1][1] == "n is -1" and answers[3][1].startswith("exits with 1: Traceback")

    def test_a_validator_that_never_ends_answers_neither(self, sums, alice, monkeypatch):
        monkeypatch.setattr(program_checks, "LIMITS", program_checks.replace(program_checks.LIMITS, cpu=0.3, wall=2))
        keep(sums, program("validator", "v.py", b"while True: pass\n"))
        unit_tests.add(sums, alice, "v.py", input="1\n", accepts=False)
        check(sums)

        assert said_of(sums, "v.py")[1][0] == ("broken", "it hit its cpu limit")

    def test_arguments_change_the_answer(self, sums, alice):
        source = b"import sys\nsys.exit(42 if int(input()) <= int(sys.argv[1]) else 43)\n"
        keep(sums, program("validator", "v.py", source, args=["10"]))
        unit_tests.add(sums, alice, "v.py", input="50\n", accepts=True)
        check(sums)
        first = said_of(sums, "v.py")[1]
        found = fresh(sums).draft.program("v.py") | {"args": ["100"]}
        drafting.save(sums, alice, "programs/v.py", found, None)
        check(sums)

        assert (first[0][0], said_of(sums, "v.py")[1][0][0]) == ("rejects", "accepts")

    def test_a_checker_answers_outputs_in_its_own_words(self, sums, alice):
        keep(sums, program("checker", "c.py", EXACT))
        for output, accepts in (("3\n", True), ("4\n", False), ("crash\n", False)):
            unit_tests.add(sums, alice, "c.py", input="1 2\n", answer="3\n", output=output, accepts=accepts)
        check(sums)

        right, wrong, crash = said_of(sums, "c.py")[1]
        assert (right, wrong) == (("accepts", "said 3"), ("rejects", "said 4"))
        assert crash[0] == "broken" and "exited with 7, which is no verdict" in crash[1]

    def test_a_standard_comparison_has_tests_too(self, sums, alice):
        for output, accepts in (("3.0001\n", True), ("4\n", False)):
            unit_tests.add(sums, alice, "checker", input="1 2\n", answer="3\n", output=output, accepts=accepts)
        drafting.change(
            sums,
            alice,
            lambda draft: draft.document | {"checker": draft.document["checker"] | {"flags": {"absolute": 0.01}}},
        )
        check(sums)

        document = fresh(sums).draft.document
        known = program_checks.known(sums, program_checks.is_asked(document))
        assert all(test.agrees(known[test.key]) for test in program_checks.tests_of(document, None))

    def test_what_does_not_compile_is_not_asked(self, sums, alice):
        keep(sums, program("validator", "v.py", b"x =\n"))
        unit_tests.add(sums, alice, "v.py", input="1\n", accepts=True)
        check(sums)

        assert said_of(sums, "v.py")[1] == [None]

    def test_answers_that_nothing_asks_for_go_after_a_while(self, sums, alice):
        keep(sums, program("validator", "v.py", POSITIVE))
        check(sums)
        drafting.save(sums, alice, "programs/v.py", None, None)
        check(sums)
        assert ProgramCheck.objects.count() == 1

        ProgramCheck.objects.update(created="2020-01-01T00:00Z")
        check(sums)
        assert not ProgramCheck.objects.exists()


def post_test(client, path, **said):
    return client.post(reverse("workshop-unit-test", args=["sums", path]), said)


def test_a_test_is_added_and_deleted_on_the_page(as_alice, sums):
    keep(sums, program("validator", "v.py", POSITIVE))
    assert post_test(as_alice, "v.py", input="-1\n", accepts="no").status_code == 302
    assert Job.objects.about("check_programs", sums.pk).exists()

    show = reverse("workshop-program", args=["sums", "show", "v.py"])
    response = as_alice.get(show)
    assert b"must be rejected" in response.content
    key = response.context["state"].tests[0].test.key
    as_alice.post(reverse("workshop-unit-test-delete", args=["sums", "v.py"]), {"key": key})
    assert b"must be rejected" not in as_alice.get(show).content


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"input": "1\n"}, "Say whether"),
        ({"input": "x" * 70_000, "accepts": "yes"}, "longer than 64 KiB"),
        ({"input": "same\n", "accepts": "no"}, "the same test already"),
    ],
)
def test_a_test_that_is_none_is_refused_and_kept(as_alice, sums, said, words):
    keep(sums, program("validator", "v.py", POSITIVE))
    post_test(as_alice, "v.py", input="same\n", accepts="yes")
    response = post_test(as_alice, "v.py", **said)

    assert response.status_code == 422 and words in response.content.decode()
    assert said["input"][:50] in response.content.decode()


def test_a_solution_has_no_tests_of_its_own(as_alice, sums):
    keep(sums, solution("add.py"))

    assert post_test(as_alice, "add.py", input="1\n", accepts="yes").status_code == 404


def test_the_standard_comparisons_tests_are_on_the_checkers_page(as_alice, sums):
    response = post_test(as_alice, "checker", input="1\n", answer="1\n", output="2\n", accepts="no")

    assert response.url == reverse("workshop-checker", args=["sums"]) + "#tests"
    assert b"must be rejected" in as_alice.get(response.url).content


@pytest.mark.parametrize("count", [1, 20])
def test_sql_is_the_same_for_many_programs_and_tests(as_alice, sums, count, django_assert_max_num_queries):
    keep(sums, *(solution(f"s{number}.py") for number in range(count)))
    test = {"input": blobs.put(b"1\n"), "answer": None, "output": None, "accepts": True}
    keep(sums, *(program("validator", f"v{number}.py", POSITIVE, tests=[test] * count) for number in range(count)))
    for address in ("solutions/", "validators/", "checker/", "generators/", "programs/show/v0.py"):
        with django_assert_max_num_queries(8):
            assert as_alice.get(f"/workshop/sums/{address}").status_code == 200


@pytest.mark.django_db(transaction=True)
class TestStream:
    def parts(self, user, subject, *do):
        """What is sent; each of `do` is done after a message."""

        async def sent(response, todo):
            found = []
            async for part in response.streaming_content:
                found.append(part.decode())
                if todo:
                    await sync_to_async(todo.pop(0))()
            return found

        async def run():
            client = AsyncClient()
            try:
                await client.aforce_login(user)
                response = await client.get("/workshop/sums/programs/stream", {"of": subject})
                return await sent(response, list(do)) if response.status_code == 200 else response.status_code
            finally:
                await sync_to_async(connections.close_all)()

        return asyncio.run(asyncio.wait_for(run(), 30))

    def test_what_a_job_finds_comes_by_itself_and_then_it_ends(self, sums, alice):
        keep(sums, solution("good.py"))
        with transaction.atomic():
            jobs.ask_for_check(sums, alice)

        def work():
            check(sums)
            Job.objects.update(state="done")
            events.publish(program_checks.topic(sums), state="ended")

        parts = self.parts(alice, "good.py", work)
        assert "compiling" in parts[0] and "✓ compiles" in "".join(parts[1:])
        assert parts[-1].startswith("event: end") and 'id="watch"' in parts[-2]

    def test_where_nothing_runs_it_ends_at_once(self, sums, alice):
        keep(sums, solution("good.py"))

        assert len(self.parts(alice, "solutions")) == 2

    @pytest.mark.parametrize("subject", ["solutions", "good.py", "nothing"])
    def test_others_get_nothing(self, sums, charlie, subject):
        keep(sums, solution("good.py"))

        assert self.parts(charlie, subject) == 404


def test_a_dead_job_says_why_and_is_retried(as_alice, sums, alice):
    keep(sums, solution("good.py"))
    with transaction.atomic():
        jobs.ask_for_check(sums, alice)
    Job.objects.update(state="dead", reason="the disk is full", finished=Now())
    assert b"the disk is full" in as_alice.get("/workshop/sums/solutions/").content

    response = as_alice.post("/workshop/sums/programs/checks", {"of": "solutions"})
    assert response.url == "/workshop/sums/solutions/" and Job.objects.get().state == "queued"
