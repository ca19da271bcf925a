"""The page on which a proposal is looked through: what it shows of what is there already, and what becomes of it."""

import re
from html import unescape

import pytest

from judge import draft_programs, drafting
from judge.models import Collaborator, Job
from judge.proposing.report import Report
from judge.proposing.suite import Suite
from tests.workshop.proposed import a_piece, offered
from tests.workshop.rows import fresh
from tests.workshop.test_proposal_accepting import MINE, ONE, accept, doubles, edited, later, mine, run, source

__all__ = ["doubles", "later", "mine", "run"]

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/workshop/doubles/proposals"


@pytest.fixture
def bob(django_user_model, doubles):
    """Works on it with her."""
    user = django_user_model.objects.create_user("bob", password="builder-of-tests")
    Collaborator.objects.create(problem=doubles, user=user, role=Collaborator.Role.WRITE)
    return user


def text(client):
    return client.get(ADDRESS).content.decode()


def marks(client):
    """What the page's forms carry of what it shows."""
    fields = re.findall(r'name="(seen [^"]+)" value="([^"]+)"', text(client))
    return {unescape(name): value for name, value in fields}


def decide(client, run, **how):
    (one,) = run.document["pieces"]
    return client.post(f"{ADDRESS}/{run.pk}/decide", {"piece": one["id"]} | how)


def test_the_difference_from_a_persons_own_is_shown_with_the_new_name(as_alice, run, mine):
    page = text(as_alice)
    assert "The draft’s one.py is a person’s, and stays as it is" in page and "print(<mark>7</mark>)" in page
    assert "Accept as one-2.py</button>" in page and "Put it in the place of the draft’s one.py</button>" in page


def test_what_takes_an_earlier_proposals_place_says_so(as_alice, alice, run, later):
    accept(run, alice)
    page = text(as_alice)
    assert "It takes the place of one.py, which is from an earlier proposal" in page
    assert "Put it in the place of" not in page and "print(<mark>1</mark>)" in page


def test_beside_is_what_accepting_means(as_alice, run, doubles, mine):
    assert decide(as_alice, run, accept="1", **marks(as_alice)).status_code == 302
    assert source(doubles) == MINE and source(doubles, "generators/one-2.py") == b"print(1)\n"


def test_replacing_is_a_button_of_its_own(as_alice, run, doubles, mine):
    assert decide(as_alice, run, replace="1", **marks(as_alice)).status_code == 302
    assert source(doubles) == b"print(1)\n"
    assert "in the place of what had its name" in text(as_alice)


@pytest.mark.parametrize("button", ["accept", "replace"])
def test_who_edits_while_the_page_is_open_is_not_overwritten_and_the_other_is_told(
    as_alice, alice, bob, run, later, doubles, button
):
    """She sees an earlier proposal's, which would give way; he makes it his own."""
    accept(run, alice)
    sent = marks(as_alice)
    edited(doubles, bob)

    response = decide(as_alice, later, **{button: "1"}, **sent)

    page = response.content.decode()
    assert response.status_code == 422 and source(doubles) == MINE
    assert "generators/one.py was changed in revision" in page and "by bob" in page and "nothing was accepted" in page
    assert "Accept as one-2.py</button>" in page
    assert not Job.objects.filter(kind="check_programs").exists()


@pytest.mark.parametrize("button", ["accept", "replace"])
def test_who_edits_theirs_meanwhile_is_told_before_it_is_replaced(as_alice, bob, run, doubles, mine, button):
    sent = marks(as_alice)
    shown = draft_programs.shown(fresh(doubles).draft.program(ONE), "one.py")
    draft_programs.edit(doubles, bob, ONE, "one.py", {}, b"print(8)\n", drafting.mark(shown))
    response = decide(as_alice, run, **{button: "1"}, **sent)
    assert response.status_code == 422 and source(doubles) == b"print(8)\n"
    assert "print(<mark>8</mark>)" in response.content.decode()


def test_who_adds_one_of_that_name_meanwhile_is_told_of(as_alice, alice, run, doubles):
    sent = marks(as_alice)
    draft_programs.add(doubles, alice, "generator", "one.py", "python3", MINE)
    response = decide(as_alice, run, accept="1", **sent)
    assert response.status_code == 422 and "you, in another window" in response.content.decode()
    assert len(fresh(doubles).draft.programs("generator")) == 1


def test_who_may_only_look_replaces_nothing(client, run, charlie, doubles, mine):
    Collaborator.objects.create(problem=doubles, user=charlie, role=Collaborator.Role.READ)
    client.force_login(charlie)
    assert "Put it in the place of" not in text(client)
    assert decide(client, run, replace="1", **marks(client)).status_code == 403
    assert source(doubles) == MINE


def test_lines_that_leave_the_script_are_shown(as_alice, alice, run, later):
    accept(run, alice)
    page = text(as_alice)
    assert "Replaces 1 line of the script by its 2" in page and "<del><i>−</i>one 1\n</del>" in page


def test_what_is_a_proposals_is_not_called_a_persons(as_alice, alice, doubles):
    accept(offered(doubles, alice, a_piece("slow", "naive.py", expected=["AC"])), alice)
    offered(doubles, alice, a_piece("wrong", "naive.py", source="print(3)\n", expected=["WA"]))
    page = text(as_alice)
    assert "The draft’s naive.py is from an earlier proposal, and stays as it is" in page
    assert "Put it in the place of" not in page


def test_what_has_left_the_draft_since_is_not_called_accepted(as_alice, alice, run, doubles):
    """No link to a program that isn't there; and nobody accepts it along with the rest."""
    accept(run, alice)
    assert f'<a href="{ADDRESS.removesuffix("proposals")}programs/show/{ONE}">' in text(as_alice)
    drafting.change(doubles, alice, lambda draft: draft.document | {"programs": draft.document["programs"][:1]})

    page = text(as_alice)
    assert (
        "which isn’t in the draft any more" in page and "✓ Accepted" not in page and f"programs/show/{ONE}" not in page
    )
    assert "All is decided" in page and "Reject" not in page
    assert 'name="again" value="1"' in page
    assert decide(as_alice, run, accept="1", again="1", **marks(as_alice)).status_code == 302
    assert source(doubles) == b"print(1)\n" and "✓ Accepted" in text(as_alice)


def test_what_is_wrong_with_the_drafts_own_tests_is_shown(as_alice, run):
    run.document |= {"best": [Suite().document(), Report(1, own=["The draft’s test mine: <b>7</b>"]).document()]}
    run.save(update_fields=["document"])
    assert '<p class="error">The draft’s test mine: &lt;b&gt;7&lt;/b&gt;</p>' in text(as_alice)
