"""Limits, what a problem is about, how it is judged, and its address."""

import re

import pytest
from django.test import Client

from judge import drafting, freezing, platforms
from judge.models import Problem
from tests.workshop.test_freezing import prepared
from web.search import found

PAGE = "/workshop/sums/details"
LIMITS = {"part": "limits", "time": "2.5", "memory": "512", "output": "16", "writes": "on"}
DETAILS = {
    "part": "details",
    "tags": "Graphs, shortest paths,, graphs",
    "difficulty": "7",
    "source_url": "https://www.acmicpc.net/problem/1000",
    "platform": "",
    "number": "",
    "authors": "Ada Lovelace\n\n Alan  Turing ",
    "source": "Test 1843",
    "rights_owner": "",
    "license": "cc by",
}


def problem():
    return Problem.objects.with_draft().get(title="Sums")


def document():
    return problem().draft.document


def base(client, part):
    page = client.get(PAGE).text
    form = page[page.index(f'id="{part}"') :]
    return re.search(r'name="base" value="(\w+)"', form)[1]


def send(client, said, **more):
    fields = {"base": base(client, said["part"])} | said | more
    return client.post(PAGE, fields)


def test_limits_are_saved_as_the_judge_knows_them(as_alice, sums):
    assert send(as_alice, LIMITS).status_code == 302

    assert document()["limits"] == {"time": 2.5, "memory": 512 * 2**20, "output": 16 * 2**20, "files": True}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("time", "0", "greater than or equal to 0.1"),
        ("time", "61", "less than or equal to 60"),
        ("time", "NaN", "Enter a number"),
        ("memory", "99999", "less than or equal to 16384"),
        ("output", "many", "Enter a whole number"),
    ],
)
def test_a_limit_that_is_none_is_refused_where_it_stands(as_alice, sums, field, value, said):
    response = send(as_alice, LIMITS, **{field: value})

    assert response.status_code == 422 and said in response.text and f'value="{value}"' in response.text
    assert document()["limits"]["time"] == 1.0


def test_what_it_is_about(as_alice, sums):
    assert send(as_alice, DETAILS).status_code == 302

    details = document()["details"]
    assert details["tags"] == ["graphs", "shortest-paths"] and details["difficulty"] == 7
    assert (details["platform"], details["number"]) == ("baekjoon", "1000")
    assert details["credits"] == {
        "authors": ["Ada Lovelace", "Alan Turing"],
        "source": "Test 1843",
        "license": "cc by",
    }
    assert "Ada Lovelace\nAlan Turing</textarea>" in as_alice.get(PAGE).text


def test_a_platform_that_was_chosen_stays(as_alice, sums):
    send(as_alice, DETAILS, platform="kattis", number="sums")

    assert (document()["details"]["platform"], document()["details"]["number"]) == ("kattis", "sums")


def test_a_url_says_platform_and_number_while_one_types(as_alice, sums):
    response = as_alice.get(f"{PAGE}/origin", {"source_url": "https://codeforces.com/contest/1/problem/a"})

    assert '<option value="codeforces" selected>' in response.text and 'value="1A"' in response.text
    assert as_alice.get(f"{PAGE}/origin", {"source_url": "https://example.org/"}).status_code == 204


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("tags", ",".join(f"t{n}" for n in range(21)), "These are 21 tags; at most 20 are taken."),
        ("tags", "x" * 51, "at most 50 characters"),
        ("source_url", "javascript:alert(1)", "Enter a valid URL"),
        ("source_url", "ftp://example.org/x" + "y" * 500, "at most 500"),
        ("difficulty", "11", "Select a valid choice"),
        ("authors", "\n".join("abc" for _ in range(51)), "At most 50 names"),
        ("number", "9" * 101, "at most 100"),
    ],
)
def test_a_detail_that_cant_be_taken_is_refused_where_it_stands(as_alice, sums, field, value, said):
    response = send(as_alice, DETAILS, **{field: value})

    assert response.status_code == 422 and said in response.text and "Test 1843" in response.text
    assert document()["details"] == drafting.DETAILS


@pytest.fixture
def clash(as_alice, bob, sums):
    """Alice opened the page, then Bob saved."""
    other = Client()
    other.force_login(bob)
    seen = base(as_alice, "limits")
    send(other, LIMITS, time="9")
    return seen


def test_a_limit_that_somebody_changed_meanwhile_is_shown_and_not_overwritten(as_alice, clash):
    response = send(as_alice, LIMITS, base=clash)

    assert response.status_code == 409 and "bob changed this" in response.text
    assert "<del>9</del> → <ins>2.5</ins>" in response.text and document()["limits"]["time"] == 9
    over = re.search(r'name="over" value="(\w+)"', response.text[response.text.index('class="clash"') :])[1]
    assert send(as_alice, LIMITS, base=clash, over=over).status_code == 302
    assert document()["limits"]["time"] == 2.5


# What lives on the problem


def test_judging_counts_from_the_next_version(as_alice, sums, alice):
    first = freezing.publish(*draft_of(prepared(sums, alice)))
    said = {"part": "judging", "visibility": "samples", "stops_early": "on", "factor-python3": "3", "factor-cpp": ""}

    assert send(as_alice, said).status_code == 302
    assert problem().visibility == "samples" and problem().current == first and not first.stops_early
    second = freezing.publish(*draft_of(problem()))
    assert second.stops_early and second.language_factors == {"python3": 3}


def draft_of(problem):
    problem = Problem.objects.with_draft().get(pk=problem.pk)
    return problem, problem.draft


def test_a_factor_that_is_none_and_a_form_that_grew_old_are_refused(as_alice, sums):
    said = {"part": "judging", "visibility": "all", "factor-python3": "3"}
    seen = base(as_alice, "judging")

    assert send(as_alice, said, **{"factor-python3": "101"}).status_code == 422
    assert send(as_alice, said).status_code == 302
    old = send(as_alice, said | {"factor-python3": "4"}, base=seen)
    assert old.status_code == 409 and "Somebody has changed this" in old.text
    assert problem().language_factors == {"python3": 3}
    again = re.search(r'name="base" value="(\w+)"', old.text[old.text.index('id="judging"') :])[1]
    assert send(as_alice, said | {"factor-python3": "4"}, base=again).status_code == 302


# Its address


def test_a_draft_can_move(as_alice, sums):
    response = as_alice.post(f"{PAGE}/move", {"slug": "Two-Sums"})

    assert response.url == "/workshop/two-sums/details" and as_alice.get(response.url).status_code == 200


@pytest.mark.parametrize("slug", ["", "two sums", "taken", "x" * 101, "합"])
def test_an_address_that_cant_be_is_refused_where_it_stands(as_alice, sums, alice, slug):
    drafting.start("Taken", alice)
    response = as_alice.post(f"{PAGE}/move", {"slug": slug})

    assert response.status_code == 422 and "address-slug_error" in response.text and problem().slug == "sums"


def test_what_is_published_stays_where_it_is(as_alice, sums, alice):
    freezing.publish(*draft_of(prepared(sums, alice)))
    response = as_alice.post(f"{PAGE}/move", {"slug": "elsewhere"})

    assert response.status_code == 422 and "keeps its address" in response.text and problem().slug == "sums"


def test_others_dont_see_or_change_it(as_charlie, sums):
    assert as_charlie.get(PAGE).status_code == 404
    assert as_charlie.post(PAGE, LIMITS).status_code == 404
    assert as_charlie.post(f"{PAGE}/move", {"slug": "mine"}).status_code == 404


def test_a_part_that_is_none_is_not_there(as_alice, sums):
    assert as_alice.post(PAGE, {"part": "checker"}).status_code == 404


def test_the_page_asks_the_database_little(as_alice, sums, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        as_alice.get(PAGE)


def test_a_long_name_at_leetcode_is_kept_whole_published_and_found(as_alice, sums):
    name = "minimum-number-of-operations-to-make-array-continuous"
    assert send(as_alice, DETAILS, source_url=f"https://leetcode.com/problems/{name}/").status_code == 302

    freezing.describe(problem(), document()["details"])

    assert (problem().platform, problem().number) == ("leetcode", name)
    assert [each.title for each in found(Problem.objects.all(), f"leetcode.com/problems/{name}")] == ["Sums"]


def test_a_name_that_goes_on_and_on_is_none(as_alice, sums):
    url = f"https://leetcode.com/problems/{'a' * (platforms.LONGEST + 1)}"
    assert send(as_alice, DETAILS, source_url=url).status_code == 302

    assert (document()["details"]["platform"], document()["details"]["source_url"]) == ("", url)
