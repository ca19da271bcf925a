"""The list of one's problems, a new one, and who gets in."""

import pytest
from django.urls import reverse

from judge.models import Collaborator, Problem


def test_a_new_problem_is_on_the_list(as_alice):
    response = as_alice.post(reverse("workshop-new"), {"title": "  Two   sums "}, follow=True)

    assert response.redirect_chain and b"Two sums" in response.content
    assert b"Two sums" in as_alice.get(reverse("workshop")).content


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_that_is_none_is_refused_where_it_stands(as_alice, title):
    response = as_alice.post(reverse("workshop-new"), {"title": title})

    assert response.status_code == 422 and b"error" in response.content
    assert not Problem.objects.exists()


def test_others_dont_find_it(as_charlie, sums):
    assert as_charlie.get(reverse("workshop-overview", args=["sums"])).status_code == 404
    assert b"sums" not in as_charlie.get(reverse("workshop")).content


def test_a_collaborator_does(client, bob):
    client.force_login(bob)

    assert client.get(reverse("workshop-overview", args=["sums"])).status_code == 200
    assert b"sums" in client.get(reverse("workshop")).content


def test_who_may_only_read_is_told_so(client, bob):
    Collaborator.objects.update(role=Collaborator.Role.READ)
    client.force_login(bob)

    assert b"Read only" in client.get(reverse("workshop-overview", args=["sums"])).content


def test_who_isnt_signed_in_is_asked_to(client, sums):
    response = client.get(reverse("workshop-overview", args=["sums"]))

    assert response.status_code == 302 and response.url.startswith(reverse("login"))
