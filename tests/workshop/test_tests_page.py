"""The page of a problem's tests, and what its authors do there."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from judge import blobs, editing, events
from judge.models import Collaborator, Job
from tests.workshop.programs import ADD, program, solution
from tests.workshop.rows import by_hand, fresh, rows_of, shown

PAIR = b"import sys\nprint(*sys.argv[1:])\n"


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def ready(write):
    write(program("generator", "pair.py", PAIR), solution("add.py", ADD, reference=True))
    return write


def at(name, *args):
    return reverse(name, args=["sums", *args])


def page(client, name="workshop-tests", *args):
    return client.get(at(name, *args)).content.decode()


def mark(sums, number=1):
    return editing.mark(rows_of(sums)[number - 1])


def a_file(name, data=b"1 2\n"):
    return SimpleUploadedFile(name, data)


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return packed.getvalue()


def test_who_may_see_it_and_who_may_change_it(client, sums, bob, charlie, as_charlie):
    assert as_charlie.get(at("workshop-tests")).status_code == 404
    Collaborator.objects.update(role=Collaborator.Role.READ)
    client.force_login(bob)

    assert "None yet" in page(client) and "Generate tests</button>" not in page(client)
    for name in ("workshop-script", "workshop-tests-make", "workshop-tests-add", "workshop-tests-upload"):
        assert client.post(at(name), {"script": "gen 1", "base": ""}).status_code == 403, name
    assert fresh(sums).draft.document["script"] == ""


def test_a_test_added_by_hand_is_there_and_not_validated_yet(ready, sums, as_alice):
    ready(program("validator", "all.py", b"import sys\nsys.exit(42)\n"))
    response = as_alice.post(at("workshop-tests-add"), {"input": "1 2\r\n3 4", "answer": "3", "sample": "on"})

    assert response.status_code == 302
    assert shown(sums) == [("01", b"1 2\n3 4\n", b"3\n")]
    assert "not validated yet" in page(as_alice) and "sample" in page(as_alice)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"input": ""}, "A test needs an input."),
        ({"input": "7 8"}, "It has the same input as the test there."),
        ({"input": "1 2", "name": "../up"}, "no name for a"),
        ({"input": "1 2", "group": "a b"}, "no name for a group"),
        ({"input": "1" * 300_000}, "at most 262,144 are typed in"),
    ],
)
def test_what_is_no_test_is_refused_and_kept(write, sums, as_alice, typed, said):
    write(tests=[by_hand(b"7 8\n", name="there")])

    response = as_alice.post(at("workshop-tests-add"), typed)

    assert response.status_code == 422 and said in response.content.decode()
    assert typed["input"] in response.content.decode()
    assert len(rows_of(sums)) == 1


def test_files_are_paired_by_name(sums, as_alice):
    files = [a_file("a.in", b"1\n"), a_file("a.ans", b"2\n"), a_file("b.in", b"3\n"), a_file("notes.txt")]
    response = as_alice.post(at("workshop-tests-upload"), {"chosen": files, "group": "small"}, follow=True)

    assert shown(sums) == [("a", b"1\n", b"2\n"), ("b", b"3\n", None)]
    assert {row.group for row in rows_of(sums)} == {"small"}
    assert "2 tests added. Left alone, being neither .in nor .ans nor .out: notes.txt" in response.content.decode()


def test_an_archive_brings_groups_and_samples(sums, as_alice):
    data = zipped(data__secret__large__01_in=b"1\n", data__secret__large__01_out=b"2\n", data__sample__1_in=b"3\n")
    as_alice.post(at("workshop-tests-upload"), {"chosen": [a_file("all.zip", data)]})

    assert [(row.name, row.group, row.sample, row.origin) for row in rows_of(sums)] == [
        ("sample/1", "sample", 1, "file"),
        ("secret/large/01", "secret/large", 0, "file"),
    ]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.ans": b"1\n"}, "There is an answer a, and no a.in."),
        ({"a.in": b"1\n", "a.ans": b"1\n", "a.out": b"1\n"}, "a has two files for its answer."),
        ({"a.txt": b"1\n"}, "No test was found"),
        ({"a b.in": b"1\n"}, "no name for a test"),
        ({"a.in": b"7 8\n"}, "a has the same input as the test there."),
        ({"a.in": b"1\n", "b.in": b"1\n"}, "b has the same input as the test a."),
        ({"x.zip": b"PK no archive"}, "x.zip: the archive can&#x27;t be read"),
        ({}, "Choose files"),
    ],
)
def test_uploads_that_are_refused_leave_nothing(write, sums, as_alice, files, said):
    write(tests=[by_hand(b"7 8\n", name="there")])

    response = as_alice.post(
        at("workshop-tests-upload"), {"chosen": [a_file(name, data) for name, data in files.items()]}
    )

    assert response.status_code == 422 and said in response.content.decode()
    assert len(rows_of(sums)) == 1


def test_an_upload_of_300_mib_is_refused_by_its_size(sums, as_alice):
    response = as_alice.post(at("workshop-tests-upload"), {"chosen": [a_file("a.in")]}, CONTENT_LENGTH=str(300 * 2**20))

    assert response.status_code == 413
    assert "The files have 300 MiB; at most 128 MiB are taken at a time." in response.content.decode()
    assert at("workshop-tests") in response.content.decode() and rows_of(sums) == []


def test_other_forms_may_not_be_so_large(sums, as_alice):
    response = as_alice.post(at("workshop-tests-add"), {"input": "1"}, CONTENT_LENGTH=str(30 * 2**20))

    assert response.status_code == 413


def test_a_test_is_shown_with_its_white_space_and_downloaded(write, sums, as_alice):
    write(tests=[by_hand(b"1  2\n", b"3\n")])

    assert '1<i class="ws">··</i>2' in page(as_alice, "workshop-test", 1)
    response = as_alice.get(at("workshop-test-piece", 1, "answer"))
    assert response["Content-Length"] == "2" and "sums-1.ans" in response["Content-Disposition"]
    assert as_alice.get(at("workshop-test", 2)).status_code == 404
    assert as_alice.get(at("workshop-test-piece", 1, "made")).status_code == 404


def test_only_the_beginning_of_a_large_test_is_shown(write, sums, as_alice):
    write(tests=[by_hand(b"1 " * 100_000)])

    response = as_alice.get(at("workshop-test", 1))
    assert b"first 64 KiB of 195.3 KiB" in response.content and len(response.content) < 300_000


def test_editing_an_input_takes_back_what_was_found_out_of_it(write, sums, as_alice):
    write(tests=[by_hand(b"1 2\n", b"3\n", valid="v", answered="k")])

    form = {"mark": mark(sums), "input": "4 5\r\n", "answer": "3\r\n", "name": "better", "group": "g", "sample": "on"}
    assert as_alice.post(at("workshop-test", 1), form).status_code == 302

    [row] = rows_of(sums)
    assert (row.name, row.group, row.sample, row.valid, row.answer) == ("better", "g", 1, "", None)
    assert blobs.read(row.input) == b"4 5\n"


def test_what_is_saved_unchanged_stays_as_it_is(write, sums, as_alice):
    write(tests=[by_hand(b"1 2", b"3\n", name="an odd name", valid="v", answered="k")])
    before = rows_of(sums)

    form = {"mark": mark(sums), "input": "1 2\r\n", "answer": "3\r\n", "name": "an odd name", "group": ""}
    as_alice.post(at("workshop-test", 1), form)

    assert rows_of(sums) == before


def test_somebody_elses_change_is_not_overwritten(write, sums, as_alice):
    write(tests=[by_hand(b"1 2\n", b"3\n", name="old")])
    seen = mark(sums)
    write(tests=[by_hand(b"1 2\n", b"4\n", name="old")])

    form = {"mark": seen, "input": "9 9\n", "answer": "", "name": "mine", "group": ""}
    response = as_alice.post(at("workshop-test", 1), form)

    assert response.status_code == 409 and b"Somebody has changed this test" in response.content
    assert b"9 9" in response.content
    as_alice.post(at("workshop-test-delete", 1), {"mark": seen})
    assert shown(sums) == [("old", b"1 2\n", b"4\n")]


def test_deleting_and_moving(write, sums, as_alice):
    write(tests=[by_hand(b"%d\n" % n, name=f"t{n}") for n in range(1, 5)])

    as_alice.post(at("workshop-test-move", 1), {"mark": mark(sums, 1), "to": "3"})
    assert [row.name for row in rows_of(sums)] == ["t2", "t3", "t1", "t4"]
    as_alice.post(at("workshop-test-delete", 2), {"mark": mark(sums, 2)})
    assert [row.name for row in rows_of(sums)] == ["t2", "t1", "t4"]


def test_of_a_generated_test_only_the_sample_flag_is_changed(write, sums, as_alice):
    write(tests=[by_hand(b"1\n", name="gen-01", origin="script", line=3, made="m")])
    assert "Line 3 of the" in page(as_alice, "workshop-test", 1)

    as_alice.post(at("workshop-test", 1), {"mark": mark(sums), "sample": "on", "input": "2\n", "name": "x"})

    assert [(row.name, row.sample, blobs.read(row.input)) for row in rows_of(sums)] == [("gen-01", 1, b"1\n")]


# The script


def save(client, text, base, **fields):
    return client.post(at("workshop-script"), {"script": text, "base": base} | fields)


def base_of(client):
    return client.get(at("workshop-tests")).context["base"]


def test_the_script_is_saved_also_with_faults_and_they_are_said_by_line(ready, sums, as_alice):
    response = save(as_alice, "pair 1 2\r\nnothing 3\r\npair 1 2\r\n", base_of(as_alice))

    assert response.status_code == 302 and fresh(sums).draft.document["script"] == "pair 1 2\nnothing 3\npair 1 2\n"
    said = page(as_alice)
    assert "<b>Line 2.</b> There is no generator nothing." in said
    assert "<b>Line 3.</b> The same as line 1" in said


def test_while_it_is_typed_only_what_is_said_of_it_comes_back(ready, sums, as_alice):
    response = as_alice.post(
        at("workshop-script"), {"script": "nothing", "base": base_of(as_alice)}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 200 and b"<b>Line 1.</b>" in response.content and b"<html" not in response.content
    assert base_of(as_alice).encode() in response.content


def test_a_conflict_is_shown_and_nothing_overwritten(ready, sums, alice, as_alice, bob):
    seen = base_of(as_alice)
    client = type(as_alice)()
    client.force_login(bob)
    save(client, "pair 5 5\n", seen)

    response = save(as_alice, "pair 6 6\n", seen)

    assert response.status_code == 409 and fresh(sums).draft.document["script"] == "pair 5 5\n"
    said = response.content.decode()
    assert "bob changed this" in said and "pair 5 5" in said and "pair 6 6" in said
    save(as_alice, "pair 6 6\n", seen, over=response.context["clash"].mark)
    assert fresh(sums).draft.document["script"] == "pair 6 6\n"


def test_an_open_page_does_not_conflict_with_itself(ready, sums, as_alice):
    seen = base_of(as_alice)
    save(as_alice, "pair 1 1\n", seen, desk="d")

    assert save(as_alice, "pair 1 12\n", seen, desk="d").status_code == 302


@pytest.mark.parametrize(("text", "said"), [("x" * 300_000, "at most 262,144"), ("gen \0", "NUL")])
def test_a_script_that_cannot_be_kept_is_refused(sums, as_alice, text, said):
    response = save(as_alice, text, base_of(as_alice))

    assert response.status_code == 422 and said in response.content.decode()


# The jobs


def job():
    return Job.objects.latest("pk")


def test_generating_saves_the_script_and_begins_a_job(ready, sums, as_alice, alice):
    response = save(as_alice, "pair 1 2\n", base_of(as_alice), generate="1")

    assert response.status_code == 302
    assert (job().kind, job().subject, job().requested_by) == ("generate_tests", sums.pk, alice)
    assert "next in the queue" in page(as_alice) and at("workshop-tests-stream") in page(as_alice)


def test_two_authors_press_at_once_and_one_job_runs(ready, sums, as_alice, bob):
    ready(script="pair 1 2\n", tests=[by_hand(b"1\n")])
    client = type(as_alice)()
    client.force_login(bob)

    as_alice.post(at("workshop-tests-make"))
    client.post(at("workshop-tests-make"))
    client.post(at("workshop-tests-answer"))

    assert Job.objects.count() == 1
    assert "for alice" in page(client)


def test_what_cannot_be_begun_is_refused_where_one_stands(write, sums, as_alice):
    response = as_alice.post(at("workshop-tests-make"))
    assert response.status_code == 422 and b"There is nothing to do" in response.content
    response = as_alice.post(at("workshop-tests-answer"))
    assert response.status_code == 422 and b"There is no reference solution" in response.content
    assert not Job.objects.exists()


def test_cancelling(ready, sums, as_alice):
    ready(script="pair 1 2\n")
    as_alice.post(at("workshop-tests-make"))

    as_alice.post(at("workshop-tests-cancel"))

    assert job().state == Job.State.CANCELLED and "It was cancelled" in page(as_alice)


def test_failing_lines_are_shown_and_trying_again_goes_on_from_there(ready, sums, as_alice, alice):
    ready(script="pair 1 2\n")
    as_alice.post(at("workshop-tests-make"))
    failure = {"line": 1, "test": "pair-01", "message": "it <b>crashed</b>", "ours": "", "theirs": "", "other": ""}
    Job.objects.update(
        state="dead", reason="line 1", checkpoint={"set": None, "failures": [failure]}, finished="2026-01-01T00:00Z"
    )

    assert "<b>Line 1</b>, test <b>pair-01</b>: it &lt;b&gt;crashed" in page(as_alice)
    as_alice.post(at("workshop-tests-make"))
    assert Job.objects.count() == 1 and job().state == Job.State.QUEUED


def test_a_disagreement_is_shown_with_both_outputs(ready, sums, as_alice):
    ours, theirs = blobs.put_all([b"3\n", b"4\n"])
    failure = {"line": 0, "test": "a", "message": "no", "ours": ours, "theirs": theirs, "other": "slow.py"}
    Job.objects.create(
        kind="generate_outputs",
        queue="generation",
        subject=sums.pk,
        state="dead",
        checkpoint={"failures": [failure]},
        finished="2026-01-01T00:00Z",
    )

    said = page(as_alice)
    assert 'class="right"' in said and 'class="wrong"' in said and "slow.py" in said


def test_without_redis_the_page_is_there(ready, sums, as_alice, monkeypatch):
    ready(script="pair 1 2\n")
    as_alice.post(at("workshop-tests-make"))
    monkeypatch.setattr(events, "last_id", lambda topic: "0")

    assert "next in the queue" in page(as_alice)


def test_the_job_is_named_in_the_list_of_jobs(ready, sums, as_alice):
    ready(script="pair 1 2\n")
    as_alice.post(at("workshop-tests-make"))

    assert "of Sums" in as_alice.get("/jobs/").content.decode()


@pytest.mark.parametrize("count", [1, 500])
def test_pages_cost_the_same_however_many_tests_there_are(ready, sums, as_alice, count, django_assert_max_num_queries):
    ready(script=f"pair 1 {{1..{count}}}\n", tests=[by_hand(b"%d\n" % n, name=str(n)) for n in range(count)])
    as_alice.post(at("workshop-tests-make"))

    with django_assert_max_num_queries(6):
        assert as_alice.get(at("workshop-tests")).status_code == 200
    with django_assert_max_num_queries(5):
        assert as_alice.get(at("workshop-test", 1)).status_code == 200


def test_the_list_has_pages(write, sums, as_alice):
    write(tests=[by_hand(b"%d\n" % n, name=f"t{n}") for n in range(250)])

    assert "t99" in page(as_alice) and "t100" not in page(as_alice)
    assert "t249" in as_alice.get(at("workshop-tests"), {"page": 3}).content.decode()
    assert "Page 3 of 3" in as_alice.get(at("workshop-tests"), {"page": 99}).content.decode()
