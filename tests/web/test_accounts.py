import pytest

from judge.models import User

GOOD = {"username": "erin", "password1": "elephants-in-rain", "password2": "elephants-in-rain"}


def sign_up(client, **fields):
    return client.post("/signup/", GOOD | fields)


def test_signing_up_signs_in_and_leads_back(client, published):
    response = sign_up(client, next="/problems/sums/")

    assert response.url == "/problems/sums/"
    assert int(client.session["_auth_user_id"]) == User.objects.get(username="erin").pk


@pytest.mark.parametrize(
    "fields",
    [
        {"username": ""},
        {"username": "e"},
        {"username": "e" * 31},
        {"username": "-erin"},
        {"username": "erin smith"},
        {"username": "éron"},
        {"username": "erin\n"},
        {"username": "erin\x00"},
        {"password2": "another"},
        {"password1": "short", "password2": "short"},
        {"password1": "password1", "password2": "password1"},
    ],
)
def test_what_is_refused(client, db, fields):
    assert sign_up(client, **fields).status_code == (302 if fields == {"username": "erin\n"} else 422)
    assert list(User.objects.values_list("username", flat=True)) in ([], ["erin"])


def test_names_that_differ_by_capitals_are_the_same(client, alice):
    response = sign_up(client, username="ALICE")

    assert response.status_code == 422 and "This name is taken." in response.text


def test_a_name_that_somebody_took_a_moment_earlier_is_refused(client, db, monkeypatch):
    monkeypatch.setattr("web.forms.SignupForm.save", lambda form: User.objects.create(username="ALICE"))
    User.objects.create(username="alice")

    response = sign_up(client)

    assert response.status_code == 422 and "This name is taken." in response.text


def test_signing_in_needs_no_capitals(client, alice):
    response = client.post("/login/", {"username": "Alice", "password": "wonderland"})

    assert response.status_code == 302 and int(client.session["_auth_user_id"]) == alice.pk


def test_a_wrong_password_is_refused(client, alice):
    response = client.post("/login/", {"username": "alice", "password": "wonderlanD"})

    assert response.status_code == 422 and "match" in response.text


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(client, alice, address):
    sent = client.post("/login/", {"username": "alice", "password": "wonderland", "next": address})
    assert sent.url == "/"
    client.logout()
    assert sign_up(client, next=address).url == "/"


def test_who_is_signed_in_needs_no_form(as_charlie):
    assert as_charlie.get("/login/").url == as_charlie.get("/signup/").url == "/"


def test_signing_out_takes_a_form(as_charlie):
    assert as_charlie.get("/logout/").status_code == 405
    as_charlie.post("/logout/")
    assert "_auth_user_id" not in as_charlie.session


def test_code_travels_from_the_sign_in_form_to_the_sign_up_form_and_on(client, published):
    carried = {"problem": "sums", "language": "python3", "source": "print('kept')"}
    form = client.post("/signup/", carried | {"next": "/problems/sums/", "username": "", "password": ""})
    back = sign_up(client, **form.context["carried"], next=form.context["next"])

    assert form.status_code == 200 and "required" not in form.context["form"].errors
    assert "print(&#x27;kept&#x27;)" in client.get(back.url).text


def test_changing_the_password(as_charlie, charlie):
    fields = {"old_password": "chocolate-factory", "new_password1": "golden-ticket", "new_password2": "golden-ticket"}

    response = as_charlie.post("/password/", fields, follow=True)

    charlie.refresh_from_db()
    assert charlie.check_password("golden-ticket") and "Your password is changed." in response.text
