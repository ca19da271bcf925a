"""A statement: written, saved while it is written, seen as its readers will; and two people at it at once."""

import re
from threading import BoundedSemaphore

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from judge import blobs, drafting, freezing, statements
from judge.models import Collaborator, Problem
from judge.sandbox import SandboxError
from tests.workshop.test_freezing import columns
from web.workshop import preview

PAGE = "/workshop/sums/statement"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def nothing_was_rendered(db):
    cache.clear()


@pytest.fixture
def as_bob(bob):
    client = Client()
    client.force_login(bob)
    return client


def now(language="en"):
    return Problem.objects.with_draft().get(slug="sums").draft.document["statements"].get(language)


def opened(client, language="en"):
    """The form as the page has it: what a save sends beside the words."""
    page = client.get(f"{PAGE}?lang={language}").text
    fields = re.findall(r'<input type="hidden" name="(base|desk|format)"[^>]* value="([^"]*)"', page)
    return dict(fields)


def save(client, form, text, title="Sums", language="en", **more):
    said = form | {"title": title, "text": text} | more
    headers = HTMX if more.pop("htmx", True) else {}
    return client.post(f"{PAGE}?lang={language}", said, headers=headers)


def base_in(response):
    return re.search(r'id="base" value="(\w+)" hx-swap-oob', response.text)[1]


def test_a_quiet_save_answers_with_what_the_next_one_is_based_on(as_alice, sums):
    form = opened(as_alice)
    first = save(as_alice, form, "Add $a$")
    second = save(as_alice, form | {"base": base_in(first)}, "Add $a$ and $b$.", title="Two sums")

    assert (first.status_code, second.status_code) == (200, 200)
    assert now() == {"title": "Two sums", "format": "markdown", "text": "Add $a$ and $b$."}
    assert "Two sums</h1>" in second.text and "Revision 1, saved" in second.text


def test_without_javascript_the_page_comes_back_with_the_preview(as_alice, sums):
    response = as_alice.post(
        f"{PAGE}?lang=en", opened(as_alice) | {"title": "Sums", "text": "Add\r\n\r\n$a$"}, follow=True
    )

    assert response.redirect_chain and "<math" in response.text
    assert now()["text"] == "Add\n\n$a$"


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("   ", "kept words", "A problem needs a title."),
        ("x" * 201, "kept words", "at most 200 characters"),
        ("Sums", "kept words" + "합" * 100_000, "The statement has 300,010 bytes; at most 262,144 are taken."),
        ("Sums", "kept words \0", "Null characters are not allowed."),
    ],
)
def test_what_cant_be_taken_is_said_where_it_is_typed(as_alice, sums, htmx, title, text, said):
    headers = HTMX if htmx else {}
    response = as_alice.post(f"{PAGE}?lang=en", opened(as_alice) | {"title": title, "text": text}, headers=headers)

    assert response.status_code == 422 and said in response.text
    assert htmx or "kept words" in response.text
    assert now()["text"] == ""


def test_the_largest_statement_is_taken_in_any_script(as_alice, sums):
    text = "합" * (256 * 1024 // 3)

    assert save(as_alice, opened(as_alice), text).status_code == 200
    assert now()["text"] == text


# Two people


@pytest.fixture
def clash(as_alice, as_bob, sums):
    """Both have the page open; Bob saves first."""
    save(as_alice, opened(as_alice), "Add $a$ and $b$.\n\nThey are small.")
    form = opened(as_alice)
    save(as_bob, opened(as_bob), "Add $a$ and $b$.\n\nThey are large.", title="Sums of Bob")
    return form


@pytest.mark.parametrize("htmx", [True, False])
def test_who_comes_second_sees_whose_edit_and_what_differs_and_overwrites_nothing(as_alice, clash, htmx):
    response = save(as_alice, clash, "Add $a$ and $b$.\n\nThey are tiny.", htmx=htmx)

    assert response.status_code == 409
    assert "bob changed this" in " ".join(response.text.split()) and "in revision 2" in response.text
    assert "<mark>large</mark>" in response.text and "<mark>tiny</mark>" in response.text
    assert "Sums of Bob" in response.text
    assert htmx or "They are tiny.</textarea>" in response.text
    assert now()["text"].endswith("large.")


def test_mine_can_be_kept_and_theirs_stays_a_state(as_alice, clash, sums):
    refused = save(as_alice, clash, "mine")
    over = re.search(r'name="over" value="(\w+)"', refused.text)[1]

    assert save(as_alice, clash, "mine", over=over).status_code == 200
    assert now()["text"] == "mine"
    texts = [state.document["statements"]["en"]["text"] for state in sums.revisions.order_by("number")]
    assert texts[1].endswith("large.") and texts[2] == "mine"


def test_what_was_changed_once_more_is_not_overwritten_by_a_decision_about_what_was(as_alice, as_bob, clash):
    over = re.search(r'name="over" value="(\w+)"', save(as_alice, clash, "mine").text)[1]
    save(as_bob, opened(as_bob), "once more")

    assert save(as_alice, clash, "mine", over=over).status_code == 409
    assert now()["text"] == "once more"


def test_it_is_said_who_changed_this_and_not_who_was_last(as_alice, as_bob, clash, sums, charlie):
    drafting.save(sums, charlie, "script", "gen 1\n", None)

    response = save(as_alice, clash, "mine")

    assert "bob changed this" in " ".join(response.text.split()) and "in revision 2" in response.text


def test_a_language_that_somebody_removed_is_not_lost_with_what_was_typed(as_alice, as_bob, sums):
    as_alice.post("/workshop/sums/languages/add", {"lang": "ko"})
    form = opened(as_alice, "ko")
    drafting.save(sums, as_bob_user(), "statements/ko", None, None)

    refused = save(as_alice, form, "두 수", title="합", language="ko")

    assert refused.status_code == 409 and "bob removed this" in " ".join(refused.text.split())
    over = re.search(r'name="over" value="(\w+)"', refused.text)[1]
    assert save(as_alice, form, "두 수", title="합", language="ko", over=over).status_code == 200
    assert now("ko")["text"] == "두 수"


def as_bob_user():
    return Collaborator.objects.get().user


def test_another_window_of_ones_own_counts_as_somebody_else(as_alice, sums):
    first, second = opened(as_alice), opened(as_alice)
    save(as_alice, first, "in the first")

    response = save(as_alice, second, "in the second")

    assert response.status_code == 409 and "in another window" in response.text


def test_a_save_whose_answer_was_lost_is_no_conflict(as_alice, sums):
    """The page goes on with the mark that it had."""
    form = opened(as_alice)
    save(as_alice, form, "Add")

    assert save(as_alice, form, "Add them").status_code == 200
    assert now()["text"] == "Add them"


# Who isn't there any more


def test_a_session_that_ended_loses_no_words(as_alice, sums):
    form = opened(as_alice)
    as_alice.logout()

    whole, quiet = (save(as_alice, form, "an hour of work", htmx=htmx) for htmx in (False, True))

    assert (whole.status_code, quiet.status_code) == (401, 401)
    assert "an hour of work" in whole.text
    assert "Sign in again" in quiet.text and "<html" not in quiet.text
    assert as_alice.get(PAGE).status_code == 302


def test_a_reader_reads(client, bob):
    Collaborator.objects.update(role=Collaborator.Role.READ)
    client.force_login(bob)
    page = client.get(PAGE)

    assert page.status_code == 200 and "readonly" in page.text and ">Save<" not in page.text
    assert save(client, {"base": "", "format": "markdown"}, "x").status_code == 403
    assert client.post("/workshop/sums/languages/add", {"lang": "ko"}).status_code == 403


@pytest.mark.parametrize("address", ["statement", "images/a.png"])
def test_others_find_nothing(as_charlie, sums, address):
    assert as_charlie.get(f"/workshop/sums/{address}").status_code == 404


@pytest.mark.parametrize(
    "address", ["statement?lang=en", "preview", "languages/add", "languages/remove?lang=en", "images/"]
)
def test_others_change_nothing(as_charlie, sums, address):
    assert as_charlie.post(f"/workshop/sums/{address}", {"lang": "ko", "format": "tex"}).status_code == 404


# As its readers will see it


def look(client, text, **more):
    return client.post("/workshop/sums/preview", {"title": "Sums", "format": "markdown", "text": text} | more)


def test_the_preview_is_what_gets_published(as_alice, sums, alice):
    text = "Add $a_1$ to **b**.\n\n# Input\n\n![map](map.png) ![none](none.png)\n"
    sha = blobs.put(b"\x89PNG\r\n\x1a\n")
    drafting.save(sums, alice, "images/map.png", sha, None, [sha])
    save(as_alice, opened(as_alice), text)
    drafting.change(sums, alice, lambda draft: draft.document, tests=columns((b"1 2\n", b"3\n"), samples=1))

    seen = look(as_alice, text).text
    problem = Problem.objects.with_draft().get(slug="sums")
    freezing.publish(problem, problem.draft)
    published = as_alice.get("/problems/sums/").text

    html = re.search(r'<div class="statement" lang="\w*">(.*?)</div>\s', seen, re.DOTALL)[1]
    assert "<math" in html and 'src="images/map.png"' in html and f'lang="en">{html}</div>' in published
    assert as_alice.get("/workshop/sums/images/map.png").status_code == 200
    assert sample(as_alice.get(PAGE).text) == sample(published)


def sample(page):
    return re.search(r'<section class="sample".*?</section>', page, re.DOTALL)[0]


def test_a_statement_that_cant_be_rendered_says_why(as_alice, sums):
    response = look(as_alice, r"\begin{itemize}\end{enumerate}", format="tex")

    assert response.status_code == 200 and "can’t be rendered" in response.text and "itemize" in response.text


def test_a_formula_that_cant_be_converted_is_named(as_alice, sums):
    assert "frac" in look(as_alice, r"$\frac{1}$").text


def test_what_is_known_is_not_rendered_again(as_alice, sums, monkeypatch):
    first = look(as_alice, "Add $a$").text
    monkeypatch.setattr(statements, "render", None)

    assert look(as_alice, "Add $a$").text == first


def test_when_enough_are_being_rendered_the_next_one_is_asked_for_again(as_alice, sums, monkeypatch):
    monkeypatch.setattr(preview, "slots", BoundedSemaphore(1))
    with preview.a_slot():
        busy = look(as_alice, "Add $a$").text
    then = look(as_alice, "Add $a$").text

    assert "Others are being rendered" in busy and 'hx-trigger="load delay:1s"' in busy
    assert "<math" in then


def test_a_machine_that_cant_render_says_so(as_alice, sums, monkeypatch):
    def broken(*_):
        raise SandboxError("no namespaces")

    monkeypatch.setattr(statements, "render", broken)

    assert "It is not the statement’s fault" in look(as_alice, "Add $a$").text


def test_an_imported_statement_stays_tex(as_alice, sums, alice):
    tex = {"title": "Sums", "format": "tex", "text": r"\emph{Add} $a$"}
    drafting.save(sums, alice, "statements/en", tex, None)

    save(as_alice, opened(as_alice), r"\emph{Add} $a$ and $b$")

    assert now() == tex | {"text": r"\emph{Add} $a$ and $b$"}
    assert "<em>Add</em>" in as_alice.get(f"{PAGE}?preview=1").text


# Languages


def test_a_language_is_added_once_and_removed(as_alice, sums):
    for _ in range(2):
        response = as_alice.post("/workshop/sums/languages/add", {"lang": "ko"}, follow=True)
        save(as_alice, opened(as_alice, "ko"), "두 수", title="합", language="ko")
    assert 'lang="ko" aria-current="page"' in response.text and now("ko")["title"] == "합"

    as_alice.post("/workshop/sums/languages/remove?lang=ko", {"base": drafting.mark(now("ko"))})
    assert now("ko") is None


def test_the_last_language_stays(as_alice, sums):
    response = as_alice.post("/workshop/sums/languages/remove?lang=en", {"base": drafting.mark(now())})

    assert response.status_code == 422 and "in one language at least" in response.text and now()


def test_what_changed_meanwhile_isnt_removed_unseen(as_alice, as_bob, sums):
    as_alice.post("/workshop/sums/languages/add", {"lang": "ko"})
    seen = drafting.mark(now("ko"))
    save(as_bob, opened(as_bob, "ko"), "밥", language="ko")

    response = as_alice.post("/workshop/sums/languages/remove?lang=ko", {"base": seen})

    assert response.status_code == 409 and "Look at it, then decide again" in response.text and now("ko")


@pytest.mark.parametrize("language", ["", "xx", "../en", "en'"])
def test_a_language_that_is_none_is_not_there(as_alice, sums, language):
    assert as_alice.post("/workshop/sums/languages/add", {"lang": language}).status_code == 404
    assert as_alice.get(PAGE, {"lang": language}).status_code == 200


@pytest.mark.parametrize("count", [1, 200])
def test_the_page_asks_the_database_the_same_however_much_there_is(
    as_alice, sums, alice, count, django_assert_max_num_queries
):
    pairs = [(b"%d\n" % number, b"1\n") for number in range(count)]
    drafting.change(sums, alice, lambda draft: draft.document, tests=columns(*pairs, samples=min(count, 5)))

    with django_assert_max_num_queries(3):
        page = as_alice.get(reverse("workshop-statement", args=["sums"]))
    assert page.text.count('class="sample"') == min(count, 5)
    with django_assert_max_num_queries(3):
        look(as_alice, "Add $a$")
