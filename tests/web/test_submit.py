from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from judge.models import Job, Plan, Problem, Submission
from judge.verdict import Verdict
from tests.factories import make_version, publish, submit

pytestmark = pytest.mark.django_db


def send(client, slug="sums", **fields):
    form = {"language": "python3", "source": "print(3)\n", "token": uuid4()} | fields
    return client.post(f"/problems/{slug}/submit", form)


def test_it_becomes_a_submission_and_a_job(as_charlie, published, charlie):
    response = send(as_charlie, source="print(3)\r\n")

    submission = Submission.objects.get()
    assert response.url == f"/submissions/{submission.pk}/"
    assert (submission.author, submission.version, submission.source) == (charlie, published.current, "print(3)\n")
    job = Job.objects.get()
    assert (job.kind, job.subject, job.queue, job.requested_by) == (
        "run_submission",
        submission.pk,
        "execution",
        charlie,
    )


def test_a_double_click_is_one_submission(as_charlie, published):
    token = uuid4()

    first, second = send(as_charlie, token=token), send(as_charlie, token=token)

    assert first.url == second.url
    assert (Submission.objects.count(), Job.objects.count()) == (1, 1)


def test_code_that_was_edited_after_going_back_is_another_submission(as_charlie, published):
    token = uuid4()

    first, second = send(as_charlie, token=token), send(as_charlie, token=token, source="print(4)")

    assert first.url != second.url
    assert Submission.objects.count() == 2


def test_a_double_click_on_edited_code_is_one_more_submission(as_charlie, published):
    token = uuid4()
    send(as_charlie, token=token)

    second, third = (send(as_charlie, token=token, source="print(4)") for _ in range(2))

    assert second.url == third.url
    assert (Submission.objects.count(), Job.objects.count()) == (2, 2)


def test_each_edit_of_a_form_is_a_submission(as_charlie, published):
    token = uuid4()
    codes = ["print(3)", "print(4)", "print(5)"]

    addresses = [send(as_charlie, token=token, source=code).url for code in codes * 2]

    assert addresses[:3] == addresses[3:] and len(set(addresses)) == 3
    assert send(as_charlie, token=token, source="print(4)", language="pypy3").url not in addresses


def test_two_people_may_have_the_same_token(as_charlie, published, alice):
    token = uuid4()
    send(as_charlie, token=token)
    as_charlie.force_login(alice)
    send(as_charlie, token=token)

    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"source": ""}, "There is no code yet."),
        ({"source": " \n\t"}, "There is no code yet."),
        ({"source": "int main() {\x00}"}, "NUL byte"),
        ({"source": "x" * (256 * 1024 + 1)}, "262,145 bytes; at most 262,144"),
        ({"source": "가" * (256 * 1024 // 3 + 1)}, "at most 262,144"),
        ({"language": "cobol"}, "This language isn’t offered here."),
        ({"language": ""}, "Choose a language."),
        ({"token": "x"}, "Please send it again."),
    ],
)
def test_what_cannot_be_judged_is_refused_with_its_reason(as_charlie, published, fields, words):
    response = send(as_charlie, **fields)

    assert response.status_code == 422
    assert words in response.text.replace("&#x27;", "’")
    assert not Submission.objects.exists()


def test_binary_code_is_refused(as_charlie, published):
    body = f"language=cpp&token={uuid4()}&source=%7fELF%ff%fe"

    response = as_charlie.post("/problems/sums/submit", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 422 and "bytes that aren&#x27;t UTF-8" in response.text


@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_the_character_that_stands_for_a_broken_one_may_be_in_code(as_charlie, published, kind):
    form = {"language": "python3", "source": "print('\ufffd 가+')\n", "token": uuid4()}
    if kind == "multipart":
        as_charlie.post("/problems/sums/submit", form)
    else:
        as_charlie.post(
            "/problems/sums/submit", urlencode(form), content_type="application/x-www-form-urlencoded; charset=utf-8"
        )

    assert Submission.objects.get().source == "print('\ufffd 가+')\n"


def test_a_refusal_keeps_the_code(as_charlie, published):
    response = send(as_charlie, language="cobol", source="\nIF a < b THEN\n")

    assert "\n\nIF a &lt; b THEN\n</textarea>" in response.text


def test_the_largest_code_is_taken(as_charlie, published):
    assert send(as_charlie, source="x" * 256 * 1024).status_code == 302


def test_a_language_that_is_not_installed_is_refused(as_charlie, published, monkeypatch):
    from judge.languages import LANGUAGES

    monkeypatch.setattr("web.forms.languages.installed", lambda: {"cpp": LANGUAGES["cpp"]})

    assert send(as_charlie, language="java").status_code == 422


def test_ten_megabytes_are_refused_on_a_page_of_their_own(as_charlie, published):
    response = send(as_charlie, source="x" * 10 * 2**20)

    assert response.status_code == 413
    assert "256" in response.text and "That is too much" in response.text


def test_a_problem_without_tests_takes_nothing(as_charlie, sums):
    publish(sums)

    response = send(as_charlie)

    assert response.status_code == 422 and "no tests yet" in response.text


def test_a_withdrawn_problem_takes_nothing_and_gives_the_code_back(as_charlie, published):
    Problem.objects.update(state=Problem.State.WITHDRAWN)

    response = send(as_charlie, source="print(42)")

    assert response.status_code == 422
    assert "has been withdrawn" in response.text and "print(42)" in response.text
    assert not Submission.objects.exists()


def test_not_even_from_its_own_people(as_alice, published):
    Problem.objects.update(state=Problem.State.WITHDRAWN)

    assert send(as_alice).status_code == 422


def test_its_people_may_submit_to_a_draft(client, sums, alice, bob, charlie):
    make_version(sums, tests=[(b"1", b"1")])
    status = {}
    for user in (alice, bob, charlie):
        client.force_login(user)
        status[user.username] = send(client).status_code

    assert status == {"alice": 302, "bob": 302, "charlie": 404}


def test_more_than_the_plan_allows_is_refused(as_charlie, published, charlie):
    Plan.objects.update(daily_executions=2)

    status = [send(as_charlie).status_code for _ in range(2)]
    refused = send(as_charlie, source="print(42)")

    assert status == [302, 302]
    assert refused.status_code == 422
    assert "Your plan allows 2 submissions a day" in refused.text and "print(42)" in refused.text
    assert (Submission.objects.count(), Job.objects.count()) == (2, 2)


def test_a_judge_error_gives_the_try_back(as_charlie, published, charlie):
    Plan.objects.update(daily_executions=1)
    submit(published, charlie, verdict=Verdict.JUDGE_ERROR)

    assert send(as_charlie).status_code == 302


def test_a_double_click_on_the_last_try_is_no_refusal(as_charlie, published):
    Plan.objects.update(daily_executions=1)
    token = uuid4()

    assert send(as_charlie, token=token).url == send(as_charlie, token=token).url


@pytest.mark.django_db(transaction=True)
def test_parallel_requests_never_exceed_the_plan(published, charlie):
    Plan.objects.update(daily_executions=3)

    def one(_):
        client = Client()
        client.force_login(charlie)
        try:
            return send(client).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        status = sorted(pool.map(one, range(8)))

    assert status == [302] * 3 + [422] * 5
    assert Submission.objects.count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_edited", [False, True])
def test_parallel_clicks_are_one_submission(published, charlie, is_edited):
    token = uuid4()

    def one(source):
        client = Client()
        client.force_login(charlie)
        try:
            return send(client, token=token, source=source).url
        finally:
            connections.close_all()

    if is_edited:
        one("print(4)")
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, ["print(3)"] * 4))) == 1
    assert Submission.objects.count() == 1 + is_edited


def test_a_lost_session_keeps_the_code_through_the_sign_in(client, published, charlie):
    asked = send(client, source="print('kept')\n", language="pypy3")
    fields = {name: asked.context["carried"][name] for name in ("problem", "language", "source")}
    back = client.post(
        "/login/", fields | {"username": "charlie", "password": "chocolate-factory", "next": asked.context["next"]}
    )
    page = client.get(back.url)

    assert asked.status_code == 401 and "Your code is kept" in asked.text
    assert back.url == "/problems/sums/"
    assert "print(&#x27;kept&#x27;)" in page.text and 'value="pypy3"' in page.text
    assert "kept&#x27;" not in client.get(back.url).text
    assert not Submission.objects.exists()


def test_a_password_that_is_wrong_at_first_loses_nothing(client, published, charlie):
    carried = {"problem": "sums", "language": "python3", "source": "print('kept')"}

    again = client.post("/login/", carried | {"username": "charlie", "password": "wrong"})

    assert again.status_code == 422 and again.context["carried"] == carried


def test_nobody_submits_without_the_forms_secret(published, charlie):
    client = Client(enforce_csrf_checks=True)
    client.force_login(charlie)

    response = send(client)

    assert response.status_code == 403 and "form has grown old" in response.text
    assert "print(3)" in response.text  # the browser may not have it any more
    assert not Submission.objects.exists()


def test_its_address_leads_back_to_the_problem(client, published):
    assert client.get("/problems/sums/submit").url == "/problems/sums/"
