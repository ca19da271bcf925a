"""Who works on a problem, and who says so."""

import pytest
from django.test import Client

from judge import people
from judge.models import Collaborator, Problem

PAGE = "/workshop/sums/people"


def roles():
    rows = Collaborator.objects.values_list("user__username", "role")
    return {Problem.objects.get().owner.username: "owner", **dict(rows)}


def add(client, name, role="read"):
    return client.post(PAGE, {"name": name, "role": role})


def change(client, person, role=""):
    return client.post(f"{PAGE}/{person.pk}", {"role": role})


def test_an_owner_adds_changes_and_removes(as_alice, sums, charlie):
    assert add(as_alice, "Charlie").status_code == 302 and roles() == {"alice": "owner", "charlie": "read"}
    assert "charlie" in as_alice.get(PAGE).text
    change(as_alice, charlie, "write")
    assert roles()["charlie"] == "write"
    change(as_alice, charlie)
    assert roles() == {"alice": "owner"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "This field is required"),
        ("nobody", "There is nobody called nobody."),
        ("gone", "There is nobody called gone."),
        ("ALICE", "alice works on it already."),
        ("bob", "bob works on it already."),
        ("x" * 151, "at most 150"),
    ],
)
def test_a_name_that_is_none_is_refused_where_it_is_typed(as_alice, bob, django_user_model, name, said):
    django_user_model.objects.create_user("gone", is_active=False)
    response = add(as_alice, name)

    assert response.status_code == 422 and said in response.text and roles() == {"alice": "owner", "bob": "write"}


def test_too_many_are_refused(as_alice, bob, charlie, monkeypatch):
    monkeypatch.setattr(people, "MOST", 1)

    assert "At most 1 people" in add(as_alice, "charlie").text


@pytest.mark.parametrize("role", ["", "read", "write"])
def test_the_last_owner_stays(as_alice, sums, alice, role):
    response = change(as_alice, alice, role)

    assert response.status_code == 422 and "Somebody has to own" in response.text and roles() == {"alice": "owner"}


def test_who_made_it_can_hand_it_over(as_alice, bob, alice):
    change(as_alice, bob, "own")
    assert change(as_alice, alice, "read").status_code == 302

    assert roles() == {"bob": "owner", "alice": "read"}
    assert change(as_alice, bob, "read").status_code == 403


def test_who_owns_it_with_somebody_may_remove_who_made_it(client, bob, alice):
    Collaborator.objects.update(role="own")
    client.force_login(bob)
    change(client, alice)

    assert roles() == {"bob": "owner"}
    assert change(client, bob).status_code == 422


@pytest.mark.parametrize("role", ["read", "write"])
def test_who_doesnt_own_it_can_only_leave(client, bob, alice, charlie, role):
    Collaborator.objects.update(role=role)
    client.force_login(bob)

    assert ">Leave<" in client.get(PAGE).text and ">Add<" not in client.get(PAGE).text
    assert {
        add(client, "charlie").status_code,
        change(client, alice).status_code,
        change(client, bob, "own").status_code,
    } == {403}
    assert change(client, bob).status_code == 302
    assert roles() == {"alice": "owner"} and client.get(PAGE).status_code == 404


def test_others_find_nothing(as_charlie, sums, charlie):
    assert as_charlie.get(PAGE).status_code == 404
    assert add(as_charlie, "charlie").status_code == 404
    assert change(as_charlie, charlie, "own").status_code == 404


def test_nobody_who_doesnt_work_on_it_gets_in_by_a_change(as_alice, sums, charlie):
    change(as_alice, charlie, "own")

    assert roles() == {"alice": "owner"}


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_the_database_little(as_alice, sums, django_user_model, count, django_assert_max_num_queries):
    for number in range(count):
        Collaborator.objects.create(problem=sums, user=django_user_model.objects.create_user(f"p{number}"))
    with django_assert_max_num_queries(4):
        assert "p0" in as_alice.get(PAGE).text


def test_who_is_not_signed_in_is_asked_to(sums):
    assert Client().get(PAGE).status_code == 302
